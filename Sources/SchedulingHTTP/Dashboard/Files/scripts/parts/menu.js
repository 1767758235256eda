// A small menu beside the button that opens it.

import { h, render } from "../core/dom.js"

let close

/** Opens a menu of `[title, act]` below an element. */
export function openMenu(button, items) {
  close?.()
  const box = document.createElement("div")
  box.className = "menu"
  box.setAttribute("role", "menu")
  render(box, items.map(([title, act]) => h("button", { type: "button", role: "menuitem", onclick: () => { close(true); act() } }, title)))
  document.body.append(box)
  const from = button.getBoundingClientRect()
  box.style.setProperty("left", `${Math.max(8, Math.min(innerWidth - box.offsetWidth - 8, from.right - box.offsetWidth))}px`)
  const below = from.bottom + 4
  box.style.setProperty("top", `${below + box.offsetHeight > innerHeight - 8 ? from.top - box.offsetHeight - 4 : below}px`)
  const away = (event) => { if (!box.contains(event.target)) close() }
  close = (isChoice) => {
    close = undefined
    box.remove()
    removeEventListener("pointerdown", away, true)
    removeEventListener("scroll", away, true)
    if (isChoice || document.activeElement === document.body) button.focus()
  }
  box.onkeydown = (event) => {
    const buttons = [...box.children], at = buttons.indexOf(document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) { event.preventDefault(); buttons[(at + step + buttons.length) % buttons.length].focus() }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(true) }
    event.stopPropagation()
  }
  addEventListener("pointerdown", away, true)
  addEventListener("scroll", away, true)
  box.firstChild.focus()
}
