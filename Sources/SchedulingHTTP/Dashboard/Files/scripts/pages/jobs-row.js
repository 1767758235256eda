// One job in the list; on a phone, a card of two lines.

import { h, icon, lazy } from "../core/dom.js"
import { instants, line, ownerWords, scheduleWords, stateKind, stateWords } from "../core/job-words.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { absolute, duration, now, relative, zone } from "../core/time.js"
import { stateMark } from "../parts/icons.js"
import { openMenu } from "../parts/menu.js"
import { strip } from "../parts/strip.js"
import { openBackfill } from "../sheets/backfill-sheet.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

const phone = matchMedia("(max-width: 760px)")

/** The height of a row in pixels: rows that are not made have to have one. */
export const tall = () => (phone.matches ? 78 : 58)

export function jobRow(context, job, at) {
  const isOn = context.at === at
  // The texts that change with time are inputs: a row is made again only when one of them differs.
  const next = job.next_run ? relative(Date.parse(job.next_run) < now() ? now() : job.next_run) : ""
  return lazy(job.id, [job, at, isOn, next, zone.choice, can("run"), can("pause"), can("resume"), Math.floor(Date.now() / 60_000)],
    () => row(context, job, at, isOn, next))
}

function row(context, job, at, isOn, next) {
  const its = line(job)
  return h("tr", { class: isOn ? "on" : "", "data-row": String(at), "aria-rowindex": String(at + 2),
    onclick: (event) => { if (!event.target.closest("a, button, .strip")) location.hash = href("jobs", job.id) } },
    h("td", { class: "c-state" }, stateMark(stateKind(job), stateWords(job.state))),
    h("td", { class: "c-job" },
      h("div", { class: "cut" }, h("a", { class: "strong", href: href("jobs", job.id) }, job.id),
        job.tags.slice(0, 2).map((tag) => [" ", h("span", { class: "tag" }, tag)])),
      h("div", { class: `cut line ${its.kind === "sub" ? "sub" : `${its.kind}-ink`}`, title: its.text }, its.text)),
    h("td", { class: "c-schedule" }, h("div", { class: "cut", title: job.trigger }, scheduleWords(job) ?? "on other replicas"), h("div", { class: "sub cut" }, job.time_zone ?? "")),
    h("td", { class: "c-strip" }, strip(instants(job.strip), { zone: job.time_zone, name: job.id })),
    h("td", { class: "c-next" }, nextCell(job, next)),
    h("td", { class: "c-late num" }, duration(job.lateness_p95_ms)),
    h("td", { class: "c-owner" }, h("div", { class: "cut" }, ownerWords(job.owner) || "–"),
      job.owner?.accountable && job.owner.accountable !== ownerWords(job.owner) && h("div", { class: "sub cut" }, job.owner.accountable)),
    h("td", { class: "c-act" }, actions(context, job)))
}

function nextCell(job, next) {
  if (job.paused) return [h("div", {}, "paused"), h("div", { class: "sub cut" }, job.next_run ? `would be ${absolute(job.next_run, job.time_zone)}` : "")]
  if (!job.next_run) return [h("div", { class: "soft" }, job.state === "finished" ? "finished" : "when it happens"), h("div", { class: "sub" }, " ")]
  return h("time", { datetime: job.next_run }, h("div", {}, next), h("div", { class: "sub cut" }, absolute(job.next_run, job.time_zone)))
}

function actions(context, job) {
  const items = [
    can("pause") && !job.paused && ["Pause…", () => openPause(job, context.app)],
    can("resume") && job.paused && ["Resume…", () => openResume(job, context.app)],
    can("backfill") && ["Backfill…", () => openBackfill(job, context.app)],
  ].filter(Boolean)
  if (!can("run") && items.length === 0) return null
  return h("div", { class: "row-actions" },
    can("run") && h("button", { class: "btn small", type: "button", "aria-label": `Run ${job.id}`, onclick: () => openRun(job, context.app) }, "Run…"),
    items.length > 0 && h("button", { class: "btn small icon-only", type: "button", "aria-label": `More for ${job.id}`, "aria-haspopup": "menu",
      onclick: (event) => openMenu(event.currentTarget, items) }, icon("more")))
}
