// Jobs: is all well, and what is next?

import { h, icon } from "../core/dom.js"
import { get } from "../core/api.js"
import { JobList } from "../core/job-list.js"
import { live } from "../core/live.js"
import { href } from "../core/route.js"
import { can, session } from "../core/session.js"
import { counted, now, relative } from "../core/time.js"
import { lives } from "../parts/life.js"
import { visibleRows } from "../parts/rows.js"
import { emptyState, skeletonRows } from "../parts/states.js"
import { stats } from "../parts/stats.js"
import { jobRow, tall } from "./jobs-row.js"
import { setFilter } from "./jobs-filter.js"
import { toolbar } from "./jobs-tools.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

const list = new JobList()
let overview, overviewAt = 0

export const page = {
  name: "jobs",
  onScroll: true,
  title: () => "Jobs",

  enter(context) {
    context.filters = Object.fromEntries(context.route.query)
    context.at = -1
    if (list.all.length > 0) context.data = list
  },

  async load(context, signal) {
    // Listening to events, only what they spoke of is asked for; everything, once in five minutes.
    const isFresh = live.isOpen && !context.isIncomplete && Date.now() - list.loadedAt < 300_000
    // An event that comes while this is being asked makes it incomplete again.
    context.isIncomplete = false
    try {
      if (!isFresh || !(await list.refreshRest(signal))) await list.load(signal)
    } catch (problem) {
      context.isIncomplete = true
      throw problem
    }
    context.data = list
    if (Date.now() - overviewAt > 15_000) {
      overviewAt = Date.now()
      get("overview", {}, signal).then((value) => { overview = value; context.redraw() }, () => {})
    }
    await refreshVisible(context)
  },

  event(context, name, data) {
    const job = data?.job
    if (name !== "run-started" && name !== "run-ended" && name !== "job-changed") {
      if (name === "reset" || name === "dropped") context.isIncomplete = true
      // States such as overdue change without a run: the next slow question asks for all of them.
      if (name === "attention") list.loadedAt = 0
      return !context.isIncomplete
    }
    // A job that this page does not know, or all of them.
    if (!list.byID.has(job)) return !(context.isIncomplete = true)
    list.heard(job)
    refreshSoon(context)
    return true
  },

  view(context) {
    if (!context.data) return [head(context), skeletonRows(8, tall())]
    if (list.all.length === 0) return [head(context), noJobs()]
    const rows = held(context)
    return [head(context), stats(overview, list), lives(), toolbar(context, list, rows.length), table(context, rows)]
  },

  keys: (context) => ({
    "/": () => document.getElementById("search")?.focus(),
    j: () => move(context, 1),
    k: () => move(context, -1),
    Enter: (event) => {
      const job = context.rows?.[context.at]
      if (!job || event.target.closest?.("a, button")) return false
      location.hash = href("jobs", job.id)
    },
    r: () => act(context, (job) => can("run") && openRun(job, context.app)),
    p: () => act(context, (job) => job.paused
      ? can("resume") && openResume(job, context.app) : can("pause") && openPause(job, context.app)),
    Escape: () => { context.at = -1; context.redraw() },
  }),
}

function act(context, open) {
  const job = context.rows?.[context.at]
  if (job) open(job)
}

function move(context, step) {
  const rows = context.rows ?? []
  if (rows.length === 0) return
  context.at = Math.max(0, Math.min(rows.length - 1, context.at + step))
  const body = document.getElementById("rows")
  const top = body.getBoundingClientRect().top + context.at * tall()
  if (top < 140 || top + tall() > innerHeight - 60) scrollBy(0, top - innerHeight / 2)
  context.redraw()
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.querySelector(`[data-row="${context.at}"] a`)?.focus({ preventScroll: true })
  }))
}

/** The rows in order. While the pointer or the focus is in the list its order stays, so that nothing moves below a finger. */
function held(context) {
  const body = document.getElementById("rows")
  const isBusy = body && (body.matches(":hover") || body.contains(document.activeElement))
  let rows = list.filtered(context.filters)
  if (isBusy && context.order) {
    const place = new Map(context.order.map((id, at) => [id, at]))
    rows = rows.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity))
  }
  context.order = rows.map((job) => job.id)
  return (context.rows = rows)
}

