// One action for all jobs that the filters let through. The server counts first; the number is typed to confirm it, and sent
// with the order, so that nothing happens when another number would be touched.

import { h } from "../core/dom.js"
import { post } from "../core/api.js"
import { count, counted } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"
import { canPause, pauseFields, pauseOrder, pauseState } from "./pause-sheet.js"

const actions = {
  run: ["Run", "jobs/run", "Each job is asked for one run with its own arguments."],
  pause: ["Pause", "jobs/pause", "Their instants are skipped and recorded as paused. Runs that go on are not stopped."],
  resume: ["Resume", "jobs/resume", "Their instants run again."],
  cancel: ["Cancel the runs of", "runs/cancel", "The bodies that go on are asked to stop."],
  requeue: ["Requeue the dead letters of", "dead-letters/requeue", "Each firing that was given up runs again."],
  discard: ["Discard the dead letters of", "dead-letters/discard", "They are thrown away; their rows of history stay."],
}

export function openBulk(action, selector, words, app) {
  const [verb, address, meaning] = actions[action]
  const isLetters = address.startsWith("dead")
  const noun = (number) => counted(number, isLetters ? "dead letter" : action === "cancel" ? "run" : "job")
  const sheet = openSheet({
    title: `${verb} all ${words}`,
    danger: action === "cancel" || action === "discard",
    state: { found: undefined, problem: undefined, typed: "", ...pauseState() },
    view: (sheet) => {
      const { found, problem, typed } = sheet.state
      if (problem) return h("p", { class: "note bad", role: "alert" }, problem.message)
      if (!found) return h("p", {}, "Counting…")
      const rest = found.count - found.jobs.length
      return [
        h("p", {}, h("b", {}, noun(found.count)), ". ", meaning),
        h("ul", { class: "names", "aria-label": "The first of them" }, found.jobs.map((id) => h("li", {}, id)),
          !isLetters && action !== "cancel" && rest > 0 && h("li", { class: "faint" }, `and ${count(rest)} more`)),
        action === "pause" && pauseFields(sheet),
        found.count > 0 && row("typed", `Type ${found.count} to confirm`, h("input", {
          class: "field mono", id: "typed", inputmode: "numeric", autocomplete: "off", value: typed, autofocus: action !== "pause",
          oninput: (event) => sheet.set({ typed: event.target.value }),
        })),
      ]
    },
    action: ({ state }) => (state.found ? `${verb} ${noun(state.found.count)}` : verb),
    canSubmit: ({ state }) => state.found?.count > 0 && state.typed.trim() === String(state.found.count) && (action !== "pause" || canPause({ state })),
    submit: async ({ state }) => {
      const order = { ...(action === "pause" ? pauseOrder(state) : {}), expected: state.found.count }
      follow(await post(address, order, { query: selector }), app)
    },
  })
  post(address, {}, { query: { ...selector, count: "true" } }).then((found) => sheet.set({ found }), (problem) => sheet.set({ problem }))
}
