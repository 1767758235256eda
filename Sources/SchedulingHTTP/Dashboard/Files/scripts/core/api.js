// Requests to the management API, which lies one level above the dashboard wherever both are mounted.

import { learnServerTime } from "./time.js"
import { forThisTab } from "./store.js"

const base = new URL("../", document.baseURI)

/** What the server refused or could not do, in its own words. `status` is 0 where no server answered. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail)
    this.status = status
  }
}

/** Called when the server does not know who asks. */
export const credentials = { ask: undefined }

export const token = {
  get value() { return forThisTab.get("token") },
  set value(text) { text ? forThisTab.set("token", text) : forThisTab.remove("token") },
}

export function fields(extra) {
  const all = { accept: "application/json", ...extra }
  if (token.value) all.authorization = `Bearer ${token.value}`
  return all
}

export const address = (path) => new URL(path, base)

/** Reads a resource. `query` may hold lists, whose items are each sent. */
export function get(path, query, signal) {
  return send(path, query, { method: "GET", headers: fields(), signal, cache: "no-store" })
}

/** Asks for a change. Each call has a key of its own, so that a repeated delivery acts once. */
export function post(path, body, { query, ifMatch } = {}) {
  const headers = fields({ "content-type": "application/json", "idempotency-key": uniqueKey() })
  if (ifMatch) headers["if-match"] = ifMatch
  return send(path, query, { method: "POST", headers, body: JSON.stringify(body ?? {}) })
}

async function send(path, query, options) {
  const url = address(path)
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of [value].flat()) if (item !== undefined && item !== null && item !== "") url.searchParams.append(name, item)
  }
  let response
  try {
    response = await fetch(url, { ...options, credentials: "same-origin", redirect: "error" })
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new Problem(0, "The server cannot be reached. Nothing was changed as far as this page knows; try again.")
  }
  const text = await response.text()
  let value
  try {
    value = text ? JSON.parse(text) : null
  } catch {
    throw new Problem(response.status, "The answer is not JSON. Is the scheduler's API mounted one level above the dashboard?")
  }
  if (response.status === 401) credentials.ask?.()
  if (!response.ok) throw new Problem(response.status, value?.detail ?? `The server answered ${response.status}.`)
  if (value?.view?.as_of && value.view.of) learnServerTime(value.view.as_of, value.view.age_ms)
  return value
}

function uniqueKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** `jobs/ID/pause`, with every part percent-encoded. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/")