function refreshSoon(context) {
  context.refreshing ??= setTimeout(() => {
    context.refreshing = undefined
    if (!context.leave.signal.aborted) refreshVisible(context)
  }, 700)
}

async function refreshVisible(context) {
  const shown = (context.rows ?? list.filtered(context.filters).slice(0, 30)).slice(context.from ?? 0, context.to ?? 30)
  try {
    if (await list.refreshShown(shown.map((job) => job.id), context.leave.signal)) context.redraw()
    // What has not settled is asked for once more.
    if (shown.some((job) => list.dirty.has(job.id))) refreshSoon(context)
  } catch {
    // The next question says what is wrong.
  }
}

function head(context) {
  const counts = list.counts()
  const next = counts.next
  const verdict = counts.attention > 0 ? `${counted(counts.attention, "job needs", "jobs need")} somebody` : "All is well"
  return h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Jobs"),
    context.data && list.all.length > 0 && h("p", {},
      h("a", { class: counts.attention > 0 ? "fail-ink strong" : "", href: "#/attention" }, verdict), ". ",
      next && ["Next: ", h("a", { href: href("jobs", next.id) }, next.id), ` ${Date.parse(next.next_run) < now() ? "now" : relative(next.next_run)}.`],
      list.view?.of === "replica" && session.shares_claims && h("span", { class: "miss-ink" }, ` As ${list.view.instance} alone sees it: ${list.view.reason ?? ""}`))),
    can("pause") && !context.app.fleet?.pause && list.all.length > 0 && h("div", { class: "actions" },
      h("button", { class: "btn", type: "button", onclick: () => openPause(null, context.app) }, "Pause everything…")))
}

const columns = [
  ["", "", "c-state"], ["job", "Job", "c-job"], ["", "Schedule", "c-schedule"], ["", "Last 60 instants", "c-strip"],
  ["next", "Next", "c-next"], ["lateness", "Late p95", "c-late num"], ["owner", "Owner", "c-owner"], ["", "", "c-act"],
]

function table(context, rows) {
  const { from, to } = visibleRows(document.getElementById("rows"), rows.length, tall())
  const moved = from !== context.from || to !== context.to
  Object.assign(context, { from, to })
  if (moved) {
    clearTimeout(context.settling)
    context.settling = setTimeout(() => refreshVisible(context), 80)
  }
  const gap = (count, key) => h("tr", { class: "gap", key, "aria-hidden": "true" }, h("td", { colspan: "8", vars: { "--tall": `${count * tall()}px` } }))
  return h("div", { class: "table-frame" },
    h("table", { class: "jobs-table", "aria-rowcount": String(rows.length + 1) },
      h("caption", { class: "visually-hidden" }, "Jobs"),
      h("thead", {}, h("tr", {}, columns.map(([sort, title, name]) => header(context, sort, title, name)))),
      h("tbody", { id: "rows" }, from > 0 && gap(from, "gap-above"),
        rows.slice(from, to).map((job, at) => jobRow(context, job, from + at)),
        to < rows.length && gap(rows.length - to, "gap-below"))),
    rows.length === 0 && emptyState("No job matches.", h("p", {}, h("button", { class: "btn", type: "button",
      onclick: () => setFilter(context, { q: "", state: "", tag: "", owner: "" }) }, "Clear the filters"))))
}

function header(context, sort, title, name) {
  if (!sort) return h("th", { scope: "col", class: name }, title || h("span", { class: "visually-hidden" }, name === "c-act" ? "Actions" : "State"))
  const current = context.filters.sort ?? ""
  const isUp = current === sort, isDown = current === `-${sort}`
  return h("th", { scope: "col", class: name, "aria-sort": isUp ? "ascending" : isDown ? "descending" : undefined },
    h("button", { type: "button", onclick: () => setFilter(context, { sort: isUp ? `-${sort}` : isDown ? "" : sort }) },
      title, (isUp || isDown) && icon(isUp ? "up" : "down")))
}

const noJobs = () => emptyState("No jobs yet. Three lines add the first:",
  h("pre", { class: "log" }, 'try await scheduler.add("say-hello", .every(.minutes(1))) { run in\n  print("hello from", run.instance)\n}'),
  h("p", { class: "sub" }, "It appears here as soon as it is added."))
