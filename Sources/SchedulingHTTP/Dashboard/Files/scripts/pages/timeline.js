// Timeline: when does what collide? Now in the middle; what ran on the left of it, what will run on the right.

import { h } from "../core/dom.js"
import { replaceQuery } from "../core/route.js"
import { counted, now } from "../core/time.js"
import { visibleRows } from "../parts/rows.js"
import { emptyState, skeletonRows } from "../parts/states.js"
import { kept } from "../core/store.js"
import { axis, chartWidth, histogram, rowTall, timelineRow } from "./timeline-chart.js"
import { loadTimeline } from "./timeline-data.js"
import { heatMap, loadHeat } from "./timeline-heat.js"

const hour = 3_600_000
const spans = [0.5, 1, 2, 4, 6, 12, 24]

export const page = {
  name: "timeline",
  onScroll: true,
  title: () => "Timeline",

  enter(context) {
    context.filters = Object.fromEntries(context.route.query)
    context.span = Number(kept.get("timeline-span")) || 6
    context.group = kept.get("timeline-group") ?? "owner"
    context.days = 1
  },

  async load(context, signal) {
    context.data = await loadTimeline(context.span * hour, signal)
    context.heat ??= {}
    loadHeat(context, signal).then(context.redraw, () => {})
  },

  // Each run is on the page: one question a second would be too many for a day.
  event(context, name) {
    if (name !== "run-ended" && name !== "run-started") return false
    context.later ??= setTimeout(() => { context.later = undefined; if (!document.hidden) context.reload().catch(() => {}) }, 5000)
    return true
  },

  view(context) {
    const head = h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Timeline"), h("p", {}, context.data ? words(context.data) : "")), controls(context))
    if (!context.data) return [head, skeletonRows(10, rowTall)]
    if (context.data.rows.length === 0) return [head, emptyState("Nothing ran, and nothing is planned, in these hours."), heatMap(context)]
    return [head, chart(context), heatMap(context)]
  },

  keys: (context) => ({
    "+": () => zoom(context, -1), "-": () => zoom(context, 1), "=": () => zoom(context, -1),
    "/": () => document.getElementById("search")?.focus(),
  }),
}

function words({ herd, truncated, clockChanges }) {
  return [herd && `The most starts in one minute to come: ${herd.starts} at ${herd.time}.`, clockChanges.length > 0 && " Clocks change in this range.",
    truncated && " More ran than is shown."].filter(Boolean).join("")
}

function zoom(context, step) {
  const at = Math.max(0, Math.min(spans.length - 1, spans.indexOf(context.span) + step))
  if (spans[at] === context.span) return
  context.span = spans[at]
  kept.set("timeline-span", String(context.span))
  context.redraw()
  context.reload().catch(() => {})
}

function controls(context) {
  return h("div", { class: "actions" },
    h("div", { class: "search narrow" }, h("input", { class: "field", id: "search", type: "search", placeholder: "Filter jobs", "aria-label": "Filter jobs", value: context.filters.q ?? "",
      oninput: (event) => { context.filters.q = event.target.value; replaceQuery(context.filters); context.redraw() },
      onkeydown: (event) => { if (event.key === "Escape") event.target.blur() } })),
    h("span", { class: "select" }, h("select", { class: "chip", "aria-label": "Group by", value: context.group, onchange: (event) => { context.group = event.target.value; kept.set("timeline-group", context.group); context.redraw() } },
      [["owner", "By owner"], ["tag", "By tag"], ["none", "By name"]].map(([value, title]) => h("option", { value }, title)))),
    h("div", { class: "seg", role: "group", "aria-label": "Zoom" },
      h("button", { type: "button", "aria-label": "Zoom out", onclick: () => zoom(context, 1) }, "−"),
      h("span", { class: "seg-text" }, `± ${context.span < 1 ? "30 min" : `${context.span} h`}`),
      h("button", { type: "button", "aria-label": "Zoom in", onclick: () => zoom(context, -1) }, "+")))
}

function lines(context) {
  const q = (context.filters.q ?? "").toLowerCase()
  const rows = context.data.rows.filter((row) => row.job.toLowerCase().includes(q))
  if (context.group === "none") return rows
  const groups = new Map()
  for (const row of rows) {
    const name = (context.group === "tag" ? row.tags[0] : row.owner) ?? ""
    if (!groups.has(name)) groups.set(name, [])
    groups.get(name).push(row)
  }
  return [...groups].sort(([a], [b]) => (a === "") - (b === "") || a.localeCompare(b))
    .flatMap(([name, rows]) => [{ group: name || (context.group === "tag" ? "without a tag" : "without an owner"), size: rows.length }, ...rows])
}

function chart(context) {
  const shown = lines(context)
  const wide = chartWidth()
  const view = { from: now() - context.span * hour, to: now() + context.span * hour, wide, now: now() }
  const { from, to } = visibleRows(document.getElementById("timeline-rows"), shown.length, rowTall)
  const gap = (number, key) => h("tr", { class: "gap", key, "aria-hidden": "true" }, h("td", { colspan: "2", vars: { "--tall": `${number * rowTall}px` } }))
  return h("div", { class: "table-frame timeline", onwheel: (event) => { if (event.ctrlKey || event.metaKey) { event.preventDefault(); wheel(context, event.deltaY) } } },
    h("table", {}, h("caption", { class: "visually-hidden" }, `Runs, ${context.span} hours each way`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, counted(context.data.rows.length, "job")), h("th", { scope: "col", class: "chart" }, h("span", { class: "visually-hidden" }, "Runs"), axis(view, context.data.clockChanges), histogram(view, context.data))) ),
      h("tbody", { id: "timeline-rows" }, from > 0 && gap(from, "above"),
        shown.slice(from, to).map((row) => row.group !== undefined
          ? h("tr", { class: "group", key: `group ${row.group}` }, h("th", { scope: "rowgroup", colspan: "2" }, row.group, h("span", { class: "faint" }, ` ${row.size}`)))
          : timelineRow(row, view, context.data)),
        to < shown.length && gap(shown.length - to, "below"))),
    h("p", { class: "table-foot" }, h("span", {}, "Bars ran; hollow bars are to come, as long as usual."), h("span", {}, "Wedges were missed, dashes skipped."), h("span", {}, "+ and − zoom.")))
}

let turned = 0
function wheel(context, by) {
  turned += by
  if (Math.abs(turned) < 60) return
  zoom(context, Math.sign(turned))
  turned = 0
}
