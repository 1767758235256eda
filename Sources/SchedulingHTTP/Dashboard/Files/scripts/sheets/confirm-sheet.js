// Confirmation of what cannot be taken back, by typing the name of the thing.

import { h } from "../core/dom.js"
import { post } from "../core/api.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

/** Asks, and sends a change to a path; with `typed`, only once that text was typed. */
export function confirm({ title, text, action, danger, typed, path, query, order = {}, app, after }) {
  openSheet({
    title, danger, action,
    state: { typed: "", note: "" },
    view: (sheet) => [
      [text].flat().map((line) => h("p", {}, line)),
      typed && row("typed", `Type ${typed} to confirm`, h("input", {
        class: "field mono", id: "typed", autocomplete: "off", spellcheck: "false", autofocus: true, value: sheet.state.typed,
        oninput: (event) => sheet.set({ typed: event.target.value }),
      })),
      row("note", "Note", h("input", {
        class: "field", id: "note", value: sheet.state.note, placeholder: "for the audit", autofocus: !typed,
        oninput: (event) => sheet.set({ note: event.target.value }),
      })),
    ],
    canSubmit: ({ state }) => !typed || state.typed.trim() === typed,
    submit: async ({ state }) => {
      follow(await post(path, { ...order, ...(state.note ? { note: state.note } : {}) }, { query }), app)
      after?.()
    },
  })
}

export function openCancel(run, app) {
  confirm({
    title: `Cancel the run of ${run.job}`, action: "Cancel the run", danger: true, app,
    text: "Its body is asked to stop, on whichever replica it goes on. A body that does not look goes on.",
    path: `runs/${encodeURIComponent(run.run_id)}/cancel`,
  })
}
