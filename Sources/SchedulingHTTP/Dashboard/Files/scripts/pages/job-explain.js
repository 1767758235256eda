// Why did it run, or not, at an instant? Asked of the scheduler, answered in its words.

import { h } from "../core/dom.js"
import { get } from "../core/api.js"
import { absolute } from "../core/time.js"
import { openSheet } from "../parts/sheet.js"
import { inline } from "../parts/times.js"

const ask = (job, at) => get("explain", { job: job.id, at: new Date(at).toISOString() })

/** The answer about a row, in a sheet. */
export function showWhy(job, at) {
  const sheet = openSheet({
    title: `${job.id} at ${absolute(at, job.time_zone)}`,
    view: ({ state }) => state.problem ? h("p", { class: "note bad", role: "alert" }, state.problem.message)
      : state.answer ? answerView(state.answer, job) : h("p", {}, "Asking…"),
  })
  ask(job, at).then((answer) => sheet.set({ answer }), (problem) => sheet.set({ problem }))
}

function answerView(answer, job) {
  return [h("p", { class: "answer" }, answer.sentence),
    h("dl", { class: "facts" },
      answer.instance && [h("dt", {}, "Replica"), h("dd", {}, answer.instance)],
      answer.previous && [h("dt", {}, "Instant before"), h("dd", {}, absolute(answer.previous, job.time_zone))],
      answer.next && [h("dt", {}, "Instant after"), h("dd", {}, absolute(answer.next, job.time_zone))]),
    answer.run_id && h("p", {}, h("a", { class: "link", href: `#/runs/${encodeURIComponent(answer.run_id)}`, onclick: (event) => event.target.closest("dialog").close() }, "Open the run"))]
}

/** A question about any time, also one that has no row. */
export function explainForm(context, job) {
  const state = (context.explain ??= { at: "", answer: null, problem: null })
  const submit = async (event) => {
    event.preventDefault()
    if (!state.at) return
    try {
      Object.assign(state, { answer: await ask(job, state.at), problem: null })
    } catch (problem) {
      Object.assign(state, { answer: null, problem })
    }
    context.redraw()
  }
  return h("section", { class: "card", "aria-labelledby": "explain-title" },
    h("h2", { id: "explain-title" }, "Why did it run, or not, at…"),
    h("form", { class: "inline-form", onsubmit: submit },
      h("input", { class: "field", type: "datetime-local", step: "1", value: state.at, "aria-label": "Time, in this computer's zone", oninput: (event) => { state.at = event.target.value } }),
      h("button", { class: "btn", type: "submit" }, "Explain")),
    h("div", { role: "status" }, state.problem && h("p", { class: "note bad" }, state.problem.message),
      state.answer && [h("p", { class: "sub" }, inline(state.answer.instant, job.time_zone), ` · ${absolute(state.answer.instant, job.time_zone)}`), answerView(state.answer, job)]))
}
