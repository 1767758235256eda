// Another trigger for a stored job, with the instants that it names before anything is changed.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { absolute, relative } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

const kinds = [["cron", "cron expression", "30 2 * * *"], ["every", "every so often", "15m"], ["file", "as in a schedule file", '{ "calendar": { "weekdays": ["mon"], "at": "09:00" } }']]

export function openReschedule(job, app) {
  const address = path("jobs", job.id, "reschedule")
  let asking = 0
  const sheet = openSheet({
    title: `Reschedule ${job.id}`,
    state: { kind: "cron", text: "", zone: job.time_zone ?? "UTC", note: "", found: undefined, problem: undefined },
    view: (sheet) => {
      const { kind, text, zone, note, found, problem } = sheet.state
      const example = kinds.find(([value]) => value === kind)[2]
      return [
        h("p", {}, "Now: ", h("b", {}, job.schedule ?? job.trigger), job.time_zone && `, ${job.time_zone}`, ". The new trigger is every replica's, and begins now: what the old one left undecided is recorded as missed."),
        row("kind", "When", h("select", { class: "field", id: "kind", value: kind, onchange: (event) => ask({ kind: event.target.value }) },
          kinds.map(([value, title]) => h("option", { value }, title)))),
        row("trigger", kind === "file" ? "Keys, in JSON" : "Expression", h(kind === "file" ? "textarea" : "input", {
          class: "field mono", id: "trigger", autofocus: true, autocomplete: "off", spellcheck: "false", value: text, placeholder: example,
          oninput: (event) => ask({ text: event.target.value }),
        })),
        kind === "cron" && row("zone", "Time zone", h("input", { class: "field", id: "zone", value: zone, oninput: (event) => ask({ zone: event.target.value }) })),
        row("note", "Note", h("input", { class: "field", id: "note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
        h("div", { class: problem ? "note bad" : "note", role: "status" }, outcome(sheet.state)),
      ]
    },
    action: "Reschedule",
    canSubmit: ({ state }) => state.found !== undefined,
    submit: async ({ state }) => {
      follow(await post(address, { trigger: trigger(state), ...(state.note ? { note: state.note } : {}) }, { ifMatch: job.etag }), app)
    },
  })

  function outcome({ found, problem, text }) {
    if (problem) return problem.message
    if (!text.trim()) return "The next instants are shown here."
    if (!found) return "Looking…"
    return [h("b", {}, found.schedule), found.next.length === 0 ? ": it names no instant any more." : ": next ",
      h("ul", {}, found.next.slice(0, 5).map((at) => h("li", { key: at }, `${absolute(at, found.time_zone)}, ${relative(at)}`)))]
  }

  async function ask(values) {
    sheet.set({ ...values, found: undefined, problem: undefined })
    const mine = ++asking
    if (!sheet.state.text.trim()) return
    await new Promise((done) => setTimeout(done, 250))
    if (mine !== asking) return
    try {
      const found = await post(address, { trigger: trigger(sheet.state) }, { query: { preview: "true" } })
      if (mine === asking) sheet.set({ found })
    } catch (problem) {
      if (mine === asking) sheet.set({ problem })
    }
  }
}

function trigger({ kind, text, zone }) {
  if (kind !== "file") return kind === "cron" ? { cron: text.trim(), timezone: zone.trim() || "UTC" } : { every: text.trim() }
  try {
    return JSON.parse(text)
  } catch {
    throw new Error("That is not JSON.")
  }
}
