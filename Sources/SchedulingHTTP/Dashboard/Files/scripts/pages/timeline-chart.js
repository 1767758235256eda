// The drawing of the timeline: an axis, the starts per minute, and a row per job whose bars are one path per kind.

import { h, lazy } from "../core/dom.js"
import { href } from "../core/route.js"
import { counted, parts, zone } from "../core/time.js"
import { kind } from "../core/words.js"
import { tip } from "../parts/tip.js"

export const rowTall = 34
const barTop = 9, barHigh = 16
const minute = 60_000

/** The width of the chart's column in pixels. */
export function chartWidth() {
  const page = Math.min(1440, document.documentElement.clientWidth)
  return Math.max(200, page <= 760 ? page - 26 : page - 50 - 246)
}

const x = (view, at) => ((at - view.from) / (view.to - view.from)) * view.wide
const round = (value) => Math.round(value * 10) / 10

const steps = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((minutes) => minutes * minute)

export function axis(view, changes) {
  const step = steps.find((each) => ((view.to - view.from) / each) * 74 <= view.wide) ?? steps.at(-1)
  const ticks = []
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) ticks.push(at)
  return h("svg", { class: "axis", viewBox: `0 0 ${view.wide} 22`, width: view.wide, height: 22, "aria-hidden": "true" },
    changes.map((change) => band(view, change, 22)),
    ticks.map((at) => {
      const its = parts(at, null), left = x(view, at)
      if (Math.abs(left - view.wide / 2) < 46 || left < 16 || left > view.wide - 16) return null
      return h("text", { key: at, x: round(left), y: 14, "text-anchor": "middle" }, its.clock === "00:00" ? its.date : its.clock)
    }),
    h("text", { class: "now-text", x: round(view.wide / 2), y: 14, "text-anchor": "middle" }, `now ${parts(view.now, null).clock} ${parts(view.now, null).offset}`))
}

/** An hour on each side of a change of the clocks. */
function band(view, change, tall) {
  const at = Date.parse(change.at)
  const left = Math.max(0, x(view, at - 30 * minute)), right = Math.min(view.wide, x(view, at + 30 * minute))
  if (right <= left) return null
  return h("rect", { key: `change ${change.time_zone}`, class: "clock-change", x: round(left), width: round(right - left), height: tall })
}

export function histogram(view, { starts, clockChanges }) {
  const tall = 34
  // Never narrower than two pixels: neighbouring minutes share a bar, which shows the fullest of them.
  const columns = new Map()
  let most = 1
  for (const [at, number] of starts) {
    if (at < view.from || at > view.to) continue
    const column = Math.floor(x(view, at) / 3)
    const known = columns.get(column)
    if (!known || known.number < number) columns.set(column, { number, at })
    most = Math.max(most, number)
  }
  let d = ""
  for (const [column, { number }] of columns) {
    const high = Math.max(1.5, (number / most) * (tall - 6))
    d += `M${column * 3} ${tall}v${-round(high)}h2v${round(high)}z`
  }
  const fullest = [...columns.values()].reduce((best, one) => (!best || one.number > best.number ? one : best), undefined)
  return h("svg", { class: "histogram", viewBox: `0 0 ${view.wide} ${tall}`, width: view.wide, height: tall, role: "img",
    "aria-label": `Starts per minute, at most ${most}${fullest ? ` at ${parts(fullest.at, null).clock}` : ""}`,
    onpointermove: (event) => {
      const found = columns.get(Math.floor(event.offsetX / 3)) ?? columns.get(Math.floor(event.offsetX / 3) - 1)
      if (found) tip.showRows(event.currentTarget, [h("b", {}, counted(found.number, "start")), ` at ${parts(found.at, null).clock} ${parts(found.at, null).offset}`], event.offsetX)
      else tip.hide()
    },
    onpointerleave: () => tip.hide(),
  }, clockChanges.map((change) => band(view, change, tall)), h("path", { class: "starts", d }), nowLine(view, tall))
}

const nowLine = (view, tall) => h("path", { class: "now-line", d: `M${round(view.wide / 2)} 0V${tall}` })

