// The keyboard in one list.

import { h } from "../core/dom.js"
import { keyHelp } from "../core/keys.js"
import { openSheet } from "../parts/sheet.js"

export function showKeys() {
  openSheet({
    title: "Keyboard",
    view: () => h("dl", { class: "keys-list" }, keyHelp.map(([keys, what]) =>
      [h("dt", {}, keys.split(/\s+/).map((key) => [h("kbd", {}, key), " "])), h("dd", {}, what)])),
  })
}
