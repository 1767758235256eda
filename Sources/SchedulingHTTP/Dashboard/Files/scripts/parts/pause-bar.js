// Said on every page while everything is paused: who did it, why, and until when.

import { h } from "../core/dom.js"
import { can } from "../core/session.js"
import { absolute, relative } from "../core/time.js"
import { openResume } from "../sheets/pause-sheet.js"

export function pauseBar(app) {
  const pause = app.fleet?.pause
  if (!pause) return null
  return h("div", { class: "stale-bar paused-bar", key: "paused" },
    h("span", {}, h("b", {}, "Everything is paused"), pauseWords(pause)),
    can("resume") && h("button", { class: "btn small", type: "button", onclick: () => openResume(null, app) }, "Resume everything…"))
}

/** ` by ops-on-call 5 min ago: moving the volume, until Mon 08:00:00 +01:00`. */
export function pauseWords(pause, zone) {
  const by = pause.by ? ` by ${pause.by}` : ""
  const since = pause.since ? ` ${relative(pause.since)}` : ""
  const note = pause.note ? `: ${pause.note}` : ""
  return `${by}${since}${note}${pause.until ? `, until ${absolute(pause.until, zone)}` : ""}`
}
