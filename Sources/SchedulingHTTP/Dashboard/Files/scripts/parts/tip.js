// The one small box that shows an instant's details beside what the pointer or the arrow keys are on.

import { h, render } from "../core/dom.js"
import { absolute, duration, relative } from "../core/time.js"
import { kind, outcomeWords, reason } from "../core/words.js"
import { announce } from "./announce.js"

let box

export const tip = {
  /** Shows an instant beside an element, `x` pixels from its left; nothing where there is none. */
  show(element, instant, zone, x) {
    if (!instant) return tip.hide()
    tip.showRows(element, rows(instant, zone), x)
  },
  showRows(element, content, x, y = 0) {
    box ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip", ariaHidden: "true" }))
    render(box, content)
    box.hidden = false
    const from = element.getBoundingClientRect()
    const left = Math.max(8, Math.min(innerWidth - box.offsetWidth - 8, from.left + x - box.offsetWidth / 2))
    const above = from.top + y - box.offsetHeight - 8
    box.style.setProperty("left", `${left}px`)
    box.style.setProperty("top", `${above > 60 ? above : (y ? from.top + y : from.bottom) + 10}px`)
  },
  hide() { if (box) box.hidden = true },
}

function rows(instant, zone) {
  const word = outcomeWords[instant.outcome] ?? instant.outcome
  return [
    h("div", { class: "tip-head" }, h("b", { class: `${kind(instant.outcome)}-ink` }, word),
      instant.duration_ms != null && h("span", {}, duration(instant.duration_ms)),
      (instant.count ?? 1) > 1 && h("span", {}, `${instant.count} instants`)),
    h("div", {}, absolute(instant.at, zone), h("span", { class: "faint" }, ` · ${relative(instant.at)}`)),
    instant.reason && h("div", {}, reason(instant.reason)),
    instant.message && h("div", { class: "tip-message" }, instant.message),
  ]
}

/** Says an instant to a screen reader, when the reader moved to it. */
export function sayInstant(instant, zone) {
  const word = outcomeWords[instant.outcome] ?? instant.outcome
  announce([absolute(instant.at, zone), word, reason(instant.reason), instant.message].filter(Boolean).join(", "))
}
