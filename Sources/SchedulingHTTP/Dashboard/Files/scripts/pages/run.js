// One run: what happened in it, and what protects it while it goes on.

import { h } from "../core/dom.js"
import { get, path } from "../core/api.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { absolute, duration, now, relative } from "../core/time.js"
import { capital, causes, kind, outcomeWords } from "../core/words.js"
import { copyable } from "../parts/copy.js"
import { logCard, progressBar } from "../parts/evidence.js"
import { stateMark } from "../parts/icons.js"
import { lives } from "../parts/life.js"
import { skeletonCards } from "../parts/states.js"
import { exact, when } from "../parts/times.js"
import { confirm, openCancel } from "../sheets/confirm-sheet.js"

export const page = {
  name: "run",
  title: (context) => context.data?.run.job ? `${context.data.run.job}, run` : "Run",

  async load(context, signal) {
    const detail = await get(path("runs", context.route.id), {}, signal)
    // The zone in which its instants are shown is its job's.
    context.zone ??= await get(path("jobs", detail.run.job), {}, signal).then(({ job }) => job.time_zone, () => null)
    context.data = detail
  },

  /** While it goes on its log grows without an event. */
  enter(context) {
    const asking = setInterval(() => {
      if (!document.hidden && context.data?.run.state === "running") context.reload().catch(() => {})
    }, 2000)
    context.leave.signal.addEventListener("abort", () => clearInterval(asking))
  },

  event(context, name, data) {
    if (!context.data || !data?.job) return false
    if (data.job !== context.data.run.job) return true
    if (name !== "progress") return false
    // The bar moves at once; the log is asked for with it.
    if (data.run_id === context.data.run.run_id) {
      context.data.run.progress = data.progress
      context.redraw()
      return false
    }
    return true
  },

  view(context) {
    if (!context.data) return [h("h1", { class: "title" }, "Run"), skeletonCards(2)]
    const { run, attempts, dead_letter: letter, arguments: own, evidence } = context.data
    return [head(context, context.data), progressBar(run, evidence), lives(run.job), letter && deadLetter(context, letter),
      h("div", { class: "two" },
        h("div", { class: "stack" }, logCard(run, evidence, context.zone), attemptList(attempts, context.zone), own !== null && own !== undefined && argumentsCard(own, run, letter)),
        h("div", { class: "stack" }, facts(context.data, context.zone)))]
  },

  keys: (context) => ({
    Escape: () => { location.hash = href("jobs", context.data?.run.job) },
    p: () => context.data?.cancellable && can("cancel") && openCancel(context.data.run, context.app),
  }),
}

const word = (run) => (run.state === "running" ? "running" : run.outcome)

function head(context, { run, cancellable, trace_url: trace }) {
  const its = word(run)
  return h("div", { class: "page-head" }, h("div", {},
    h("a", { class: "crumb", href: href("jobs", run.job) }, h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M10 3.5 5.5 8l4.5 4.5" })), run.job),
    h("h1", { class: "title" }, stateMark(kind(its) === "skip" ? "idle" : kind(its), outcomeWords[its] ?? its), " ", capital(outcomeWords[its] ?? its),
      run.dry_run && h("span", { class: "tag" }, "dry run"), run.attempt > 1 && h("span", { class: "tag" }, `attempt ${run.attempt}`)),
    h("p", {}, `${run.job}, instant `, exact(run.scheduled_at, context.zone), ` (${relative(run.scheduled_at)}), ${causes[run.cause] ?? run.cause}`),
    run.message && h("pre", { class: kind(its) === "fail" ? "log error" : "log" }, run.message)),
    h("div", { class: "actions" },
      trace && /^https?:/.test(trace) && h("a", { class: "btn", href: trace, rel: "noreferrer", target: "_blank" }, "Open the trace"),
      cancellable && can("cancel") && h("button", { class: "btn danger", type: "button", onclick: () => openCancel(run, context.app) }, "Cancel the run…")))
}

function deadLetter(context, letter) {
  const ask = (action, title, text, danger) => confirm({
    title: `${title} ${letter.job}`, action: title, danger, app: context.app, text, typed: danger ? letter.job : undefined,
    path: path("dead-letters", letter.id, action), after: () => context.reload(),
  })
  return h("div", { class: "note bad between" }, h("span", {}, `Given up after ${letter.attempts} attempts: it is a dead letter.`),
    h("span", { class: "buttons" },
      can("requeue") && h("button", { class: "btn small", type: "button", onclick: () => ask("requeue", "Requeue", "The firing runs again, with its own instant and arguments.") }, "Requeue…"),
      can("discard") && h("button", { class: "btn small danger", type: "button", onclick: () => ask("discard", "Discard", "The dead letter is thrown away; its rows of history stay.", true) }, "Discard…")))
}

function attemptList(attempts, zone) {
  return h("section", { class: "card", "aria-labelledby": "attempts-title" }, h("h2", { id: "attempts-title" }, "Attempts"),
    h("ol", { class: "attempts" }, attempts.map((one) => {
      const its = word(one), mark = kind(its)
      return h("li", { key: `${one.attempt}/${one.run_id}`, class: mark },
        h("div", { class: "between" }, h("b", { class: `${mark}-ink` }, `${one.attempt}. ${outcomeWords[its] ?? its}`),
          h("span", { class: "sub" }, one.state === "running" ? `for ${duration(now() - Date.parse(one.started_at))}` : duration(one.duration_ms))),
        h("div", { class: "sub" }, one.started_at ? ["started ", absolute(one.started_at, zone)] : "not started", ` on ${one.instance}`,
          one.lateness_ms != null && `, ${duration(one.lateness_ms)} late`),
        (one.message || one.why) && h("p", { class: "soft" }, one.message ?? one.why),
        one.will_retry && h("p", { class: "sub" }, "A retry follows."))
    })))
}

/** A dead letter keeps those of its run; else the API knows those of the job. */
const argumentsCard = (own, run, letter) =>
  h("section", { class: "card", "aria-labelledby": "arguments-title" }, h("h2", { id: "arguments-title" }, letter ? "Arguments" : "The job's arguments"),
    h("pre", { class: "log" }, JSON.stringify(own, null, 2)),
    !letter && run.cause === "run-now" && h("p", { class: "sub" }, "A run on request may have had others, which are not recorded."))

function facts({ run }, zone) {
  const fact = (title, value) => value !== null && value !== undefined && value !== false && [h("dt", {}, title), h("dd", {}, value)]
  return h("section", { class: "card", "aria-labelledby": "facts-title" }, h("h2", { id: "facts-title" }, "Facts"),
    h("dl", { class: "facts" },
      fact("Run", run.run_id && copyable(run.run_id)),
      fact("Instant", when(run.scheduled_at, zone)),
      fact("Started", run.started_at && when(run.started_at, zone)),
      fact("Ended", run.ended_at && when(run.ended_at, zone)),
      fact("Took", run.duration_ms != null && duration(run.duration_ms)),
      fact("Late by", run.lateness_ms != null && duration(run.lateness_ms)),
      fact("Replica", run.instance), fact("Lock", run.lock),
      fact("Token", run.fencing_token != null && copyable(String(run.fencing_token))),
      fact("Lease", run.lease_ends && run.state === "running" && `ends ${relative(run.lease_ends)} unless it is renewed`)))
}
