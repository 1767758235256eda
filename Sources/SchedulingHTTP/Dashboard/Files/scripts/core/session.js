// Who asks and what they may do. An action that is not allowed is absent, not a button that says no.

import { get } from "./api.js"
import { setPollInterval } from "./live.js"

export const session = { may: {}, environment: {}, why_not: null, caller: null, asks_for_credentials: false, isKnown: false }

/** Colours whose contrast is known in both themes. */
const known = new Set(["red", "amber", "green", "blue", "violet", "grey"])

export async function loadSession() {
  Object.assign(session, await get("session"), { isKnown: true })
  setPollInterval(session.poll_ms)
  const { name, colour } = session.environment
  const root = document.documentElement
  if (!name) return
  root.dataset.env = known.has(colour) ? colour : "grey"
  // Any other colour is shown as a stripe, never as the colour of a text.
  if (colour && !known.has(colour) && CSS.supports("color", colour)) root.style.setProperty("--stripe", colour)
}

export const can = (action) => session.may[action] === true
