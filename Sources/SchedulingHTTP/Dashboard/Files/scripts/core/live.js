// Keeps a page up to date: by events where they are to be had, by asking where not, and not at all while it is hidden.
// States: `connecting`, `live`, `polling`, and `stale` when nothing has answered for a while.

import { readEvents } from "./stream.js"

export const live = { state: "connecting", since: Date.now(), heardAt: Date.now() }

/** Answers are made from what the server knew up to a second before: only after this many milliseconds is a question
 *  certain to be answered with what an event spoke of. */
export const settles = 1200

let pollEvery = 5000, polling, controller, retryIn, onChange, onEvent, onPoll

/** Starts. `poll()` asks for what is shown; `event(name, data)` takes an event; `change()` follows a new state. */
export function startLive({ poll, event, change }) {
  onPoll = poll
  onEvent = event
  onChange = change
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : resume()))
  if (!document.hidden) resume()
}

export function setPollInterval(milliseconds) {
  pollEvery = Math.max(1000, Math.min(60_000, milliseconds || 5000))
}

/** An answer came: what is shown is up to date. */
export function heard() {
  live.heardAt = Date.now()
  if (live.state === "stale") become(controller && live.isOpen ? "live" : "polling")
}

/** No answer came. */
export function lost() {
  if (live.state !== "stale" && Date.now() - live.heardAt > Math.min(4000, pollEvery)) become("stale")
}

export function retryNow() {
  pause()
  resume()
}

function pause() {
  controller?.abort()
  controller = undefined
  live.isOpen = false
  clearTimeout(polling)
  clearTimeout(retryIn)
}

function resume() {
  if (controller) return
  connect()
  ask()
}

async function connect() {
  const mine = (controller = new AbortController())
  let wait = 3000
  try {
    await readEvents(mine.signal, () => {
      live.isOpen = true
      live.heardAt = Date.now()
      become("live")
    }, (name, data) => {
      live.heardAt = Date.now()
      onEvent(name, data)
    })
  } catch (error) {
    // A host that does not offer events is asked for them again, but seldom.
    if (error.status) {
      wait = 30_000
      if (live.state === "connecting") become("polling")
    }
  }
  if (mine.signal.aborted) return
  live.isOpen = false
  if (live.state === "live") become("connecting")
  ask()
  retryIn = setTimeout(connect, wait)
}

/** With events, a slow question keeps what no event speaks of; without them, it is all there is. */
async function ask() {
  clearTimeout(polling)
  const mine = controller
  try {
    await onPoll()
    heard()
    if (!live.isOpen && live.state !== "polling" && Date.now() - live.since > 1500) become("polling")
  } catch {
    lost()
  }
  if (mine === controller && !mine?.signal.aborted) polling = setTimeout(ask, live.isOpen ? 30_000 : live.state === "stale" ? 2000 : pollEvery)
}

function become(state) {
  if (live.state === state) return
  live.state = state
  live.since = Date.now()
  onChange(state)
}
