// A sheet: a modal dialog for one action. Escape and a click beside it close it; focus returns to where it was.

import { h, icon, render } from "../core/dom.js"

/**
 * Opens a sheet. `view(sheet)` describes its body, `submit(sheet)` acts and may return false to keep it open;
 * what it throws is shown beside the buttons, where the server's words say what is missing.
 */
export function openSheet({ title, view, action, danger, submit, canSubmit = () => true, state = {}, closed }) {
  const dialog = document.createElement("dialog")
  dialog.className = "sheet"
  const sheet = { state, error: undefined, isBusy: false, close: () => dialog.close(), draw, set }
  let came = document.activeElement

  function set(values) {
    Object.assign(sheet.state, values)
    draw()
  }

  async function send(event) {
    event.preventDefault()
    if (sheet.isBusy || !canSubmit(sheet)) return
    sheet.isBusy = true
    sheet.error = undefined
    draw()
    try {
      if ((await submit(sheet)) !== false) return dialog.close()
    } catch (error) {
      sheet.error = error.message
    }
    sheet.isBusy = false
    draw()
  }

  function draw() {
    render(dialog, h("form", { onsubmit: send, "aria-labelledby": "sheet-title", method: "dialog" },
      h("div", { class: "sheet-head" }, h("h2", { id: "sheet-title" }, title),
        h("button", { class: "btn bare small icon-only", type: "button", "aria-label": "Close", onclick: sheet.close }, icon("close"))),
      h("div", { class: "sheet-body" }, view(sheet)),
      h("div", { class: "sheet-foot" },
        sheet.error && h("p", { class: "why", role: "alert" }, sheet.error),
        h("button", { class: "btn", type: "button", onclick: sheet.close }, action ? "Cancel" : "Close"),
        action && h("button", {
          class: danger ? "btn danger" : "btn go", type: "submit", disabled: sheet.isBusy || !canSubmit(sheet),
        }, typeof action === "function" ? action(sheet) : action))))
  }

  dialog.addEventListener("close", () => {
    dialog.remove()
    closed?.()
    if (came?.isConnected) came.focus()
  })
  dialog.addEventListener("pointerdown", (event) => { if (event.target === dialog) dialog.close() })
  document.body.append(dialog)
  draw()
  dialog.showModal()
  dialog.querySelector("[autofocus]")?.focus()
  return sheet
}

/** A labelled row of a sheet. */
export const row = (id, label, control, help, isBad) =>
  h("div", { class: "row" }, h("label", { for: id }, label), control,
    help && h("p", { class: `help ${isBad ? "bad" : ""}`, id: `${id}-help` }, help))
