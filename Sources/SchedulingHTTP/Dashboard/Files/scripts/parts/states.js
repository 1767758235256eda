// What a page shows when it has nothing to show: loading, failed, empty.

import { h } from "../core/dom.js"

/** Rows of the right height, so that nothing moves when the data comes. */
export const skeletonRows = (rows, tall = 58) =>
  h("div", { class: "table-frame", "aria-busy": "true", "aria-label": "Loading" }, Array.from({ length: rows }, (_, at) =>
    h("div", { class: "skeleton-row", vars: { "--tall": `${tall}px` } },
      h("span", { class: "skeleton", vars: { "--wide": `${18 + ((at * 37) % 14)}%` } }),
      h("span", { class: "skeleton", vars: { "--wide": "16%" } }), h("span", { class: "skeleton", vars: { "--wide": "20%" } }),
      h("span", { class: "skeleton", vars: { "--wide": "10%" } }))))

export const skeletonCards = (cards = 3) =>
  h("div", { class: "stack", "aria-busy": "true", "aria-label": "Loading" }, Array.from({ length: cards }, () =>
    h("div", { class: "card" }, h("span", { class: "skeleton line" }), h("span", { class: "skeleton line short" }))))

export function failed(problem, retry) {
  const title = { 0: "The server does not answer", 401: "Who are you?", 403: "You may not see this", 404: "It is not there" }[problem.status]
  return [
    h("h1", {}, title ?? "This could not be shown"),
    h("p", { class: "soft lead" }, problem.message),
    h("p", { class: "lead" }, h("button", { class: "btn", type: "button", onclick: () => retry().catch(() => {}) }, "Try again"), " ",
      h("a", { class: "btn", href: "#/jobs" }, "All jobs")),
  ]
}

export const emptyState = (title, ...content) =>
  h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), content)
