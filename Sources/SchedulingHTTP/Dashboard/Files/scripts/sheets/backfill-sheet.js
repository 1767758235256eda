// Backfill: a run for each past instant of a range, with its number asked first.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { counted, now } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

/** A time for an input of type datetime-local, in this computer's zone. */
function local(at) {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 16)
}

export function openBackfill(job, app) {
  const address = path("jobs", job.id, "backfill")
  let asking = 0
  const sheet = openSheet({
    title: `Backfill ${job.id}`,
    state: { from: local(now() - 86_400_000), through: local(now()), note: "", found: undefined, problem: undefined },
    view: (sheet) => {
      const { from, through, note, found, problem } = sheet.state
      const input = (id, value) => h("input", { class: "field", id, type: "datetime-local", value, oninput: (event) => ask({ [id]: event.target.value }) })
      return [
        h("p", {}, "Each instant of the range runs again, oldest first, with its own nominal time; under the job's locks and overlap."),
        row("from", "From", input("from", from)),
        row("through", "Through", input("through", through), "In this computer's time zone; both ends included."),
        row("note", "Note", h("input", { class: "field", id: "note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
        h("p", { class: problem ? "note bad" : "note", role: "status" },
          problem ? problem.message : found ? `${counted(found.count, "instant")} would run.` : "Counting…"),
      ]
    },
    action: ({ state }) => (state.found ? `Run ${counted(state.found.count, "instant")}` : "Backfill"),
    canSubmit: ({ state }) => state.found?.count > 0,
    submit: async ({ state }) => {
      follow(await post(address, { ...range(state), expected: state.found.count, ...(state.note ? { note: state.note } : {}) }), app)
    },
  })

  function range({ from, through }) {
    return { from: new Date(from).toISOString(), through: new Date(through).toISOString() }
  }

  async function ask(values) {
    sheet.set({ ...values, found: undefined, problem: undefined })
    const mine = ++asking
    await new Promise((done) => setTimeout(done, 250))
    if (mine !== asking) return
    try {
      if (!sheet.state.from || !sheet.state.through) throw new Error("Name both ends.")
      const found = await post(address, range(sheet.state), { query: { count: "true" } })
      if (mine === asking) sheet.set({ found })
    } catch (problem) {
      if (mine === asking) sheet.set({ problem })
    }
  }
  ask({})
}
