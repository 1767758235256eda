// Audit: who did what?

import { h } from "../core/dom.js"
import { get } from "../core/api.js"
import { href, replaceQuery } from "../core/route.js"
import { relative, absolute } from "../core/time.js"
import { emptyState, skeletonRows } from "../parts/states.js"

export const page = {
  name: "audit",
  title: () => "Audit",

  enter(context) {
    context.filters = Object.fromEntries(context.route.query)
    context.pages = 1
  },

  async load(context, signal) {
    const { job, by, action } = context.filters
    const entries = []
    let cursor
    for (let at = 0; at < context.pages; at += 1) {
      const page = await get("audit", { job, by, action, limit: 100, cursor }, signal)
      entries.push(...page.entries)
      cursor = page.next_cursor
      if (!cursor) break
    }
    context.data = { entries, hasMore: Boolean(cursor) }
  },

  view(context) {
    const { job = "", by = "", action = "" } = context.filters
    const entries = context.data?.entries ?? []
    return [h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Audit"), h("p", {}, "Every request to change something, also those that were refused."))),
      h("div", { class: "tools" }, filter(context, "by", "Who", by, entries.map((one) => one.by)), filter(context, "action", "Action", action, entries.map((one) => one.action)),
        filter(context, "job", "Job", job, entries.map((one) => one.job).filter(Boolean)), (job || by || action) && h("button", { class: "btn small bare", type: "button", onclick: () => set(context, { job: "", by: "", action: "" }) }, "Clear")),
      !context.data ? skeletonRows(8, 44) : entries.length === 0 ? emptyState("Nobody has changed anything.") : [table(entries),
        context.data.hasMore && h("p", { class: "lead" }, h("button", { class: "btn", type: "button", onclick: () => { context.pages += 1; context.reload() } }, "Older"))]]
  },
}

function set(context, values) {
  Object.assign(context.filters, values)
  replaceQuery(context.filters)
  context.pages = 1
  context.reload()
}

function filter(context, name, title, value, values) {
  const choices = [...new Set([...values, ...(value ? [value] : [])])].sort()
  return h("span", { class: `select ${value ? "set" : ""}` }, h("select", { class: "chip", "aria-label": title, value, onchange: (event) => set(context, { [name]: event.target.value }) },
    h("option", { value: "" }, title), choices.map((text) => h("option", { value: text, key: text }, text))))
}

const table = (entries) => h("div", { class: "table-frame stacked" }, h("table", {}, h("caption", { class: "visually-hidden" }, "Changes, newest first"),
  h("thead", {}, h("tr", {}, [["When", "w-when"], ["Who", "w-who"], ["What"], ["Note and change"], ["Through", "w-20"]].map(([title, name = ""]) => h("th", { scope: "col", class: name }, title)))),
  h("tbody", {}, entries.map((one) => h("tr", { key: one.id },
    h("td", { "data-title": "When" }, h("time", { datetime: one.at }, relative(one.at), h("span", { class: "sub block" }, absolute(one.at)))),
    h("td", { class: "strong cut", "data-title": "Who" }, one.by),
    h("td", { class: "wide", "data-title": "What" }, h("span", { class: one.result === "refused" ? "fail-ink strong" : "" }, `${one.action}${one.result === "refused" ? ", refused" : ""}`), " ",
      one.job ? h("a", { class: "link", href: href("jobs", one.job) }, one.job) : one.target ?? "everything"),
    h("td", { class: "wide", "data-title": "Note" }, one.detail ?? "", change(one)),
    h("td", { class: "sub wide", "data-title": "Through" }, [one.via, one.instance, one.from].filter(Boolean).join(" · ")))))))

/** `paused: false → true`, for what differs. */
function change({ before, after }) {
  if (before === null && after === null) return null
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    return h("div", { class: "sub mono" }, names.map((name) => `${name}: ${show(before?.[name])} → ${show(after?.[name])}`).join(", "))
  }
  return h("div", { class: "sub mono" }, `${show(before)} → ${show(after)}`)
}

const isPlain = (value) => value === null || (typeof value === "object" && !Array.isArray(value))
const show = (value) => (value === undefined || value === null ? "–" : JSON.stringify(value))
