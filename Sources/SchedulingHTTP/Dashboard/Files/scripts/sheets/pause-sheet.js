// Pause with a note and an end, and resume: of one job, or of everything.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { absolute, now, relative } from "../core/time.js"
import { follow } from "../parts/life.js"
import { pauseWords } from "../parts/pause-bar.js"
import { openSheet, row } from "../parts/sheet.js"

const ends = [["", "until somebody resumes it"], ["1", "for 1 hour"], ["4", "for 4 hours"], ["24", "for 24 hours"], ["at", "until a time…"]]

/** The controls of a pause, also for many jobs at once. */
export function pauseFields(sheet, zone) {
  const { note, end, at } = sheet.state
  const until = pauseEnd(sheet.state)
  return [
    row("pause-note", "Why", h("input", {
      class: "field", id: "pause-note", autofocus: true, maxlength: "500", value: note, placeholder: "shown beside the job and in the audit",
      oninput: (event) => sheet.set({ note: event.target.value }),
    })),
    row("pause-end", "How long", h("select", { class: "field", id: "pause-end", value: end, onchange: (event) => sheet.set({ end: event.target.value }) },
      ends.map(([value, title]) => h("option", { value }, title))), until && until > now() ? `Ends ${relative(until)}: ${absolute(until, zone)}` : undefined),
    end === "at" && row("pause-at", "Until", h("input", {
      class: "field", id: "pause-at", type: "datetime-local", value: at, oninput: (event) => sheet.set({ at: event.target.value }),
    }), until && until <= now() ? "That is past." : "In this computer's time zone.", until && until <= now()),
  ]
}

export const pauseState = () => ({ note: "", end: "", at: "" })

function pauseEnd({ end, at }) {
  if (end === "at") return at ? new Date(at).getTime() : undefined
  return end ? now() + Number(end) * 3_600_000 : undefined
}

export const canPause = ({ state }) => state.end !== "at" || pauseEnd(state) > now()

export function pauseOrder(state) {
  const until = pauseEnd(state)
  return { ...(state.note ? { note: state.note } : {}), ...(until ? { until: new Date(until).toISOString() } : {}) }
}

export function openPause(job, app) {
  openSheet({
    title: job ? `Pause ${job.id}` : "Pause everything",
    state: pauseState(),
    view: (sheet) => [
      h("p", {}, job ? "Its instants are skipped and recorded as paused. A run that goes on is not stopped."
        : "No job of the fleet starts until this is lifted. Runs that go on are not stopped."),
      pauseFields(sheet, job?.time_zone),
    ],
    action: job ? "Pause" : "Pause everything",
    canSubmit: canPause,
    submit: async ({ state }) => {
      follow(await post(job ? path("jobs", job.id, "pause") : "pause", pauseOrder(state), { ifMatch: job?.etag }), app)
    },
  })
}

export function openResume(job, app) {
  const pause = job ? job.pause : app.fleet?.pause
  openSheet({
    title: job ? `Resume ${job.id}` : "Resume everything",
    state: { note: "" },
    view: (sheet) => [
      pause && h("p", {}, `Paused${pauseWords(pause, job?.time_zone)}.`),
      job?.pause?.scope === "everything" && h("p", { class: "note warn" }, "Everything is paused: resuming this job alone does not start it."),
      row("resume-note", "Note", h("input", {
        class: "field", id: "resume-note", autofocus: true, value: sheet.state.note, placeholder: "for the audit",
        oninput: (event) => sheet.set({ note: event.target.value }),
      })),
    ],
    action: "Resume",
    submit: async ({ state }) => {
      const order = state.note ? { note: state.note } : {}
      follow(await post(job ? path("jobs", job.id, "resume") : "resume", order, { ifMatch: job?.etag }), app)
    },
  })
}
