// An id or token in full, copied by a click.

import { h } from "../core/dom.js"
import { announce } from "./announce.js"

export function copyable(text, shown = text) {
  return h("button", {
    class: "copy", type: "button", title: "Copy",
    onclick: async (event) => {
      const button = event.currentTarget
      try {
        await navigator.clipboard.writeText(text)
      } catch {
        // Without https there is no clipboard: select the text, so that it can be copied by hand.
        getSelection().selectAllChildren(button)
        return
      }
      announce("copied")
      button.classList.add("done")
      setTimeout(() => button.classList.remove("done"), 1200)
    },
  }, shown)
}
