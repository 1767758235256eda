// Search, filters, and what can be done with all jobs that they let through.

import { h, icon } from "../core/dom.js"
import { selector } from "../core/job-list.js"
import { stateWords } from "../core/job-words.js"
import { can } from "../core/session.js"
import { count, counted } from "../core/time.js"
import { openMenu } from "../parts/menu.js"
import { openBulk } from "../sheets/bulk-sheet.js"
import { setFilter } from "./jobs-filter.js"

export function toolbar(context, list, matched) {
  const { q = "", state = "", tag = "", owner = "" } = context.filters
  const counts = list.counts()
  const chip = (value, title, number) => (number > 0 || value === "" || state === value) &&
    h("button", { key: value, class: "chip", type: "button", "aria-pressed": String(state === value),
      onclick: () => setFilter(context, { state: state === value ? "" : value }) }, title, h("b", {}, count(number)))
  const isFiltered = Boolean(q || state || tag || owner)
  return h("div", { class: "tools", role: "search" },
    h("div", { class: "search" }, icon("search"),
      h("input", { class: "field", id: "search", type: "search", placeholder: "Search jobs, tags, owners", "aria-label": "Search jobs, tags, owners",
        autocomplete: "off", spellcheck: "false", value: q, oninput: (event) => setFilter(context, { q: event.target.value }),
        onkeydown: (event) => { if (event.key === "Escape") { setFilter(context, { q: "" }); event.target.blur() } } }),
      h("kbd", { "aria-hidden": "true" }, "/")),
    h("div", { class: "chips" }, chip("", "All", counts.all), chip("attention", "Need somebody", counts.attention),
      chip("running", "Running", counts.running), chip("paused", "Paused", counts.paused),
      choice(context, "owner", "Owner", list.choices("owner"), owner), choice(context, "tag", "Tag", list.choices("tag"), tag)),
    isFiltered && h("span", { class: "sub", "aria-live": "polite" }, counted(matched, "job matches", "jobs match")),
    isFiltered && matched > 0 && bulk(context, matched))
}

function choice(context, name, title, choices, value) {
  if (choices.length === 0 && !value) return null
  return h("span", { class: `select ${value ? "set" : ""}`, key: name }, h("select", {
    class: "chip", "aria-label": title, value, onchange: (event) => setFilter(context, { [name]: event.target.value }),
  }, h("option", { value: "" }, title), choices.map(([text, number]) => h("option", { value: text, key: text }, `${text} (${number})`)),
    value && !choices.some(([text]) => text === value) && h("option", { value }, value)))
}

function bulk(context, matched) {
  const titles = { run: "Run…", pause: "Pause…", resume: "Resume…", cancel: "Cancel their runs…", requeue: "Requeue their dead letters…" }
  const filters = context.filters
  const words = [filters.q && `jobs matching “${filters.q}”`, filters.state && (filters.state === "attention" ? "jobs that need somebody" : `${stateWords(filters.state)} jobs`),
    filters.tag && `jobs with the tag ${filters.tag}`, filters.owner && `jobs of ${filters.owner}`].filter(Boolean).join(", ")
  const items = Object.keys(titles).filter(can)
    .map((action) => [titles[action], () => openBulk(action, selector(filters), words, context.app)])
  if (items.length === 0) return null
  return h("button", { class: "btn small", type: "button", "aria-haspopup": "menu", onclick: (event) => openMenu(event.currentTarget, items) },
    matched === 1 ? "This job…" : `All ${count(matched)}…`)
}
