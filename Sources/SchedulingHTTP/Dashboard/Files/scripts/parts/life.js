// The life of what was asked for here, in place: asked, taken by a replica, started, ended. Only what the server said.

import { h, icon } from "../core/dom.js"
import { get } from "../core/api.js"
import { counted } from "../core/time.js"
import { reason, outcomeWords } from "../core/words.js"
import { announce } from "./announce.js"

const followed = new Map()
let app

const titles = {
  run: "Run now", pause: "Pause", resume: "Resume", backfill: "Backfill", cancel: "Cancel", requeue: "Requeue", discard: "Discard",
}

/** Shows a request from now on, and asks about it until it has ended. */
export function follow(request, its) {
  app = its
  followed.set(request.id, { request, askedAt: Date.now() })
  announce(`${titles[request.action] ?? request.action} ${request.job ?? ""}: ${stateWords(request)}`)
  app.redraw()
  if (isOver(request)) app.changed()
  ask(request.id, 400)
}

export function requestEvent(request) {
  if (request && followed.has(request.id)) take(request)
}

function take(request) {
  const entry = followed.get(request.id)
  if (!entry) return
  const isNews = entry.request.state !== request.state
  entry.request = request
  entry.problem = undefined
  if (isNews) announce(`${titles[request.action] ?? request.action} ${request.job ?? ""}: ${stateWords(request)}`)
  app.redraw()
  if (isNews && isOver(request)) app.changed()
}

const isOver = (request) => request.state === "ended" || request.state === "refused"

async function ask(id, wait) {
  const entry = followed.get(id)
  if (!entry || isOver(entry.request)) return
  await new Promise((done) => setTimeout(done, wait))
  if (!followed.has(id)) return
  if (!document.hidden) {
    try {
      take(await get(`requests/${encodeURIComponent(id)}`))
    } catch (problem) {
      entry.problem = problem
      app.redraw()
      if (problem.status === 404) return
    }
  }
  ask(id, Math.min(5000, wait * 1.4))
}

function stateWords(request) {
  switch (request.state) {
    case "asked": return "asked"
    case "taken": return `taken by ${request.taken_by ?? "a replica"}`
    case "started": return "started"
    case "refused": return `refused: ${request.message ?? ""}`
    default: return ended(request)
  }
}

function ended(request) {
  if (!request.outcome || request.outcome === "done") return request.message ?? "done"
  const [, word, why] = /^(\w+)(?:\((\w+)\))?$/.exec(request.outcome) ?? [null, request.outcome]
  return [outcomeWords[word] ?? word, why && reason(why), request.message].filter(Boolean).join(": ")
}

/** The lives that belong on a page: a job's, or all of them. */
export function lives(job) {
  return [...followed.values()].filter(({ request }) => !job || request.job === job || request.items.some((item) => item.job === job))
    .slice(-4).map(oneLife)
}

function oneLife({ request, problem }) {
  const steps = ["asked"]
  if (request.taken_by) steps.push(`taken by ${request.taken_by}`)
  if (request.started_at) steps.push("started")
  if (isOver(request)) steps.push(stateWords(request))
  const failed = request.state === "refused" || /^(failed|timedOut|crashed)/.test(request.outcome ?? "")
  const title = request.count > 1 ? counted(request.count, request.action === "backfill" ? "instant" : "job") : request.job
  return h("section", { class: `life ${failed ? "fail" : isOver(request) ? "ok" : ""}`, key: request.id, "aria-label": "Request" },
    h("b", {}, `${titles[request.action] ?? request.action}${request.dry_run ? " (dry run)" : ""}${title ? ` · ${title}` : ""}`),
    h("ol", {}, steps.map((text, at) => h("li", { class: at === steps.length - 1 ? "last" : "" }, text))),
    request.run_id && h("a", { class: "link", href: `#/runs/${encodeURIComponent(request.run_id)}` }, "Open the run"),
    problem && h("span", { class: "fail-ink" }, problem.message),
    h("button", { class: "btn bare small icon-only close", type: "button", "aria-label": "Close this request",
      onclick: () => { followed.delete(request.id); app.redraw() } }, icon("close")))
}