export function timelineRow(row, view, data) {
  // A row moves by a pixel in view.span / wide: until then it is not drawn again.
  const tick = Math.floor(view.now / ((view.to - view.from) / view.wide))
  return lazy(row.job, [row, tick, view.wide, view.to - view.from, zone.choice], () => h("tr", {},
    h("th", { scope: "row" }, h("a", { class: "cut", href: href("jobs", row.job), title: row.job }, row.job)),
    h("td", { class: "chart" }, picture(row, view, data))))
}

function picture(row, view, data) {
  const paths = {}
  const add = (its, d) => { paths[its] = (paths[its] ?? "") + d }
  const sums = {}
  let lastLeft = {}
  for (const run of row.ran) {
    const its = run.state === "running" ? "run" : kind(run.outcome)
    sums[its] = (sums[its] ?? 0) + run.count
    const begin = Date.parse(run.started_at ?? run.scheduled_at), end = run.started_at ? Date.parse(run.ended_at ?? new Date(view.now).toISOString()) : begin
    const left = round(x(view, begin)), wide = Math.max(2.5, round(x(view, end) - left))
    if (left + wide < 0 || left > view.wide) continue
    // Bars in one and the same pixel are drawn once.
    if (lastLeft[its] === Math.round(left) && wide < 3) continue
    lastLeft[its] = Math.round(left)
    if (its === "miss") add(its, `M${left - 3} ${barTop + 4}h6l-3 9z`)
    else if (its === "skip" && !run.started_at) add(its, `M${left - 2} ${barTop + barHigh}v-3h4v3z`)
    else if (its === "fail") add(its, `M${left} ${barTop}h${wide}v${barHigh - 6}h${-wide}zM${left} ${barTop + barHigh - 4}h${wide}v4h${-wide}z`)
    else add(its, `M${left} ${barTop}h${wide}v${barHigh}h${-wide}z`)
  }
  lastLeft = -9
  for (const at of row.ahead) {
    if (at > view.to || at < view.now - 1000) continue
    const left = round(x(view, at)), wide = Math.max(2.5, round(x(view, at + row.usual) - left))
    if (left - lastLeft < 1.5) continue
    lastLeft = left
    add("ahead", `M${left + 0.5} ${barTop + 0.5}h${Math.max(1.5, round(wide - 1))}v${barHigh - 1}h${-Math.max(1.5, round(wide - 1))}z`)
  }
  const words = [["ok", "ran"], ["fail", "failed"], ["miss", "missed"], ["skip", "skipped"]].filter(([its]) => sums[its]).map(([its, word]) => `${sums[its]} ${word}`)
  return h("svg", { viewBox: `0 0 ${view.wide} ${rowTall}`, width: view.wide, height: rowTall, role: "img",
    "aria-label": `${words.join(", ") || "nothing ran"}; ${row.isPaused ? "paused" : `${row.ahead.length} to come`}`,
    onpointermove: (event) => point(event, row, view), onpointerleave: () => tip.hide(),
    onclick: (event) => { const found = nearest(event.offsetX, row, view); if (found?.run?.run_id) location.hash = href("runs", found.run.run_id) },
  }, data.clockChanges.filter((change) => change.jobs.includes(row.job)).map((change) => band(view, change, rowTall)), nowLine(view, rowTall),
    ["ahead", "ok", "skip", "run", "miss", "fail"].filter((its) => paths[its]).map((its) => h("path", { key: its, class: `mark-${its}`, d: paths[its] })))
}

/** The run or the instant to come that a pixel is on, or nearest to within eight. */
function nearest(left, row, view) {
  let best, distance = 8
  const take = (from, to, found) => {
    const away = left < from ? from - left : left > to ? left - to : 0
    if (away < distance) { distance = away; best = found }
  }
  for (const run of row.ran) take(x(view, Date.parse(run.started_at ?? run.scheduled_at)), x(view, Date.parse(run.ended_at ?? run.scheduled_at)), { run })
  for (const at of row.ahead) if (at >= view.now - 1000) take(x(view, at), x(view, at + row.usual), { at })
  return best
}

function point(event, row, view) {
  const found = nearest(event.offsetX, row, view)
  if (!found) return tip.hide()
  const instant = found.run
    ? { at: found.run.scheduled_at, outcome: found.run.outcome ?? "running", reason: found.run.reason, message: found.run.message, duration_ms: found.run.duration_ms, count: found.run.count }
    : { at: found.at, outcome: "due", duration_ms: row.usual || undefined }
  tip.show(event.currentTarget, instant, row.zone, event.offsetX)
}
