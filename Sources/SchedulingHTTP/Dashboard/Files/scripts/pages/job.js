// One job: why did it not run?

import { h } from "../core/dom.js"
import { get, path } from "../core/api.js"
import { line, scheduleWords, stateKind, stateWords, urgent } from "../core/job-words.js"
import { can } from "../core/session.js"
import { copyable } from "../parts/copy.js"
import { books } from "../parts/books.js"
import { stateMark } from "../parts/icons.js"
import { lives } from "../parts/life.js"
import { skeletonRows } from "../parts/states.js"
import { explainForm } from "./job-explain.js"
import { instantList } from "./job-instants.js"
import { durations, holder, policies, wideStrip } from "./job-cards.js"
import { openBackfill } from "../sheets/backfill-sheet.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openReschedule } from "../sheets/reschedule-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

export const page = {
  name: "job",
  title: (context) => context.route.id,

  async load(context, signal) {
    const id = context.route.id
    const [detail, books, statistics, locks] = await Promise.all([
      get(path("jobs", id), {}, signal),
      // The cards beside the list may fail, or be late, without the page.
      get(path("jobs", id, "books"), { days: 7 }, signal).catch(ignore),
      get(path("jobs", id, "statistics"), {}, signal).catch(ignore),
      get("locks", {}, signal).catch(ignore),
    ])
    context.data = { detail, books, statistics, leases: locks?.leases.filter((lease) => lease.job === id) ?? [] }
  },

  event(context, name, data) {
    return data?.job !== undefined && data.job !== null && data.job !== context.route.id
  },

  view(context) {
    if (!context.data) return [crumb(), h("h1", { class: "title" }, context.route.id), skeletonRows(9, 36)]
    const { detail, books: days, statistics, leases } = context.data
    const job = detail.job
    return [head(context, job), lives(job.id),
      wideStrip(detail),
      h("div", { class: "two" },
        h("div", { class: "stack" }, instantList(context, detail), explainForm(context, job)),
        h("div", { class: "stack" }, books(days, job), holder(leases, job), policies(detail), durations(statistics, job)))]
  },

  keys: (context) => ({
    r: () => context.data && can("run") && openRun(context.data.detail.job, context.app),
    p: () => {
      const job = context.data?.detail.job
      if (!job) return
      if (job.paused) { if (can("resume")) openResume(job, context.app) } else if (can("pause")) openPause(job, context.app)
    },
    s: () => context.data?.detail.job.source === "store" && can("reschedule") && openReschedule(context.data.detail.job, context.app),
    b: () => context.data && can("backfill") && openBackfill(context.data.detail.job, context.app),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => { location.hash = "#/jobs" },
  }),
}

function ignore(problem) {
  if (problem.status === 0 || problem.name === "AbortError") throw problem
  return null
}

function step(by) {
  const links = [...document.querySelectorAll(".instants a.instant-link")]
  const at = links.indexOf(document.activeElement)
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
}

const crumb = () => h("a", { class: "crumb", href: "#/jobs" }, h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M10 3.5 5.5 8l4.5 4.5" })), "Jobs")

function head(context, job) {
  const its = line(job)
  const needs = job.states.filter((state) => urgent.has(state))
  return h("div", { class: "page-head" }, h("div", {}, crumb(),
    h("h1", { class: "title" }, stateMark(stateKind(job), stateWords(job.state)), " ", job.id, job.tags.map((tag) => [" ", h("span", { class: "tag" }, tag)])),
    h("p", {}, scheduleWords(job) ?? "Known to other replicas only", job.time_zone && `, ${job.time_zone}`, job.trigger && job.trigger !== job.schedule && [" ", copyable(job.trigger, h("span", { class: "mono faint" }, job.trigger))]),
    job.description && h("p", {}, job.description),
    (job.paused || needs.length > 0) && h("p", { class: its.kind === "sub" ? "soft" : `${its.kind}-ink` }, its.kind === "sub" ? stateWords(job.state) : its.text)),
    h("div", { class: "actions" },
      can("run") && h("button", { class: "btn go", type: "button", onclick: () => openRun(job, context.app) }, "Run now…"),
      job.paused ? can("resume") && h("button", { class: "btn", type: "button", onclick: () => openResume(job, context.app) }, "Resume…")
        : can("pause") && h("button", { class: "btn", type: "button", onclick: () => openPause(job, context.app) }, "Pause…"),
      can("backfill") && h("button", { class: "btn", type: "button", onclick: () => openBackfill(job, context.app) }, "Backfill…"),
      can("reschedule") && job.source === "store" && h("button", { class: "btn", type: "button", onclick: () => openReschedule(job, context.app) }, "Reschedule…")))
}
