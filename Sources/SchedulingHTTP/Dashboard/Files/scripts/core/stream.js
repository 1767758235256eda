// Server-sent events, read with fetch: unlike EventSource it sends a token, and says why it was refused.

import { address, fields, Problem } from "./api.js"

let lastID

/** Calls `onEvent(name, data)` for each event until the connection ends; throws when it is refused or lost. */
export async function readEvents(signal, onOpen, onEvent) {
  const headers = fields({ accept: "text/event-stream" })
  if (lastID) headers["last-event-id"] = lastID
  const response = await fetch(address("events"), { headers, signal, cache: "no-store", credentials: "same-origin" })
  if (!response.ok || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
    response.body?.cancel()
    throw new Problem(response.status, "no events")
  }
  onOpen()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = "", event = { name: "message", data: [] }
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += value
    const lines = text.split(/\r\n|\n|\r/)
    text = lines.pop()
    for (const line of lines) event = take(line, event, onEvent)
  }
}

function take(line, event, onEvent) {
  if (line === "") {
    if (event.data.length > 0) onEvent(event.name, parse(event.data.join("\n")))
    return { name: "message", data: [] }
  }
  const colon = line.indexOf(":")
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "")
  if (name === "event") event.name = value
  if (name === "data") event.data.push(value)
  if (name === "id" && !value.includes("\0")) lastID = value
  return event
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
