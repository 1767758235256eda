// What became of each day's instants: one stacked bar per day, and the sentence that balances.

import { h } from "../core/dom.js"
import { count } from "../core/time.js"
import { shortReason } from "../core/words.js"

const total = (map) => Object.values(map).reduce((sum, number) => sum + number, 0)

function pieces(day) {
  return [
    ["ok", day.ran, "ran"], ["fail", day.failed, "failed"],
    ...Object.entries(day.skipped).map(([reason, number]) => ["skip", number, `skipped (${shortReason(reason)})`]),
    ...Object.entries(day.missed).map(([reason, number]) => ["miss", number, `missed (${shortReason(reason)})`]),
    ["run", day.open, "open"], ["none", day.elsewhere, "decided elsewhere"], ["none", day.unrecorded, "without a row"],
  ].filter(([, number]) => number > 0)
}

/** `64 due = 50 ran + 3 failed + 7 skipped (overlap) + 4 missed (grace)`. */
export const sentence = (day) =>
  `${count(day.due)} due = ${pieces(day).map(([, number, word]) => `${count(number)} ${word}`).join(" + ") || "0"}`

export function books(data, job) {
  if (!data || data.days.length === 0) return null
  const most = Math.max(1, ...data.days.map((day) => day.due))
  const [today, ...before] = data.days
  return h("section", { class: "card books", "aria-labelledby": "books-title" },
    h("div", { class: "card-head" }, h("h2", { id: "books-title" }, "Books, today"), h("span", { class: "sub" }, today.day)),
    bar(today, Math.max(1, today.due), "today"),
    h("p", { class: "sentence" }, h("b", {}, count(today.due)), " due = ", pieces(today).map(([its, number, word], at) =>
      [at > 0 && " + ", h("span", { class: "nowrap" }, h("i", { class: `key ${its}` }), h("b", {}, count(number)), ` ${word}`)]), pieces(today).length === 0 && "0"),
    before.length > 0 && h("ol", { class: "days" }, before.map((day) => h("li", { key: day.day, title: sentence(day) },
      h("span", { class: "sub" }, dayWord(day.day)), bar(day, most), h("span", { class: "sub num" }, count(day.due)), h("span", { class: "visually-hidden" }, sentence(day))))))
}

const dayWord = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" })

function bar(day, most, extra = "") {
  let x = 0
  return h("svg", { class: `book-bar ${extra}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    h("rect", { class: "book-ground", width: 100, height: 10 }),
    pieces(day).map(([its, number, word]) => {
      const wide = (number / most) * 100
      const from = x
      x += wide
      return h("rect", { key: word, class: `fill-${its}`, x: from.toFixed(2), width: Math.max(0.4, wide).toFixed(2), height: 10 })
    }))
}
