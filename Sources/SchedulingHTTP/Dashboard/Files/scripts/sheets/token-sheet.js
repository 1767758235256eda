// Where the host asks who one is: a bearer token, kept in this tab until it is closed.

import { h } from "../core/dom.js"
import { token } from "../core/api.js"
import { openSheet, row } from "../parts/sheet.js"

let isOpen = false

export function askForToken(done) {
  if (isOpen) return
  isOpen = true
  openSheet({
    title: "A token is needed",
    state: { text: "" },
    view: (sheet) => [
      h("p", {}, token.value ? "The host refused the token that this page sent." : "The host asks who you are."),
      row("token", "Bearer token", h("input", {
        class: "field mono", id: "token", type: "password", autocomplete: "off", autofocus: true, value: sheet.state.text,
        oninput: (event) => sheet.set({ text: event.target.value }),
      }), "Kept until this tab is closed; sent only to this server."),
    ],
    action: "Use this token",
    canSubmit: (sheet) => sheet.state.text.trim() !== "",
    submit: (sheet) => { token.value = sheet.state.text.trim(); done() },
    closed: () => { isOpen = false },
  })
}
