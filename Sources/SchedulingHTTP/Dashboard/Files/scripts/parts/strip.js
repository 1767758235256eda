// The newest instants of a job as one picture: oldest left, height by duration, and a shape of its own for each kind, so that
// it can be read without its colours. One focusable image with a summary; details on hover, touch and arrow keys.

import { h } from "../core/dom.js"
import { counted } from "../core/time.js"
import { kind, outcomeWords } from "../core/words.js"
import { sayInstant, tip } from "./tip.js"

const pitch = 4, high = 26
const order = ["ok", "skip", "miss", "fail", "run"]

/** A picture of instants (oldest first), `slots` wide; what is missing is blank on the left. */
export function strip(instants, { zone, slots = 60, name = "" } = {}) {
  const shown = instants.slice(-slots)
  const paths = {}
  const offset = slots - shown.length
  const height = heights(shown)
  shown.forEach((instant, at) => {
    const its = kind(instant.outcome)
    paths[its] = (paths[its] ?? "") + shape(its, (offset + at) * pitch, height(instant.duration_ms))
  })
  const width = slots * pitch
  const pick = (x, element) => {
    const at = Math.floor((x / element.clientWidth) * slots) - offset
    tip.show(element, shown[at], zone, ((offset + at + 0.5) / slots) * element.clientWidth)
  }
  let at = shown.length
  return h("svg", {
    class: "strip", viewBox: `0 0 ${width} ${high}`, preserveAspectRatio: "none", role: "img", tabindex: "0",
    "aria-label": `${name ? `${name}, ` : ""}${summary(shown)}`,
    onpointermove: (event) => pick(event.offsetX, event.currentTarget),
    onpointerdown: (event) => pick(event.offsetX, event.currentTarget),
    onpointerleave: () => tip.hide(),
    onblur: () => { at = shown.length; tip.hide() },
    onkeydown: (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -slots, End: slots }[event.key]
      if (!step || shown.length === 0) return
      event.preventDefault()
      event.stopPropagation()
      at = Math.max(0, Math.min(shown.length - 1, at + step))
      const element = event.currentTarget
      tip.show(element, shown[at], zone, ((offset + at + 0.5) / slots) * element.clientWidth)
      sayInstant(shown[at], zone)
    },
  }, h("path", { class: "strip-base", d: `M0 ${high - 0.5}H${width}` }),
    order.filter((its) => paths[its]).map((its) => h("path", { key: its, class: `mark-${its}`, d: paths[its] })))
}

/** Solid bar: ran. Exclamation mark: failed. Wedge: missed. Low dash: skipped. Hollow bar: running. */
function shape(its, x, tall) {
  switch (its) {
    case "ok": return `M${x} ${high}v${-tall}h3v${tall}z`
    case "fail": return `M${x} ${high}v-4h3v4zM${x} ${high - 6}V1h3v${high - 7}z`
    case "miss": return `M${x - 0.4} ${high - 8}h3.8l-1.9 8z`
    case "run": return `M${x + 0.5} ${high - 0.5}V4.5h2V${high - 0.5}z`
    default: return `M${x} ${high}v-2.5h3v2.5z`
  }
}

/** Heights on a log scale between the shortest and the longest run of the picture, which spans a factor of 20 at least. */
function heights(instants) {
  const sizes = instants.filter(({ duration_ms }) => duration_ms != null).map(({ duration_ms }) => Math.log10(Math.max(1, duration_ms)))
  const least = Math.min(...sizes), span = Math.max(1.3, Math.max(...sizes) - least)
  return (milliseconds) => Math.round((7 + ((Math.log10(Math.max(1, milliseconds ?? 1)) - least) / span) * 18) * 10) / 10
}

/** For those who do not see it: `60 instants: 50 succeeded, 7 skipped, 3 failed; newest: failed`. */
export function summary(instants) {
  if (instants.length === 0) return "no instants yet"
  const tally = new Map()
  for (const instant of instants) tally.set(instant.outcome, (tally.get(instant.outcome) ?? 0) + (instant.count ?? 1))
  const sums = [...tally].sort((a, b) => b[1] - a[1]).map(([word, sum]) => `${sum} ${outcomeWords[word] ?? word}`)
  const newest = instants[instants.length - 1]
  return `${counted(instants.length, "instant")}: ${sums.join(", ")}; newest: ${outcomeWords[newest.outcome] ?? newest.outcome}`
}
