// Attention: what needs me? Cards in order of urgency, each with the buttons that help.

import { h } from "../core/dom.js"
import { get } from "../core/api.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { counted, relative } from "../core/time.js"
import { stateMark } from "../parts/icons.js"
import { lives } from "../parts/life.js"
import { emptyState, skeletonCards } from "../parts/states.js"
import { inline } from "../parts/times.js"
import { remedy } from "../sheets/remedy-sheet.js"

const marks = { critical: "fail", warning: "miss", notice: "idle" }

export const page = {
  name: "attention",
  title: () => "Attention",

  async load(context, signal) {
    context.data = context.app.attention = await get("attention", {}, signal)
  },

  view(context) {
    if (!context.data) return [h("div", { class: "page-head" }, h("h1", {}, "Attention")), skeletonCards(3)]
    // The header's question may have a newer answer.
    const attention = context.app.attention ?? context.data
    const { cards } = attention
    return [h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Attention"), h("p", {}, words(cards)))), lives(),
      cards.length === 0 ? calm(attention) : h("ol", { class: "stack cards" }, cards.map((card) => cardView(context, card)))]
  },

  keys: () => ({ j: () => step(1), k: () => step(-1) }),
}

function words(cards) {
  const of = (severity) => cards.filter((card) => card.severity === severity).length
  const parts = [[of("critical"), "critical"], [of("warning"), "warning"], [of("notice"), "to know"]].filter(([number]) => number > 0)
  return parts.map(([number, word]) => (word === "warning" ? counted(number, word) : `${number} ${word}`)).join(" · ")
}

const calm = ({ jobs, next_run: next, next_job: job }) => emptyState("Nothing needs you.", h("p", {}, counted(jobs, "job"),
  next && [", next ", h("a", { class: "link", href: href("jobs", job) }, job), ` ${relative(next)}`], "."))

function cardView(context, card) {
  return h("li", { key: card.id, class: `card attention-card ${card.severity}`, tabindex: "-1" },
    h("div", { class: "attention-mark" }, stateMark(marks[card.severity], card.severity)),
    h("div", { class: "attention-text" },
      h("h2", {}, card.job ? h("a", { href: href("jobs", card.job) }, card.title) : card.title,
        card.count > 1 && !card.title.includes(card.count) && h("span", { class: "tag" }, card.count)),
      h("p", { class: "soft" }, card.detail),
      card.since && h("p", { class: "sub" }, inline(card.since), ` · ${card.kind.replaceAll("-", " ")}`)),
    h("div", { class: "attention-actions" },
      card.run_id && h("a", { class: "btn small", href: href("runs", card.run_id) }, "Open the run"),
      card.remedies.filter((one) => one.action === "read" || can(one.action)).map((one) => remedyButton(context, card, one))))
}

function remedyButton(context, card, one) {
  if (one.action === "read") {
    const target = pageOf(one.path)
    return target && h("a", { class: "btn small", key: one.label, href: target }, one.label)
  }
  return h("button", { class: "btn small", key: one.label, type: "button", onclick: () => remedy(card, one, context.app) }, `${one.label}…`)
}

/** The page that shows a resource of the API. */
function pageOf(path) {
  const [name, id] = path.split("?")[0].split("/")
  const known = { "dead-letters": "dead-letters", fleet: "fleet", locks: "fleet", audit: "audit", forecast: "timeline", jobs: "jobs", runs: "runs" }[name]
  return known && `#/${known}${id && (known === "jobs" || known === "runs") ? `/${id}` : ""}`
}

function step(by) {
  const cards = [...document.querySelectorAll(".attention-card")]
  const at = cards.findIndex((card) => card.contains(document.activeElement))
  cards[Math.max(0, Math.min(cards.length - 1, at + by))]?.focus()
}
