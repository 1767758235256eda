// Five numbers above the list: the last 24 hours and the next one.

import { h } from "../core/dom.js"
import { count, duration, now, relative } from "../core/time.js"
import { shortReason } from "../core/words.js"

const long = (text) => h("span", { class: "long" }, text)
const short = (text) => h("span", { class: "short" }, text)

const stat = (title, value, detail, kind = "") =>
  h("div", { class: "stat" }, h("dt", {}, title), h("dd", { class: kind }, value), h("dd", { class: "sub cut" }, detail))

export function stats(overview, list) {
  // Until they are known they have their room: what is below them does not move under a finger.
  if (!overview) {
    return h("dl", { class: "stats", "aria-label": "The last 24 hours and the next one" },
      ["Due in the next hour", "Ran, last 24 h", "Failed", "Not run, with a reason", "Started late, p95"].map((title) => stat(title, "–", "\u00a0")))
  }
  const next = list.counts().next?.next_run
  const parts = [...sums("skipped", overview.skipped), ...sums("missed", overview.missed)].sort((a, b) => b[1] - a[1])
  const notRun = parts.reduce((sum, [, number]) => sum + number, 0)
  const rate = overview.runs > 0 ? `${percent(overview.succeeded / overview.runs)} succeeded` : "none"
  return h("dl", { class: "stats", "aria-label": "The last 24 hours and the next one" },
    stat(["Due in ", long("the next hour"), short("1 h")], count(overview.due_next_hour), next ? `next ${Date.parse(next) < now() ? "now" : relative(next)}` : "nothing is planned"),
    stat(["Ran", long(", last"), " 24 h"], count(overview.runs), rate),
    stat("Failed", count(overview.failed), overview.failed > 0 ? `${count(overview.recovered)} recovered by a retry` : "none", overview.failed > 0 ? "fail-ink" : ""),
    stat(["Not run", long(", with a reason")], count(notRun), parts.slice(0, 3).map(([word, number]) => `${count(number)} ${word}`).join(" · ") || "none"),
    stat("Started late, p95", duration(overview.lateness_ms.p95), overview.lateness_ms.worst != null ? `worst ${duration(overview.lateness_ms.worst)}` : ""))
}

const sums = (word, map) => Object.entries(map).map(([reason, number]) => [word === "missed" ? `missed (${shortReason(reason)})` : shortReason(reason), number])

function percent(ratio) {
  // Rounded down: what is not all is never shown as 100 %.
  const value = Math.floor(ratio * 10_000) / 100
  return `${value === 100 ? "100" : value.toFixed(value > 99 ? 2 : 1)} %`
}
