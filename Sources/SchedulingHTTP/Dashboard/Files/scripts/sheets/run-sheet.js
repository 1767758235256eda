// Run now: arguments, dry run, overlap and a note; then the request's life in place.

import { h } from "../core/dom.js"
import { get, path, post } from "../core/api.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

const overlaps = [
  ["", "As the job says"], ["skip", "Skip if it is running"], ["queueOne", "Wait for the run that goes on"],
  ["allow", "Run beside it"], ["cancelPrevious", "Cancel the run that goes on"],
]

const redacted = '"[redacted]"'

/** What is wrong with a text that should be JSON; nothing when it is right or empty. */
export function jsonFault(text) {
  if (text.trim() === "") return undefined
  try {
    JSON.parse(text)
    return text.includes(redacted) ? "Write the real value in place of each [redacted], or leave the text as it was." : undefined
  } catch (error) {
    return `Not JSON yet: ${error.message.replace(/^JSON\.parse: /, "")}`
  }
}

export function openRun(job, app) {
  const sheet = openSheet({
    title: `Run ${job.id} now`,
    state: { text: "", touched: false, isDryRun: false, overlap: "", note: "", own: undefined, original: "" },
    view: (sheet) => {
      const { text, isDryRun, overlap, note, own } = sheet.state
      const fault = sheet.state.touched && jsonFault(text)
      return [
        job.paused && h("p", { class: "note warn" }, "The job is paused. A run that is asked for starts anyway."),
        row("arguments", "Arguments", h("textarea", {
          class: "field", id: "arguments", rows: Math.min(10, Math.max(3, text.split("\n").length)), spellcheck: "false", autofocus: true,
          value: text, "aria-invalid": fault ? "true" : undefined, "aria-describedby": "arguments-help", placeholder: own === null ? "none" : "",
          oninput: (event) => sheet.set({ text: event.target.value, touched: event.target.value !== sheet.state.original }),
        }), fault || "JSON, instead of the job's own. Leave it as it is to start the run as the schedule would.", Boolean(fault)),
        h("label", { class: "check" }, h("input", { type: "checkbox", id: "dry-run", checked: isDryRun, onchange: (event) => sheet.set({ isDryRun: event.target.checked }) }),
          h("div", {}, "Dry run", h("span", {}, "The body sees that it may change nothing, and no lock is taken. A body that ignores this does its full work."))),
        row("overlap", "If it is running", h("select", { class: "field", id: "overlap", value: overlap, onchange: (event) => sheet.set({ overlap: event.target.value }) },
          overlaps.map(([value, title]) => h("option", { value }, title)))),
        row("run-note", "Note", h("input", { class: "field", id: "run-note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
      ]
    },
    action: (sheet) => (sheet.state.isDryRun ? "Start a dry run" : "Run now"),
    canSubmit: ({ state }) => !state.touched || !jsonFault(state.text),
    submit: async ({ state }) => {
      const order = { dry_run: state.isDryRun }
      if (state.touched && state.text.trim() !== "") order.arguments = JSON.parse(state.text)
      if (state.overlap) order.overlap = state.overlap
      if (state.note) order.note = state.note
      follow(await post(path("jobs", job.id, "run"), order), app)
    },
  })
  get(path("jobs", job.id)).then((detail) => {
    if (sheet.state.touched) return
    const text = detail.arguments === null ? "" : JSON.stringify(detail.arguments, null, 2)
    sheet.set({ own: detail.arguments, text, original: text })
  }, () => {})
}
