// What is around every page: the name of the place, the pages, the zone, and whether what is shown is up to date.

import { h, icon, render } from "../core/dom.js"
import { live, retryNow } from "../core/live.js"
import { session } from "../core/session.js"
import { isDark, toggleTheme } from "../core/theme.js"
import { counted, duration, zone } from "../core/time.js"
import { showKeys } from "../sheets/keys-sheet.js"
import { pauseBar } from "./pause-bar.js"

const pages = [
  ["jobs", "Jobs", "jobs"], ["timeline", "Timeline", "timeline"], ["attention", "Attention", "attention"],
  ["fleet", "Fleet", "fleet"], ["dead-letters", ["Dead ", "letters"], "dead"], ["audit", "Audit", "audit"],
]

let isFirst = true

export function shell(app) {
  const top = document.getElementById("top")
  // What the file has for the first paint makes room.
  if (isFirst) top.replaceChildren()
  isFirst = false
  render(top, bar(app))
  render(document.getElementById("bars"), live.state === "stale" && stale(app), pauseBar(app))
  render(document.getElementById("bottom"), pages.map(([name, title, mark]) => pageLink(app, name, title, mark)))
}

function bar(app) {
  return h("div", { class: "top-row" },
    h("a", { class: "brand", href: "#/jobs", "aria-label": "Scheduler, jobs" }, logo(), h("span", {}, "Scheduler")),
    session.environment.name && h("span", { class: "env cut", title: "Environment" }, session.environment.name),
    readOnly(app),
    h("nav", { class: "pages", "aria-label": "Pages" }, pages.map(([name, title]) => pageLink(app, name, title))),
    h("div", { class: "top-end" }, zoneSwitch(app), liveness(app),
      h("button", { class: "btn bare small icon-only theme", type: "button", "aria-label": isDark() ? "Light colours" : "Dark colours",
        title: isDark() ? "Light colours" : "Dark colours", onclick: () => { toggleTheme(); app.redraw() } }, themeIcon()),
      h("button", { class: "btn bare small icon-only keys", type: "button", "aria-label": "Keyboard", title: "Keyboard (?)", onclick: showKeys },
        h("kbd", {}, "?"))))
}

function pageLink(app, name, title, mark) {
  const cards = name === "attention" ? app.attention?.cards.filter((card) => card.severity !== "notice").length : 0
  const isHere = app.route.name === name || (name === "jobs" && app.route.name === "runs")
  return h("a", { key: name, href: `#/${name}`, "aria-current": isHere ? "page" : undefined }, mark && icon(mark),
    Array.isArray(title) ? (mark ? "Letters" : title.join("")) : title, cards > 0 && h("span", { class: "badge" }, cards, h("span", { class: "visually-hidden" }, " need somebody")))
}

/** Said where nothing may be changed: actions are absent then, and this is why. */
function readOnly(app) {
  if (session.isKnown && session.asks_for_credentials) {
    return h("button", { class: "btn small", type: "button", title: "Changes need credentials", onclick: app.signIn }, "Sign in…")
  }
  if (!session.isKnown || Object.entries(session.may).some(([action, may]) => may && action !== "read")) return null
  return h("span", { class: "tag", title: session.why_not ?? "You have not got the right to change anything." }, "Read-only")
}

function zoneSwitch(app) {
  const choices = [["job", ["Job", h("span", { class: "long" }, "'s zone")]], ["local", "Local"], ["utc", "UTC"]]
  return h("div", { class: "seg", role: "group", "aria-label": "Time zone" }, choices.map(([value, title]) =>
    h("button", { type: "button", "aria-pressed": String(zone.choice === value),
      onclick: () => { zone.choice = value; app.redraw() } }, title)))
}

function liveness(app) {
  const replicas = app.fleet?.replicas.filter((one) => one.status === "running").length
  const offset = app.fleet?.claims.clock_offset_ms
  const word = { live: "Live", polling: "Polling", stale: "Stale", connecting: "Connecting" }[live.state]
  const more = [replicas > 0 && counted(replicas, "replica"), offset != null && `clock ${offset < 0 ? "−" : "+"}${Math.abs(offset).toFixed(1)} ms`]
  return h("a", { class: `live ${live.state}`, href: "#/fleet", title: `${word}: as of ${duration(Math.max(0, Date.now() - live.heardAt))} ago` },
    h("i"), h("span", {}, word, h("span", { class: "long" }, more.filter(Boolean).map((text) => ` · ${text}`))))
}

const stale = (app) =>
  h("div", { class: "stale-bar", role: "status", key: "stale" },
    h("span", {}, "The server does not answer. What is shown is ", h("b", {}, `${duration(Date.now() - live.heardAt)} old`), "."),
    h("button", { class: "btn small", type: "button", onclick: retryNow }, "Retry now"))

const themeIcon = () => h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
  h("path", { d: "M8 2.5a5.5 5.5 0 1 0 0 11z" }), h("path", { d: "M8 2.5a5.5 5.5 0 0 1 0 11z", fill: "currentColor" }))

export const logo = () => h("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" },
  h("rect", { width: 20, height: 20, rx: 5, class: "logo" }),
  h("path", { d: "M5 14.5v-4M8.3 14.5V6M11.6 14.5v-2.2M15 14.5V8", stroke: "var(--accent-ink)", "stroke-width": 1.9, "stroke-linecap": "round", fill: "none" }))
