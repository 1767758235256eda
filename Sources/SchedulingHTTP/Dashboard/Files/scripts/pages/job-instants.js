// The instants of a job in one list: to come above the line of now, past below it, newest first, each with its reason.

import { h } from "../core/dom.js"
import { can } from "../core/session.js"
import { absolute, counted, duration, now, relative } from "../core/time.js"
import { causes, kind, outcomeWords, reason } from "../core/words.js"
import { openCancel } from "../sheets/confirm-sheet.js"
import { showWhy } from "./job-explain.js"

const keyOf = (row) => `${row.at}/${row.run_id ?? ""}/${row.attempt}/${row.cause}`
const isAhead = (row) => row.state === "upcoming"

export function instantList(context, detail) {
  const job = detail.job
  const rows = held(context, detail.instants)
  const ahead = rows.filter(isAhead), past = rows.filter((row) => !isAhead(row))
  const waiting = context.waiting ?? 0
  return h("section", { class: "card instants", "aria-labelledby": "instants-title" },
    h("div", { class: "card-head" }, h("h2", { id: "instants-title" }, "Instants"),
      waiting > 0 && h("button", { class: "btn small", type: "button", onclick: () => { context.shown = undefined; context.redraw() } }, `${waiting} new`)),
    h("table", {}, h("caption", { class: "visually-hidden" }, "Instants, newest first"),
      h("thead", { class: "visually-hidden" }, h("tr", {}, ["Instant", "Took", "What became of it", "More"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, ahead.map((row) => upcoming(row, job)),
        h("tr", { class: "now", key: "now" }, h("td", { colspan: "4" }, h("span", {}, `now ${absolute(now(), job.time_zone)}`))),
        past.map((row) => pastRow(context, row, job)))),
    past.length === 0 && h("p", { class: "soft" }, "Nothing has come due yet."))
}

/** While the pointer or the focus is in the list, new rows wait behind a button; what is shown changes in place. */
function held(context, rows) {
  const element = document.querySelector(".instants")
  const isBusy = element && (element.querySelector("tbody")?.matches(":hover") || element.querySelector("tbody")?.contains(document.activeElement))
  context.waiting = 0
  if (!isBusy || !context.shown) {
    context.shown = new Set(rows.map(keyOf))
    return rows
  }
  const known = rows.filter((row) => isAhead(row) || context.shown.has(keyOf(row)) || row.state === "running")
  context.waiting = rows.length - known.length
  return known
}

const upcoming = (row, job) =>
  h("tr", { class: "ahead", key: `ahead ${row.at}` }, h("td", { class: "when" }, absolute(row.at, job.time_zone)), h("td", { class: "took" }, relative(row.at)),
    h("td", {}, row.why === "it is still to come" ? "due" : row.why, row.duration_ms != null && h("span", { class: "sub" }, ` · usually ${duration(row.duration_ms)}`)), h("td"))

function pastRow(context, row, job) {
  const word = row.state === "running" ? "running" : row.state === "waiting" ? "queued" : row.state === "pending" ? "pending" : row.outcome ?? row.state
  const its = kind(word)
  const why = words(row)
  const at = row.count > 1 ? `${absolute(row.first_at, job.time_zone)} – ${absolute(row.at, job.time_zone)}` : absolute(row.at, job.time_zone)
  return h("tr", { key: keyOf(row) }, h("td", { class: "when" }, h("time", { datetime: row.at, title: relative(row.at) }, at)),
    h("td", { class: "took" }, row.state === "running" ? relative(row.started_at ?? row.at).replace(" ago", "") : row.started_at ? duration(row.duration_ms) : ""),
    h("td", {}, h("span", { class: `outcome mark-left ${its}` }, h("b", { class: `${its}-ink` }, outcomeWords[word] ?? word),
      row.count > 1 && ` ${counted(row.count, "instant")}`, why && h("span", { class: "why" }, ` ${why}`))),
    h("td", { class: "more" }, more(context, row, job)))
}

/** What the row says beyond its outcome: the reason, the message and what is unusual about it. */
function words(row) {
  const parts = []
  if (row.cause !== "scheduled") parts.push(causes[row.cause] ?? row.cause)
  if (row.dry_run) parts.push("dry run")
  if (row.attempt > 1) parts.push(`attempt ${row.attempt}`)
  if (row.reason) parts.push(reason(row.reason))
  else if (!row.outcome) parts.push(row.why.replace(/^it is running /, ""))
  if (row.message) parts.push(row.message)
  if (row.will_retry) parts.push("a retry follows")
  return parts.join(", ")
}

function more(context, row, job) {
  if (row.state === "running" && row.run_id && can("cancel")) {
    return h("button", { class: "btn small", type: "button", onclick: () => openCancel({ ...row, job: job.id }, context.app) }, "Cancel…")
  }
  if (row.run_id) return h("a", { class: "instant-link soft", href: `#/runs/${encodeURIComponent(row.run_id)}`, "aria-label": `Run of ${absolute(row.at, job.time_zone)}` }, "Run")
  return h("button", { class: "btn bare small soft", type: "button", "aria-label": `Why, ${absolute(row.at, job.time_zone)}`, onclick: () => showWhy(job, row.at) }, "Why")
}
