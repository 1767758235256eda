// Dead letters: what was given up, by what went wrong.

import { h } from "../core/dom.js"
import { get, path } from "../core/api.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { absolute, count, counted } from "../core/time.js"
import { outcomeWords } from "../core/words.js"
import { lives } from "../parts/life.js"
import { emptyState, skeletonCards } from "../parts/states.js"
import { inline } from "../parts/times.js"
import { confirm } from "../sheets/confirm-sheet.js"

export const page = {
  name: "dead-letters",
  title: () => "Dead letters",

  async load(context, signal) {
    context.data = await get("dead-letters", { limit: 500 }, signal)
  },

  view(context) {
    if (!context.data) return [h("div", { class: "page-head" }, h("h1", {}, "Dead letters")), skeletonCards(2)]
    const { groups, total } = context.data
    return [h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Dead letters"),
      h("p", {}, total === 0 ? "" : `${counted(total, "firing was", "firings were")} given up after all attempts; ${counted(groups.length, "message")}.`))), lives(),
      total === 0 ? emptyState("Nothing was given up.", h("p", {}, "A firing that fails in all its attempts is kept here until it is requeued or discarded."))
        : h("div", { class: "stack" }, groups.map((group) => groupCard(context, group)))]
  },
}

/** All letters of a group: its jobs and its message. */
function openGroup(context, group, action) {
  const isDiscard = action === "discard"
  const title = isDiscard ? "Discard" : "Requeue"
  confirm({
    title: `${title} ${counted(group.count, "dead letter")}`, action: `${title} ${count(group.count)}`, danger: isDiscard, app: context.app,
    text: [group.message ?? "Without a message.", `Of ${Object.keys(group.jobs).join(", ")}. ${isDiscard ? "They are thrown away; their rows of history stay." : "Each firing runs again, with its own instant and arguments."}`],
    typed: isDiscard || group.count > 1 ? String(group.count) : undefined, order: { expected: group.count },
    path: `dead-letters/${action}`, query: { job: Object.keys(group.jobs), message: group.message ?? undefined }, after: () => context.reload(),
  })
}

function groupCard(context, group) {
  const isOpen = context.state[group.message] ?? group.count <= 3
  return h("section", { class: "card", key: group.message ?? "" },
    h("div", { class: "between top" }, h("div", {}, h("h2", { class: "message" }, group.message ?? "No message"),
      h("p", { class: "sub" }, `${counted(group.count, "time")}, last `, inline(group.last_at), ", first ", inline(group.first_at), " · ",
        Object.entries(group.jobs).slice(0, 6).map(([job, number], at) => [at > 0 && ", ", h("a", { class: "link", href: href("jobs", job) }, job), number > 1 && ` (${number})`]))),
      h("div", { class: "buttons" },
        can("requeue") && h("button", { class: "btn small", type: "button", onclick: () => openGroup(context, group, "requeue") }, group.count > 1 ? `Requeue all ${count(group.count)}…` : "Requeue…"),
        can("discard") && h("button", { class: "btn small danger", type: "button", onclick: () => openGroup(context, group, "discard") }, group.count > 1 ? "Discard all…" : "Discard…"))),
    group.count > 1 && h("button", { class: "btn bare small fold-button", type: "button", "aria-expanded": String(isOpen),
      onclick: () => { context.state[group.message] = !isOpen; context.redraw() } }, isOpen ? "Hide them" : `Show ${count(group.letters.length)}`),
    isOpen && h("ul", { class: "lines" }, group.letters.map((letter) => letterRow(context, letter, group.count > 1))))
}

function letterRow(context, letter, isOfMany) {
  const ask = (action, title, text, typed) => confirm({ title: `${title} ${letter.job}`, action: title, danger: Boolean(typed), typed, text, app: context.app,
    path: path("dead-letters", letter.id, action), after: () => context.reload() })
  return h("li", { key: letter.id, class: "between top" },
    h("div", {}, h("a", { class: "strong", href: href("jobs", letter.job) }, letter.job), h("span", { class: "soft" }, `, instant ${absolute(letter.scheduled_at)}`),
      h("div", { class: "sub" }, `${outcomeWords[letter.outcome.split("(")[0]] ?? letter.outcome} after ${counted(letter.attempts, "attempt")}, given up `, inline(letter.at), " · ", h("a", { class: "link", href: href("runs", letter.id) }, "run")),
      letter.arguments !== null && h("code", { class: "mono faint" }, JSON.stringify(letter.arguments))),
    isOfMany && h("div", { class: "buttons" },
      can("requeue") && h("button", { class: "btn small", type: "button", "aria-label": `Requeue ${letter.job}`, onclick: () => ask("requeue", "Requeue", "The firing runs again, with its own instant and arguments.") }, "Requeue…"),
      can("discard") && h("button", { class: "btn small danger", type: "button", "aria-label": `Discard ${letter.job}`, onclick: () => ask("discard", "Discard", "It is thrown away; its rows of history stay.", letter.job) }, "Discard…")))
}
