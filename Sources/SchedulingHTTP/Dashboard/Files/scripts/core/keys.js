// The keyboard: one letter each, never while something is being typed, and never with a modifier that belongs to the browser.

let pageKeys = {}
let waitingForPage = 0

export const pageLetters = { j: "jobs", t: "timeline", a: "attention", f: "fleet", d: "dead-letters", u: "audit" }

/** What the shown page does with a key: `{ r: (event) => … }`. */
export function usePageKeys(keys) { pageKeys = keys ?? {} }

export function listenToKeys({ go, help }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (document.querySelector("dialog[open]") || isTyping(event.target)) return
    const key = event.key
    if (waitingForPage && Date.now() - waitingForPage < 1500) {
      waitingForPage = 0
      if (pageLetters[key]) { event.preventDefault(); return go(pageLetters[key]) }
    }
    if (key === "g") { waitingForPage = Date.now(); return }
    if (key === "?") { event.preventDefault(); return help() }
    if (pageKeys[key]) { if (pageKeys[key](event) !== false) event.preventDefault() }
  })
}

function isTyping(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
}

export const keyHelp = [
  ["/", "search"], ["j  k", "next and previous row"], ["enter", "open the row"], ["r", "run now"],
  ["p", "pause or resume"], ["esc", "close, or leave the search"],
  ["g j", "Jobs"], ["g t", "Timeline"], ["g a", "Attention"], ["g f", "Fleet"], ["g d", "Dead letters"], ["g u", "Audit"],
  ["?", "this list"],
]
