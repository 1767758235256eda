// Which minutes of which hours are full: a grid of 24 hours by 60 minutes, of a day or a week to come, and its quiet slots.

import { h, lazy } from "../core/dom.js"
import { get } from "../core/api.js"
import { count, counted, now, parts, zone } from "../core/time.js"
import { tip } from "../parts/tip.js"

const fresh = 60_000

export async function loadHeat(context, signal) {
  const days = context.days
  const known = context.heat[days]
  if (known && Date.now() - known.at < fresh) return
  const forecast = await get("forecast", { to: new Date(now() + days * 86_400_000).toISOString() }, signal)
  context.heat[days] = { at: Date.now(), minutes: forecast.per_minute }
}

function grid(minutes) {
  const cells = new Array(1440).fill(0)
  for (const [at, number] of minutes) {
    const its = parts(at, null)
    cells[its.hour * 60 + its.minute] += number
  }
  return cells
}

/** The longest stretches with the fewest starts: `04:12 to 04:29`. */
export function quiet(cells) {
  const least = Math.min(...cells)
  const found = []
  let begin = -1
  for (let at = 0; at <= 1440; at += 1) {
    if (at < 1440 && cells[at] === least) { if (begin < 0) begin = at }
    else if (begin >= 0) { found.push([begin, at - 1]); begin = -1 }
  }
  const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`
  return { least, slots: found.sort((a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0]).slice(0, 3).map(([from, to]) => (from === to ? clock(from) : `${clock(from)} to ${clock(to)}`)) }
}

export function heatMap(context) {
  const heat = context.heat?.[context.days]
  const choose = (days) => { context.days = days; context.redraw(); loadHeat(context, context.leave.signal).then(context.redraw, () => {}) }
  return h("section", { class: "card heat", "aria-labelledby": "heat-title" },
    h("div", { class: "card-head" }, h("h2", { id: "heat-title" }, "Starts by minute and hour"), h("span", { class: "sub" }, zone.for(null)),
      h("div", { class: "seg", role: "group", "aria-label": "Range" }, [[1, "Day"], [7, "Week"]].map(([days, title]) =>
        h("button", { type: "button", "aria-pressed": String(context.days === days), onclick: () => choose(days) }, title)))),
    heat && lazy("grid", [heat, zone.choice], () => h("div", {}, picture(heat))))
}

function picture(heat) {
  const cells = grid(heat.minutes), most = Math.max(1, ...cells)
  const level = (number) => (number === 0 ? 0 : Math.min(4, 1 + Math.floor((Math.log(number) / Math.log(most + 1)) * 4)))
  const wide = 20, tall = 13, left = 30, top = 16
  const paths = ["", "", "", "", ""]
  cells.forEach((number, at) => { paths[level(number)] += `M${left + (at % 60) * wide} ${top + Math.floor(at / 60) * tall}h${wide - 1}v${tall - 1}h${1 - wide}z` })
  const { least, slots } = quiet(cells)
  const fullest = cells.indexOf(most)
  const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`
  return [h("svg", { class: "heat-map", viewBox: `0 0 ${left + 60 * wide} ${top + 24 * tall}`, role: "img",
    "aria-label": `At most ${most} starts, at ${clock(fullest)}; quiet: ${slots.join(", ")}`,
    onpointermove: (event) => {
      const box = event.currentTarget.getBoundingClientRect(), scale = (left + 60 * wide) / box.width
      const column = Math.floor((event.offsetX * scale - left) / wide), line = Math.floor((event.offsetY * scale - top) / tall)
      if (column < 0 || column > 59 || line < 0 || line > 23) return tip.hide()
      tip.showRows(event.currentTarget, [h("b", {}, counted(cells[line * 60 + column], "start")), ` at ${clock(line * 60 + column)}`], event.offsetX, event.offsetY)
    },
    onpointerleave: () => tip.hide(),
  }, [0, 10, 20, 30, 40, 50].map((at) => h("text", { key: `m${at}`, x: left + at * wide, y: 10 }, `:${String(at).padStart(2, "0")}`)),
    [0, 3, 6, 9, 12, 15, 18, 21].map((at) => h("text", { key: `h${at}`, x: 0, y: top + at * tall + 10 }, `${String(at).padStart(2, "0")}`)),
    paths.map((d, at) => d && h("path", { key: at, class: `heat-${at}`, d }))),
    h("p", { class: "soft" }, h("b", {}, "Quiet: "), `${slots.join(", ")} (${least === 0 ? "no start" : counted(least, "start")}). `, h("b", {}, "Fullest: "), `${clock(fullest)} (${count(most)}).`)]
}
