// The state of a job or run as a mark: a shape as well as a colour, and a word for those who do not see it.

import { h } from "../core/dom.js"

const shapes = {
  ok: ["M3 8.5 6.5 12 13 4.5"],
  fail: [null, "M8 .8 15.2 8 8 15.2.8 8z"],
  miss: ["M8 2.5 14.5 13.5h-13z"],
  skip: ["M5.5 4v8M10.5 4v8"],
  run: ["M8 1.8a6.2 6.2 0 1 1-6.2 6.2", "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6"],
  idle: ["M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7"],
}

export function stateMark(kind, word) {
  const [stroke, fill] = shapes[kind] ?? shapes.idle
  return h("span", { class: `state ${kind}`, role: "img", "aria-label": word, title: word },
    h("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
      stroke && h("path", { d: stroke }), fill && h("path", { class: "fill", d: fill })))
}
