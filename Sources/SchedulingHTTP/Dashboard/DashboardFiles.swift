// swift-format-ignore-file
// Written by Tests/embed from the folder Files: change that, and run it.

/// The files of the dashboard.
enum DashboardFiles {
  static let all: [DashboardFile] = [
DashboardFile("icon.svg", ###"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="#2c5bcc"/><path d="M5 14.5v-4M8.3 14.5V6M11.6 14.5v-2.2M15 14.5V8" stroke="#fff" stroke-width="1.9" stroke-linecap="round"/></svg>

"""###),
DashboardFile("index.html", ###"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>Scheduler</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="styles/tokens.css">
<link rel="stylesheet" href="styles/base.css">
<link rel="stylesheet" href="styles/shell.css">
<link rel="stylesheet" href="styles/controls.css">
<link rel="stylesheet" href="styles/table.css">
<link rel="stylesheet" href="styles/sheet.css">
<link rel="stylesheet" href="styles/jobs.css">
<link rel="stylesheet" href="styles/job.css">
<link rel="stylesheet" href="styles/pages.css">
<link rel="stylesheet" href="styles/timeline.css">
<link rel="modulepreload" href="scripts/core/api.js">
<link rel="modulepreload" href="scripts/core/dom.js">
<link rel="modulepreload" href="scripts/core/job-list.js">
<link rel="modulepreload" href="scripts/core/job-words.js">
<link rel="modulepreload" href="scripts/core/keys.js">
<link rel="modulepreload" href="scripts/core/live.js">
<link rel="modulepreload" href="scripts/core/route.js">
<link rel="modulepreload" href="scripts/core/session.js">
<link rel="modulepreload" href="scripts/core/store.js">
<link rel="modulepreload" href="scripts/core/stream.js">
<link rel="modulepreload" href="scripts/core/theme.js">
<link rel="modulepreload" href="scripts/core/time.js">
<link rel="modulepreload" href="scripts/core/words.js">
<link rel="modulepreload" href="scripts/parts/announce.js">
<link rel="modulepreload" href="scripts/parts/icons.js">
<link rel="modulepreload" href="scripts/parts/life.js">
<link rel="modulepreload" href="scripts/parts/menu.js">
<link rel="modulepreload" href="scripts/parts/pause-bar.js">
<link rel="modulepreload" href="scripts/parts/rows.js">
<link rel="modulepreload" href="scripts/parts/sheet.js">
<link rel="modulepreload" href="scripts/parts/shell.js">
<link rel="modulepreload" href="scripts/parts/states.js">
<link rel="modulepreload" href="scripts/parts/stats.js">
<link rel="modulepreload" href="scripts/parts/strip.js">
<link rel="modulepreload" href="scripts/parts/tip.js">
<link rel="modulepreload" href="scripts/sheets/backfill-sheet.js">
<link rel="modulepreload" href="scripts/sheets/bulk-sheet.js">
<link rel="modulepreload" href="scripts/sheets/keys-sheet.js">
<link rel="modulepreload" href="scripts/sheets/pause-sheet.js">
<link rel="modulepreload" href="scripts/sheets/run-sheet.js">
<link rel="modulepreload" href="scripts/sheets/token-sheet.js">
<link rel="modulepreload" href="scripts/pages/jobs.js">
<link rel="modulepreload" href="scripts/pages/jobs-row.js">
<link rel="modulepreload" href="scripts/pages/jobs-tools.js">
<link rel="modulepreload" href="scripts/pages/jobs-filter.js">
<script type="module" src="scripts/app.js"></script>
</head>
<body>
<a class="skip-link" href="#main">Skip to the content</a>
<header class="masthead" id="top"><div class="top-row"><span class="brand"><svg viewBox="0 0 20 20" aria-hidden="true"><rect width="20" height="20" rx="5" class="logo"/></svg><span>Scheduler</span></span></div></header>
<div id="bars"></div>
<main id="main" tabindex="-1"></main>
<nav class="bottom" id="bottom" aria-label="Pages, at the bottom"></nav>
<div class="visually-hidden" id="announcer" role="status" aria-live="polite"></div>
<noscript><p class="lead">This page needs JavaScript. Without it, use schedulectl, or the API one level above this address.</p></noscript>
</body>
</html>

"""###),
DashboardFile("scripts/app.js", ###"""
// Starts the dashboard: the page that the address names, the header around it, and what keeps both up to date.

import { render, h } from "./core/dom.js"
import { credentials, get, token } from "./core/api.js"
import { listenToKeys, usePageKeys } from "./core/keys.js"
import { live, lost, retryNow, settles, startLive } from "./core/live.js"
import { href, parse } from "./core/route.js"
import { loadSession, session } from "./core/session.js"
import { applyTheme } from "./core/theme.js"
import { tip } from "./parts/tip.js"
import { shell } from "./parts/shell.js"
import { failed } from "./parts/states.js"
import { askForToken } from "./sheets/token-sheet.js"
import { requestEvent } from "./parts/life.js"
import { showKeys } from "./sheets/keys-sheet.js"

const pages = {
  jobs: (id) => (id ? import("./pages/job.js") : import("./pages/jobs.js")),
  runs: () => import("./pages/run.js"),
  attention: () => import("./pages/attention.js"),
  timeline: () => import("./pages/timeline.js"),
  fleet: () => import("./pages/fleet.js"),
  "dead-letters": () => import("./pages/dead-letters.js"),
  audit: () => import("./pages/audit.js"),
}

const main = document.getElementById("main")
const app = { route: parse(location.hash), attention: null, fleet: null, redraw, changed, signIn }
let page, context, frame = 0, reloading, nextReload, newsAt = 0

/** Draws at the next frame, however often it is called until then. */
function redraw() {
  frame ||= requestAnimationFrame(draw)
}

function draw() {
  frame = 0
  shell(app)
  if (!page) return
  const content = context.problem && !context.data ? failed(context.problem, reload) : page.view(context)
  const isOld = context.problem && context.data && context.problem.status !== 0
  render(main, h("div", { key: context.key, class: `page ${page.name}` },
    isOld && h("p", { class: "note bad old", role: "status" }, `This could not be refreshed: ${context.problem.message}`), content))
  document.title = [page.title(context), session.environment.name ?? "Scheduler"].join(" · ")
}

async function open() {
  const route = (app.route = parse(location.hash))
  const key = `${route.name}/${route.id}`
  if (context?.key === key) {
    context.route = route
    return redraw()
  }
  tip.hide()
  context?.leave.abort()
  const leave = new AbortController()
  const mine = (context = { key, route, leave, app, redraw, reload, data: null, state: {} })
  // Until the module is there, events and keys find no page.
  page = undefined
  usePageKeys(undefined)
  const module = await (pages[route.name] ?? pages.jobs)(route.id)
  if (context !== mine) return
  page = module.page
  usePageKeys(page.keys?.(context))
  page.enter?.(context)
  scrollTo(0, 0)
  redraw()
  if (main.dataset.ready) main.focus({ preventScroll: true })
  main.dataset.ready = "true"
  reload().catch(() => {})
}

/** Asks for what the page shows; one question at a time. What fails is shown, and rethrown to those who keep time. */
async function reload() {
  if (!page) return
  if (reloading?.context === context) return reloading.promise
  const mine = context, its = page
  const promise = (async () => {
    try {
      if (!session.isKnown) await loadSession()
      await its.load(mine, mine.leave.signal)
      mine.problem = undefined
      mine.loadedAt = Date.now()
    } catch (problem) {
      if (mine.leave.signal.aborted) return
      mine.problem = problem
      if (problem.status === 0) { lost(); throw problem }
    } finally {
      if (reloading?.promise === promise) reloading = undefined
      redraw()
    }
  })()
  reloading = { context: mine, promise, askedAt: Date.now() }
  return promise
}

/** The host does not know who asks: a change was refused, or nothing may be read without a token. */
function signIn() {
  askForToken(async () => {
    session.isKnown = false
    retryNow()
    await reload().catch(() => {})
    // What may be read by anybody is shown with a wrong token too.
    if (token.value && session.isKnown && session.asks_for_credentials) signIn()
  })
}

/** Events come in crowds: the page asks again at most once a second. */
function reloadSoon() {
  newsAt = Date.now()
  reloadOnce()
}

function reloadOnce() {
  nextReload ||= setTimeout(async () => {
    nextReload = undefined
    if (document.hidden) return
    const answer = reload().catch(() => {}), askedAt = reloading?.askedAt ?? 0
    await answer
    // What came shortly before the question, or after it, may be missing from the answer: it is asked for once more.
    if (newsAt + settles > askedAt) reloadOnce()
  }, 1000)
}

/** What was asked for here has ended: the page shows it without waiting for an event, also where there are none. */
function changed() {
  if (context) context.isIncomplete = true
  poll().catch(() => {})
  reloadSoon()
}

async function poll() {
  await reload()
  const [attention, fleet] = await Promise.all([get("attention"), get("fleet")])
  Object.assign(app, { attention, fleet })
  redraw()
}

function takeEvent(name, data) {
  if (name === "request") requestEvent(data)
  if (name === "attention" || name === "reset") get("attention").then((value) => { app.attention = value; redraw() }, () => {})
  // What concerns no single job, such as a pause of everything, is said on every page.
  if (name === "reset" || (name === "job-changed" && !data?.job)) setTimeout(() => get("fleet").then((value) => { app.fleet = value; redraw() }, () => {}), settles)
  const handled = context && page?.event?.(context, name, data)
  if (!handled && name !== "request" && name !== "attention") reloadSoon()
}

applyTheme()
credentials.ask = signIn
document.querySelector(".skip-link").onclick = (event) => { event.preventDefault(); main.focus() }
addEventListener("hashchange", open)
addEventListener("scroll", () => { tip.hide(); if (page?.onScroll) redraw() }, { passive: true })
addEventListener("resize", redraw)
listenToKeys({ go: (name) => { location.hash = href(name) }, help: showKeys })
setInterval(() => { if (!document.hidden) redraw() }, 1000)
shell(app)
open()
startLive({ poll, event: takeEvent, change: redraw })

"""###),
DashboardFile("scripts/core/api.js", ###"""
// Requests to the management API, which lies one level above the dashboard wherever both are mounted.

import { learnServerTime } from "./time.js"
import { forThisTab } from "./store.js"

const base = new URL("../", document.baseURI)

/** What the server refused or could not do, in its own words. `status` is 0 where no server answered. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail)
    this.status = status
  }
}

/** Called when the server does not know who asks. */
export const credentials = { ask: undefined }

export const token = {
  get value() { return forThisTab.get("token") },
  set value(text) { text ? forThisTab.set("token", text) : forThisTab.remove("token") },
}

export function fields(extra) {
  const all = { accept: "application/json", ...extra }
  if (token.value) all.authorization = `Bearer ${token.value}`
  return all
}

export const address = (path) => new URL(path, base)

/** Reads a resource. `query` may hold lists, whose items are each sent. */
export function get(path, query, signal) {
  return send(path, query, { method: "GET", headers: fields(), signal, cache: "no-store" })
}

/** Asks for a change. Each call has a key of its own, so that a repeated delivery acts once. */
export function post(path, body, { query, ifMatch } = {}) {
  const headers = fields({ "content-type": "application/json", "idempotency-key": uniqueKey() })
  if (ifMatch) headers["if-match"] = ifMatch
  return send(path, query, { method: "POST", headers, body: JSON.stringify(body ?? {}) })
}

async function send(path, query, options) {
  const url = address(path)
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of [value].flat()) if (item !== undefined && item !== null && item !== "") url.searchParams.append(name, item)
  }
  let response
  try {
    response = await fetch(url, { ...options, credentials: "same-origin", redirect: "error" })
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new Problem(0, "The server cannot be reached. Nothing was changed as far as this page knows; try again.")
  }
  const text = await response.text()
  let value
  try {
    value = text ? JSON.parse(text) : null
  } catch {
    throw new Problem(response.status, "The answer is not JSON. Is the scheduler's API mounted one level above the dashboard?")
  }
  if (response.status === 401) credentials.ask?.()
  if (!response.ok) throw new Problem(response.status, value?.detail ?? `The server answered ${response.status}.`)
  if (value?.view?.as_of && value.view.of) learnServerTime(value.view.as_of, value.view.age_ms)
  return value
}

function uniqueKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** `jobs/ID/pause`, with every part percent-encoded. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/")

"""###),
DashboardFile("scripts/core/dom.js", ###"""
// Elements from values, patched in place: rows keep their element, their focus and their scroll position when data changes.
// Data becomes text nodes and attributes only; nothing is parsed as HTML.

const svgNamespace = "http://www.w3.org/2000/svg"

/** A description of an element. `key` identifies it among its siblings. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, key: props?.key, children: flat(children) }
}

/** A description that is made again only when one of its inputs changes. */
export function lazy(key, inputs, make) {
  return { tag: "#lazy", key, inputs, make, props: {}, children: [] }
}

function flat(children) {
  const all = []
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue
    all.push(typeof child === "object" ? child : { tag: "#text", text: String(child), props: {}, children: [] })
  }
  return all
}

const shown = new WeakMap()

/** Makes an element's children those that are described. */
export function render(parent, ...children) {
  const next = flat(children)
  const before = shown.get(parent) ?? []
  const keyed = new Map(), unkeyed = new Map()
  for (const old of before) {
    if (old.key !== undefined) keyed.set(old.key, old)
    else unkeyed.set(old.tag, [...(unkeyed.get(old.tag) ?? []), old])
  }
  const kept = new Set()
  for (const node of next) {
    const old = node.key !== undefined ? keyed.get(node.key) : unkeyed.get(node.tag)?.shift()
    if (old && old.tag === node.tag && !kept.has(old)) {
      kept.add(old)
      update(node, old)
    } else {
      create(node, parent)
    }
  }
  for (const old of before) if (!kept.has(old)) old.element.remove()
  let at = parent.firstChild
  for (const node of next) {
    if (node.element === at) at = at.nextSibling
    else parent.insertBefore(node.element, at)
  }
  shown.set(parent, next)
}

function create(node, parent) {
  if (node.tag === "#text") {
    node.element = document.createTextNode(node.text)
  } else if (node.tag === "#lazy") {
    node.content = node.make()
    create(node.content, parent)
    node.element = node.content.element
  } else {
    const isSVG = node.tag === "svg" || parent.namespaceURI === svgNamespace
    node.element = isSVG ? document.createElementNS(svgNamespace, node.tag) : document.createElement(node.tag)
    for (const name in node.props) if (name !== "value") set(node.element, name, node.props[name])
    render(node.element, node.children)
    // After the children: the value of a select is one of its options.
    if ("value" in node.props) set(node.element, "value", node.props.value)
    node.props.made?.(node.element)
  }
}

function update(node, old) {
  node.element = old.element
  if (node.tag === "#text") {
    if (node.text !== old.text) node.element.data = node.text
  } else if (node.tag === "#lazy") {
    if (node.inputs.every((input, at) => Object.is(input, old.inputs[at]))) {
      node.content = old.content
      return
    }
    node.content = node.make()
    update(node.content, old.content)
  } else {
    for (const name in old.props) if (!(name in node.props)) set(node.element, name, undefined)
    for (const name in node.props) {
      if (node.props[name] !== old.props[name] && name !== "value") set(node.element, name, node.props[name])
    }
    render(node.element, node.children)
    if ("value" in node.props) set(node.element, "value", node.props.value)
  }
}

function set(element, name, value) {
  if (name === "key" || name === "made") return
  if (name.startsWith("on")) element[name] = value ?? null
  else if (name === "vars") for (const key in value ?? {}) element.style.setProperty(key, value[key])
  else if (name === "value" || name === "checked") {
    if (element[name] !== (value ?? "")) element[name] = value ?? ""
  } else if (value === undefined || value === null || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? "" : value)
}

/** An icon of the sprite below, hidden from screen readers: the text beside it says what it means. */
export function icon(name, extra = "") {
  return h("svg", { class: `icon ${extra}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: icons[name] }))
}

const icons = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14",
  run: "M4.5 3v10l8-5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  jobs: "M2.5 4h11M2.5 8h11M2.5 12h7",
  timeline: "M2 4h6M5 8h8M3 12h5M10.5 2v12",
  attention: "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.8v.2",
  fleet: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  dead: "M2.5 4.5h11v8h-11zM2.5 5l5.5 4.5L13.5 5",
  audit: "M4 2.5h8v11H4zM6 5.5h4M6 8h4M6 10.5h2",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  next: "M6 3.5 10.5 8 6 12.5",
  back: "M10 3.5 5.5 8l4.5 4.5",
  check: "M3 8.5 6.5 12 13 4.5",
  clock: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.5V8l2.5 1.5",
}

"""###),
DashboardFile("scripts/core/job-list.js", ###"""
// All jobs of the fleet in memory: filtered and sorted without a request, refreshed in parts. With many jobs the strips are
// asked for only as rows come into view, and what no event speaks of is not asked for again.

import { get } from "./api.js"
import { settles } from "./live.js"
import { ownerWords, searchText, stateWords, urgent } from "./job-words.js"

const withStrips = 150
const mostParts = 240

export class JobList {
  constructor() {
    this.byID = new Map()
    /** In order of their ids. */
    this.all = []
    /** Jobs of which an event spoke since they were asked for, with the time of the last one. */
    this.dirty = new Map()
    this.withoutStrip = new Set()
    this.loadedAt = 0
    this.version = 0
  }

  /** An event spoke of a job. */
  heard(id) { this.dirty.set(id, Date.now()) }

  /** Asked for at a time: what an event spoke of shortly before, or after, is not certain to be in the answer. */
  settle(id, askedAt) {
    if (this.dirty.get(id) + settles <= askedAt) this.dirty.delete(id)
  }

  /** Everything, by pages. A job that is unchanged keeps its object, so that its row is not made again. */
  async load(signal) {
    const jobs = [], askedAt = Date.now()
    let cursor, strip = 60
    do {
      const page = await get("jobs", { limit: strip === 60 ? withStrips : 1000, cursor, strip }, signal)
      if (page.total > withStrips) strip = 0
      jobs.push(...page.jobs)
      this.view = page.view
      cursor = page.next_cursor
    } while (cursor)
    const before = this.byID
    this.byID = new Map()
    this.withoutStrip.clear()
    jobs.forEach((job, at) => {
      const old = before.get(job.id)
      if (at >= withStrips && jobs.length > withStrips) {
        this.withoutStrip.add(job.id)
        if (old) job.strip = old.strip
      }
      this.byID.set(job.id, old && JSON.stringify(old) === JSON.stringify(job) ? old : job)
    })
    this.all = [...this.byID.values()].sort(byID)
    for (const id of [...this.dirty.keys()]) this.settle(id, askedAt)
    this.loadedAt = Date.now()
    this.version += 1
  }

  /** The rows that are in view: those that have no strip yet, or that changed, are asked for. */
  refreshShown(ids, signal) {
    return this.refresh(ids.filter((id) => this.dirty.has(id) || this.withoutStrip.has(id)).slice(0, 60), 60, signal)
  }

  /** What changed out of view, without its strip; false when everything has to be asked for. */
  async refreshRest(signal) {
    const changed = [...this.dirty.keys()]
    if (changed.length > mostParts) return false
    for (let at = 0; at < changed.length; at += 60) await this.refresh(changed.slice(at, at + 60), 0, signal)
    return true
  }

  async refresh(ids, strip, signal) {
    if (ids.length === 0) return false
    const askedAt = Date.now()
    const page = await get("jobs", { job: ids, limit: 100, strip }, signal)
    for (const id of ids) this.settle(id, askedAt)
    for (const job of page.jobs) {
      const old = this.byID.get(job.id)
      if (strip === 0 && old) {
        job.strip = old.strip
        this.withoutStrip.add(job.id)
      } else {
        this.withoutStrip.delete(job.id)
      }
      this.byID.set(job.id, job)
    }
    this.all = this.all.map((job) => this.byID.get(job.id) ?? job)
    this.version += 1
    return true
  }

  counts() {
    if (this.counted?.version === this.version) return this.counted
    const sums = { version: this.version, all: this.all.length, attention: 0, running: 0, paused: 0, next: undefined }
    for (const job of this.all) {
      if (needsSomebody(job)) sums.attention += 1
      if (job.running > 0) sums.running += 1
      if (job.paused) sums.paused += 1
      else if (job.next_run && (!sums.next || job.next_run < sums.next.next_run)) sums.next = job
    }
    return (this.counted = sums)
  }

  choices(name) {
    const found = new Map()
    for (const job of this.all) {
      for (const value of name === "tag" ? job.tags : owners(job)) found.set(value, (found.get(value) ?? 0) + 1)
    }
    return [...found].sort((a, b) => a[0].localeCompare(b[0]))
  }

  /** The jobs that the filters let through, in order; the same array until one of both changes. */
  filtered(filters) {
    const key = `${this.version} ${JSON.stringify(filters)}`
    if (this.found?.key !== key) this.found = { key, jobs: this.filter(filters) }
    return this.found.jobs
  }

  filter({ q = "", state, tag, owner, sort }) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean)
    const found = this.all.filter((job) =>
      matches(job, state) && (!tag || job.tags.includes(tag)) && (!owner || owners(job).includes(owner)) &&
      (words.length === 0 || words.every((word) => searchText(job).includes(word))))
    // They are in order of their ids: without another wish, those that need somebody come first.
    if (!sort) return [...found.filter(needsSomebody), ...found.filter((job) => !needsSomebody(job))]
    const sign = sort.startsWith("-") ? -1 : 1
    const compare = orders[sort.replace(/^-/, "")] ?? byID
    return found.sort((a, b) => sign * compare(a, b))
  }
}

const owners = (job) => [...new Set([job.owner?.responsible, job.owner?.accountable].filter(Boolean))]
const needsSomebody = (job) => job.states.some((state) => urgent.has(state))

function matches(job, state) {
  switch (state) {
    case undefined: case null: case "": return true
    case "attention": return needsSomebody(job)
    case "running": return job.running > 0
    default: return job.states.includes(state)
  }
}

/** What a filter of this page is called in the API's selector. */
export function selector({ q, state, tag, owner }) {
  return { q, tag, owner, state: state === "attention" ? [...urgent] : state }
}

const collator = new Intl.Collator("en", { numeric: true })
const byID = (a, b) => collator.compare(a.id, b.id)
const instant = (text) => (text ? Date.parse(text) : Number.MAX_SAFE_INTEGER)

const orders = {
  job: byID,
  next: (a, b) => instant(a.next_run) - instant(b.next_run),
  lateness: (a, b) => (b.lateness_p95_ms ?? -1) - (a.lateness_p95_ms ?? -1),
  owner: (a, b) => collator.compare(ownerWords(a.owner) || "\uffff", ownerWords(b.owner) || "\uffff"),
  state: (a, b) => collator.compare(stateWords(a.state), stateWords(b.state)),
}

"""###),
DashboardFile("scripts/core/job-words.js", ###"""
// What a job's members mean for a reader.

import { pauseWords } from "../parts/pause-bar.js"

/** States that need somebody. */
export const urgent = new Set(["unserved", "held", "overdue", "stuck", "breaker-open", "failing"])

const kinds = {
  unserved: "fail", held: "miss", overdue: "miss", stuck: "fail", "breaker-open": "fail", failing: "fail",
  paused: "skip", running: "run", waiting: "run", finished: "ok", scheduled: "ok",
}

export const stateKind = (job) => (job.state === "scheduled" && !job.last_run ? "idle" : kinds[job.state] ?? "idle")

const words = {
  unserved: "no replica serves it", held: "held: claims cannot be reached", overdue: "overdue", stuck: "stuck", "breaker-open": "breaker open",
  failing: "failing", paused: "paused", running: "running", waiting: "waiting", finished: "finished", scheduled: "scheduled",
}
export const stateWords = (state) => words[state] ?? state

/** The line below a job's name: why it needs somebody, or who paused it, or what it is for. */
export function line(job) {
  if (job.paused && !job.states.some((state) => urgent.has(state) && state !== "failing")) {
    return { kind: "miss", text: job.pause ? `paused${pauseWords(job.pause, job.time_zone)}` : `paused${job.pause_note ? `: ${job.pause_note}` : ""}` }
  }
  if (job.state === "failing" || (urgent.has(job.state) && !job.state_detail && job.last_run?.message)) {
    return { kind: "fail", text: [stateWords(job.state), job.last_run?.message ?? job.last_run?.why].filter(Boolean).join(": ") }
  }
  if (urgent.has(job.state)) {
    const text = job.state_detail ?? stateWords(job.state)
    return { kind: kinds[job.state], text: text.startsWith(stateWords(job.state)) ? text : `${stateWords(job.state)}: ${text}` }
  }
  return { kind: "sub", text: job.description ?? "" }
}

/** The schedule in words without its zone, which is shown beside or below it. */
export const scheduleWords = (job) => {
  const zone = `, ${job.time_zone}`
  return job.schedule?.endsWith(zone) ? job.schedule.slice(0, -zone.length) : job.schedule
}

export const ownerWords = (owner) => owner?.responsible ?? owner?.accountable ?? ""

const letters = { S: "succeeded", F: "failed", T: "timedOut", C: "cancelled", X: "crashed", K: "skipped", M: "missed", R: "running" }

/** A strip's columns as instants, oldest first. */
export function instants(strip) {
  return Array.from(strip?.outcomes ?? "", (letter, at) => ({
    outcome: letters[letter] ?? "skipped", at: strip.at[at], duration_ms: strip.ms[at], count: strip.count[at],
    reason: strip.reason[at], run_id: strip.run[at],
  }))
}

/** Lower case text in which words are searched, made once per job. */
const texts = new WeakMap()
export function searchText(job) {
  let text = texts.get(job)
  if (!text) {
    text = [job.id, job.description, job.owner?.responsible, job.owner?.accountable, ...job.tags].filter(Boolean).join("\n").toLowerCase()
    texts.set(job, text)
  }
  return text
}


"""###),
DashboardFile("scripts/core/keys.js", ###"""
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

"""###),
DashboardFile("scripts/core/live.js", ###"""
// Keeps a page up to date: by events where they are to be had, by asking where not, and not at all while it is hidden.
// States: `connecting`, `live`, `polling`, and `stale` when nothing has answered for a while.

import { readEvents } from "./stream.js"

export const live = { state: "connecting", since: Date.now(), heardAt: Date.now() }

/** Answers are made from what the server knew up to a second before: only after this many milliseconds is a question
 *  certain to be answered with what an event spoke of. */
export const settles = 1200

let pollEvery = 5000, polling, controller, retryIn, onChange, onEvent, onPoll

/** Starts. `poll()` asks for what is shown; `event(name, data)` takes an event; `change()` follows a new state. */
export function startLive({ poll, event, change }) {
  onPoll = poll
  onEvent = event
  onChange = change
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : resume()))
  if (!document.hidden) resume()
}

export function setPollInterval(milliseconds) {
  pollEvery = Math.max(1000, Math.min(60_000, milliseconds || 5000))
}

/** An answer came: what is shown is up to date. */
export function heard() {
  live.heardAt = Date.now()
  if (live.state === "stale") become(controller && live.isOpen ? "live" : "polling")
}

/** No answer came. */
export function lost() {
  if (live.state !== "stale" && Date.now() - live.heardAt > Math.min(4000, pollEvery)) become("stale")
}

export function retryNow() {
  pause()
  resume()
}

function pause() {
  controller?.abort()
  controller = undefined
  live.isOpen = false
  clearTimeout(polling)
  clearTimeout(retryIn)
}

function resume() {
  if (controller) return
  connect()
  ask()
}

async function connect() {
  const mine = (controller = new AbortController())
  let wait = 3000
  try {
    await readEvents(mine.signal, () => {
      live.isOpen = true
      live.heardAt = Date.now()
      become("live")
    }, (name, data) => {
      live.heardAt = Date.now()
      onEvent(name, data)
    })
  } catch (error) {
    // A host that does not offer events is asked for them again, but seldom.
    if (error.status) {
      wait = 30_000
      if (live.state === "connecting") become("polling")
    }
  }
  if (mine.signal.aborted) return
  live.isOpen = false
  if (live.state === "live") become("connecting")
  ask()
  retryIn = setTimeout(connect, wait)
}

/** With events, a slow question keeps what no event speaks of; without them, it is all there is. */
async function ask() {
  clearTimeout(polling)
  const mine = controller
  try {
    await onPoll()
    heard()
    if (!live.isOpen && live.state !== "polling" && Date.now() - live.since > 1500) become("polling")
  } catch {
    lost()
  }
  if (mine === controller && !mine?.signal.aborted) polling = setTimeout(ask, live.isOpen ? 30_000 : live.state === "stale" ? 2000 : pollEvery)
}

function become(state) {
  if (live.state === state) return
  live.state = state
  live.since = Date.now()
  onChange(state)
}

"""###),
DashboardFile("scripts/core/route.js", ###"""
// The address after the hash: `#/jobs/ID?owner=ops`. Relative to wherever the dashboard is mounted.

export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?")
  const [name = "jobs", ...rest] = path.split("/").map(decode)
  return { name: name || "jobs", id: rest.join("/"), query: new URLSearchParams(query) }
}

export function href(name, id, query) {
  const items = query ? new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString() : ""
  return `#/${name}${id ? `/${encodeURIComponent(id)}` : ""}${items ? `?${items}` : ""}`
}

/** Changes the items of the address in place: a reload or a copied link shows the same. */
export function replaceQuery(query) {
  const { name, id } = parse(location.hash)
  history.replaceState(null, "", href(name, id, query))
}

function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

"""###),
DashboardFile("scripts/core/session.js", ###"""
// Who asks and what they may do. An action that is not allowed is absent, not a button that says no.

import { get } from "./api.js"
import { setPollInterval } from "./live.js"

export const session = { may: {}, environment: {}, why_not: null, caller: null, asks_for_credentials: false, isKnown: false }

/** Colours whose contrast is known in both themes. */
const known = new Set(["red", "amber", "green", "blue", "violet", "grey"])

export async function loadSession() {
  Object.assign(session, await get("session"), { isKnown: true })
  setPollInterval(session.poll_ms)
  const { name, colour } = session.environment
  const root = document.documentElement
  if (!name) return
  root.dataset.env = known.has(colour) ? colour : "grey"
  // Any other colour is shown as a stripe, never as the colour of a text.
  if (colour && !known.has(colour) && CSS.supports("color", colour)) root.style.setProperty("--stripe", colour)
}

export const can = (action) => session.may[action] === true

"""###),
DashboardFile("scripts/core/store.js", ###"""
// What is remembered in this browser, and only here. A browser that refuses storage forgets it at the end of the page.

const memory = new Map()

/** Kept until it is cleared. */
export const kept = store(() => localStorage)
/** Kept until the tab is closed. */
export const forThisTab = store(() => sessionStorage)

function store(storage) {
  const attempt = (act) => {
    try {
      return act(storage())
    } catch {
      return undefined
    }
  }
  return {
    get: (name) => memory.get(name) ?? attempt((it) => it.getItem(name)) ?? undefined,
    set(name, value) {
      memory.set(name, value)
      attempt((it) => it.setItem(name, value))
    },
    remove(name) {
      memory.delete(name)
      attempt((it) => it.removeItem(name))
    },
  }
}

"""###),
DashboardFile("scripts/core/stream.js", ###"""
// Server-sent events, read with fetch: unlike EventSource it sends a token, and says why it was refused.

import { address, fields, Problem } from "./api.js"

let lastID

/** Calls `onEvent(name, data)` for each event until the connection ends; throws when it is refused or lost. */
export async function readEvents(signal, onOpen, onEvent) {
  const headers = fields({ accept: "text/event-stream" })
  if (lastID) headers["last-event-id"] = lastID
  const response = await fetch(address("events"), { headers, signal, cache: "no-store", credentials: "same-origin" })
  if (!response.ok || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
    response.body?.cancel()
    throw new Problem(response.status, "no events")
  }
  onOpen()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = "", event = { name: "message", data: [] }
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += value
    const lines = text.split(/\r\n|\n|\r/)
    text = lines.pop()
    for (const line of lines) event = take(line, event, onEvent)
  }
}

function take(line, event, onEvent) {
  if (line === "") {
    if (event.data.length > 0) onEvent(event.name, parse(event.data.join("\n")))
    return { name: "message", data: [] }
  }
  const colon = line.indexOf(":")
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "")
  if (name === "event") event.name = value
  if (name === "data") event.data.push(value)
  if (name === "id" && !value.includes("\0")) lastID = value
  return event
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

"""###),
DashboardFile("scripts/core/theme.js", ###"""
// Light and dark: as the system says, or as the viewer chose here.

import { kept } from "./store.js"

export function applyTheme() {
  const chosen = kept.get("theme")
  if (chosen) document.documentElement.dataset.theme = chosen
  else delete document.documentElement.dataset.theme
}

export const isDark = () =>
  (kept.get("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark"

export function toggleTheme() {
  const wanted = isDark() ? "light" : "dark"
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  if (wanted === system) kept.remove("theme")
  else kept.set("theme", wanted)
  applyTheme()
}

"""###),
DashboardFile("scripts/core/time.js", ###"""
// Times: relative first, absolute with its offset beneath. The zone is the job's, the viewer's or UTC, for all of them at once.

import { kept } from "./store.js"

const formatters = new Map()
let skew = 0
let chosen = kept.get("zone") ?? "job"

/** The time by the server's clock, in milliseconds: a viewer's clock that is wrong does not shift what is shown. */
export const now = () => Date.now() + skew

/** Takes the server's time from an answer; a slow answer says less, so that small differences are ignored. */
export function learnServerTime(text, age = 0) {
  const difference = Date.parse(text) + age - Date.now()
  if (Number.isFinite(difference) && Math.abs(difference - skew) > 1500) skew = difference
}

export const zone = {
  get choice() { return chosen },
  set choice(value) {
    chosen = value
    kept.set("zone", value)
  },
  /** The name of the zone in which a job's instants are shown. */
  for(jobZone) {
    if (chosen === "utc") return "UTC"
    if (chosen === "local") return Intl.DateTimeFormat().resolvedOptions().timeZone
    return jobZone || "UTC"
  },
}

function formatter(name) {
  let made = formatters.get(name)
  if (made) return made
  const options = {
    timeZone: name, hourCycle: "h23", year: "numeric", month: "short", day: "numeric", weekday: "short",
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "longOffset",
  }
  try {
    made = new Intl.DateTimeFormat("en-GB", options)
  } catch {
    // A zone that this browser does not know: the offset that is shown says UTC.
    made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" })
  }
  formatters.set(name, made)
  return made
}

/** The parts of an instant in a zone: `time` is 09:30:00, `offset` is +01:00 or Z, `date` is Mon 30 Nov. */
export function parts(at, jobZone) {
  const found = {}
  for (const part of formatter(zone.for(jobZone)).formatToParts(at)) found[part.type] = part.value
  const offset = found.timeZoneName.replace("GMT", "").replace("+00:00", "") || "Z"
  return {
    time: `${found.hour}:${found.minute}:${found.second}`,
    clock: `${found.hour}:${found.minute}`,
    offset, year: found.year, hour: Number(found.hour), minute: Number(found.minute),
    date: `${found.weekday} ${found.day} ${found.month}`,
  }
}

/** An instant in full: with its date unless that is today's, with its year unless that is this one. */
export function absolute(at, jobZone) {
  if (at === null || at === undefined) return "–"
  const value = typeof at === "string" ? Date.parse(at) : at
  const its = parts(value, jobZone), today = parts(now(), jobZone)
  const year = its.year === today.year ? "" : ` ${its.year}`
  const date = its.date === today.date && !year ? "" : `${its.date}${year}, `
  return `${date}${its.time} ${its.offset}`
}

/** How far an instant is from now: `in 14 min`, `3 s ago`, `now`. */
export function relative(at, from = now()) {
  if (at === null || at === undefined) return "–"
  const difference = (typeof at === "string" ? Date.parse(at) : at) - from
  const size = Math.abs(difference)
  if (size < 1000) return "now"
  const text = coarse(size)
  return difference > 0 ? `in ${text}` : `${text} ago`
}

function coarse(milliseconds) {
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${Math.floor(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400 * 2) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** A duration in milliseconds, with the precision that its size deserves: `4 ms`, `1.2 s`, `2 min 14 s`, `3 h 05 min`. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "–"
  const size = Math.abs(milliseconds)
  if (size < 1) return "< 1 ms"
  if (size < 1000) return `${Math.round(size)} ms`
  if (size < 10_000) return `${(size / 1000).toFixed(1)} s`
  const seconds = Math.round(size / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor(seconds / 60) % 60)} min`
  return `${Math.floor(seconds / 86_400)} d ${Math.floor(seconds / 3600) % 24} h`
}

const pad = (number) => String(number).padStart(2, "0")

/** A whole number with separators. */
export const count = (number) => (number ?? 0).toLocaleString("en-GB")

/** A number with its noun: `1 job`, `2 jobs`. */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`

"""###),
DashboardFile("scripts/core/words.js", ###"""
// What outcomes, reasons and causes are called for a reader, and which of five kinds an outcome is shown as.

/** The kind decides colour and shape: ok, fail, miss, skip or run. */
export function kind(outcome) {
  switch (outcome) {
    case "succeeded": return "ok"
    case "failed": case "timedOut": case "crashed": return "fail"
    case "missed": return "miss"
    case "running": case "queued": case "retrying": return "run"
    case "due": case "pending": return "due"
    default: return "skip"
  }
}

export const outcomeWords = {
  succeeded: "succeeded", failed: "failed", timedOut: "timed out", crashed: "crashed", cancelled: "cancelled",
  skipped: "skipped", missed: "missed", pending: "not decided yet", running: "running", queued: "queued", retrying: "waiting to retry", due: "due",
}

/** A word that begins a heading. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

const reasons = {
  overlap: "overlap: as many runs as allowed were still running",
  paused: "paused: the job or the scheduler was paused",
  circuitOpen: "breaker open: too many failures in a row",
  draining: "shutting down: the replica took no new runs",
  grace: "grace: later than the misfire grace allows",
  coalesced: "coalesced: a newer instant stands for it",
  schedulerDown: "no scheduler was running",
  noHandler: "no replica serves its handler",
  claimsUnreachable: "claims could not be reached within the grace",
  rescheduled: "the job's trigger was changed while it waited",
  requested: "on request",
  replaced: "a newer run took its place",
  leaseLost: "the lease was lost: another replica may hold the lock",
  shutdown: "the scheduler stopped before the body ended",
}

/** A reason in words; one that this page does not know is shown as it came. */
export const reason = (word) => reasons[word] ?? word ?? ""

/** A reason in one word, for sums such as `7 skipped (overlap)`. */
export const shortReason = (word) =>
  ({
    circuitOpen: "breaker", schedulerDown: "no scheduler", noHandler: "no handler", claimsUnreachable: "claims",
    leaseLost: "lease lost",
  })[word] ?? word

export const causes = {
  scheduled: "by its schedule", "run-now": "on request", backfill: "backfill", requeue: "requeued", event: "after an event",
}

"""###),
DashboardFile("scripts/pages/attention.js", ###"""
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

"""###),
DashboardFile("scripts/pages/audit.js", ###"""
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

"""###),
DashboardFile("scripts/pages/dead-letters.js", ###"""
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

"""###),
DashboardFile("scripts/pages/fleet.js", ###"""
// Fleet: who is there, and who holds what?

import { h } from "../core/dom.js"
import { get } from "../core/api.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { counted, duration, now, relative } from "../core/time.js"
import { copyable } from "../parts/copy.js"
import { stateMark } from "../parts/icons.js"
import { skeletonCards } from "../parts/states.js"
import { inline } from "../parts/times.js"
import { openPause } from "../sheets/pause-sheet.js"

const marks = { running: "ok", draining: "miss", lost: "fail", idle: "idle", stopped: "skip" }

export const page = {
  name: "fleet",
  title: () => "Fleet",

  async load(context, signal) {
    const [fleet, locks] = await Promise.all([get("fleet", {}, signal), get("locks", {}, signal)])
    context.data = { fleet, locks }
    context.app.fleet = fleet
  },

  view(context) {
    if (!context.data) return [h("div", { class: "page-head" }, h("h1", {}, "Fleet")), skeletonCards(3)]
    const { fleet, locks } = context.data
    const running = fleet.replicas.filter((one) => one.status === "running").length
    return [
      h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Fleet"),
        h("p", {}, `${counted(running, "replica")} running`, fleet.status !== "ok" && h("span", { class: "fail-ink" }, ` · ${fleet.status}: ${fleet.reasons.join(", ")}`),
          ` · ${counted(fleet.running, "run goes", "runs go")} on · ${fleet.queued} queued`,
          fleet.view.of === "replica" && ` · as ${fleet.view.instance} alone sees it${fleet.view.reason ? `: ${fleet.view.reason}` : ""}`)),
        can("pause") && !fleet.pause && h("div", { class: "actions" }, h("button", { class: "btn", type: "button", onclick: () => openPause(null, context.app) }, "Pause everything…"))),
      replicas(fleet), h("div", { class: "two halves" }, claims(fleet), leases(locks)), locks.locks.length > 0 && lockTable(locks.locks),
    ]
  },
}

const head = (titles) => h("thead", {}, h("tr", {}, titles.map(([title, name = ""]) => h("th", { scope: "col", class: name }, title))))

function replicas(fleet) {
  return h("section", { "aria-label": "Replicas" }, h("div", { class: "table-frame stacked" }, h("table", {}, h("caption", { class: "visually-hidden" }, "Replicas"),
    head([["Replica", "w-30"], ["Heartbeat"], ["Running", "num"], ["Clock", "num"], ["Version"], ["Zone data"]]),
    h("tbody", {}, fleet.replicas.map((one) => h("tr", { key: one.instance },
      h("td", {}, stateMark(marks[one.status] ?? "idle", one.status), " ", h("span", { class: "strong" }, one.instance), one.is_this && [" ", h("span", { class: "tag" }, "answers")],
        one.status !== "running" && h("span", { class: one.status === "lost" ? "fail-ink" : "soft" }, ` ${one.status}`)),
      h("td", { class: one.status === "lost" ? "fail-ink" : "", "data-title": "Heartbeat" }, inline(one.last_seen)),
      h("td", { class: "num", "data-title": "Running" }, one.running),
      h("td", { class: "num", "data-title": "Clock" }, one.clock_offset_ms == null ? "–" : `${one.clock_offset_ms < 0 ? "−" : "+"}${Math.abs(one.clock_offset_ms).toFixed(1)} ms`),
      h("td", { "data-title": "Version" }, one.version ?? "–"), h("td", { "data-title": "Zone data" }, one.tzdata ?? "–")))))))
}

function claims({ claims: its, epoch, born, lateness_ms: late }) {
  const facts = Object.entries(its.facts)
  return h("section", { class: "card", "aria-labelledby": "claims-title" }, h("h2", { id: "claims-title" }, "Claims"),
    its.error && h("p", { class: "note bad" }, its.error),
    h("dl", { class: "facts" },
      h("dt", {}, "Kept in"), h("dd", { class: its.connected ? "" : "fail-ink" }, `${its.kind}${its.connected ? "" : ", not connected"}`),
      its.clock_offset_ms != null && [h("dt", {}, "Clock"), h("dd", {}, `${its.clock_offset_ms < 0 ? "−" : "+"}${Math.abs(its.clock_offset_ms).toFixed(1)} ms from the server's`)],
      h("dt", {}, "Starts late"), h("dd", {}, `${duration(late.p50)} usually, ${duration(late.p99)} at p99`),
      epoch && [h("dt", {}, "Epoch"), h("dd", {}, copyable(epoch), born && h("span", { class: "sub" }, ` since `, inline(born)))],
      facts.map(([name, value]) => [h("dt", { key: `${name} name` }, name), h("dd", { key: name }, value)])))
}

function leases({ leases: rows }) {
  return h("section", { class: "card", "aria-labelledby": "leases-title" }, h("h2", { id: "leases-title" }, "Runs and their leases"),
    rows.length === 0 ? h("p", { class: "soft" }, "Nothing is running.") :
      h("ul", { class: "lines" }, rows.map((lease) => {
        const isOver = lease.lease_ends && Date.parse(lease.lease_ends) < now()
        return h("li", { key: lease.run_id }, h("div", { class: "between" }, h("a", { class: "strong", href: href("jobs", lease.job) }, lease.job), h("a", { class: "link", href: href("runs", lease.run_id) }, "Run")),
          h("div", { class: "sub" }, `${lease.instance}, started `, inline(lease.started_at), lease.attempt > 1 && `, attempt ${lease.attempt}`, lease.crashes > 0 && `, ${counted(lease.crashes, "crash", "crashes")}`),
          h("div", { class: isOver ? "fail-ink" : "sub" }, lease.lease_ends && `lease ${isOver ? "ran out" : "ends"} ${relative(lease.lease_ends)}, `, "token ", copyable(String(lease.fencing_token)), `, lock ${lease.lock}`))
      })))
}

const lockTable = (rows) =>
  h("section", { "aria-label": "Locks" }, h("div", { class: "table-frame stacked" }, h("table", {}, h("caption", { class: "visually-hidden" }, "Locks"),
    head([["Lock", "w-30"], ["Holder"], ["Job"], ["Token", "num"], ["Left", "num"]]),
    h("tbody", {}, rows.map((one) => h("tr", { key: `${one.key}/${one.slot}` }, h("td", { class: "strong" }, one.key, one.slot > 0 && h("span", { class: "sub" }, ` slot ${one.slot}`)),
      h("td", { "data-title": "Holder" }, one.holder), h("td", { "data-title": "Job" }, one.job ? h("a", { href: href("jobs", one.job) }, one.job) : "–"),
      h("td", { class: "num", "data-title": "Token" }, one.fencing_token != null ? copyable(String(one.fencing_token)) : "–"), h("td", { class: "num", "data-title": "Left" }, duration(one.remaining_ms))))))))

"""###),
DashboardFile("scripts/pages/job-cards.js", ###"""
// The cards beside a job's instants: its policies and where each comes from, who holds it, how long it takes.

import { h } from "../core/dom.js"
import { counted, duration, now, relative } from "../core/time.js"
import { copyable } from "../parts/copy.js"
import { strip } from "../parts/strip.js"
import { inline } from "../parts/times.js"

/** The newest instants over the whole width, with what the shapes mean. */
export function wideStrip({ job, instants }) {
  const shown = instants.filter((row) => row.state !== "upcoming").reverse()
    .map((row) => ({ ...row, outcome: row.outcome ?? (row.state === "running" ? "running" : "queued") }))
  if (shown.length === 0) return null
  const key = [["ok", "ran, height by duration"], ["fail", "failed"], ["miss", "missed"], ["skip", "skipped"], ["run", "running"]]
  return h("section", { class: "card wide-strip", "aria-label": "Newest instants" }, strip(shown, { zone: job.time_zone, name: job.id, slots: Math.max(60, shown.length) }),
    h("p", { class: "legend" }, h("span", {}, counted(shown.length, "instant"), ", newest right"), key.map(([its, title]) => h("span", { key: its }, mark(its), title))))
}

const marks = { ok: "M0 12V4h4v8z", fail: "M0 12V9h4v3zM0 7V0h4v7z", miss: "M-1 4h6l-3 8z", skip: "M0 12V9h4v3z", run: "M.5 11.5v-8h3v8z" }
const mark = (its) => h("svg", { viewBox: "-1 0 6 12", "aria-hidden": "true" }, h("path", { class: `mark-${its}`, d: marks[its] }))

export function policies({ policies: rows, arguments: own }) {
  if (rows.length === 0) return null
  const isSet = (row) => row.source !== "default"
  const one = (row) => [h("dt", { key: `${row.name} name` }, row.name.replaceAll("-", " ")), h("dd", { key: `${row.name} value` }, row.words),
    h("dd", { class: "from", key: `${row.name} from` }, row.origin ?? row.source)]
  const set = rows.filter(isSet), rest = rows.filter((row) => !isSet(row))
  return h("section", { class: "card", "aria-labelledby": "policies-title" }, h("h2", { id: "policies-title" }, "Policies"),
    set.length > 0 && h("dl", { class: "facts three" }, set.map(one)),
    own !== null && own !== undefined && h("details", { class: "fold" }, h("summary", {}, "arguments"), h("pre", { class: "log" }, JSON.stringify(own, null, 2))),
    rest.length > 0 && h("details", { class: "fold" }, h("summary", {}, counted(rest.length, "default")), h("dl", { class: "facts three" }, rest.map(one))))
}

export function holder(leases, job) {
  if (leases.length === 0) return null
  return h("section", { class: "card", "aria-labelledby": "holder-title" }, h("h2", { id: "holder-title" }, leases.length === 1 ? "Holder" : "Holders"),
    leases.map((lease) => h("dl", { class: "facts", key: lease.run_id },
      h("dt", {}, "Replica"), h("dd", {}, lease.instance),
      h("dt", {}, "Started"), h("dd", {}, inline(lease.started_at, job.time_zone)),
      lease.lease_ends && [h("dt", {}, "Lease"), h("dd", { class: Date.parse(lease.lease_ends) < now() ? "fail-ink" : "" },
        Date.parse(lease.lease_ends) < now() ? `ran out ${relative(lease.lease_ends)}` : `ends ${relative(lease.lease_ends)} unless it is renewed`)],
      h("dt", {}, "Lock"), h("dd", {}, lease.lock),
      h("dt", {}, "Token"), h("dd", {}, copyable(String(lease.fencing_token))))))
}

export function durations(statistics, job) {
  if (!statistics) return null
  const rate = statistics.success_rate == null ? "–" : `${(statistics.success_rate * 100).toFixed(statistics.success_rate === 1 ? 0 : 1)} %`
  return h("section", { class: "card", "aria-labelledby": "durations-title" }, h("h2", { id: "durations-title" }, "How it does"),
    h("dl", { class: "facts" },
      h("dt", {}, "Succeeded"), h("dd", {}, `${rate} of ${counted(statistics.runs, "run")}`, statistics.from && h("span", { class: "sub" }, " since ", inline(statistics.from, job.time_zone))),
      h("dt", {}, "Takes"), h("dd", {}, `${duration(statistics.duration_ms.p50)} usually, ${duration(statistics.duration_ms.p95)} at p95`),
      h("dt", {}, "Starts late"), h("dd", {}, `${duration(statistics.lateness_ms.p50)} usually, ${duration(statistics.lateness_ms.p95)} at p95`),
      statistics.last_success && [h("dt", {}, "Last success"), h("dd", {}, inline(statistics.last_success, job.time_zone))],
      statistics.last_failure && [h("dt", {}, "Last failure"), h("dd", {}, inline(statistics.last_failure, job.time_zone))],
      statistics.last_error && [h("dt", {}, "Last error"), h("dd", {}, statistics.last_error)]))
}

"""###),
DashboardFile("scripts/pages/job-explain.js", ###"""
// Why did it run, or not, at an instant? Asked of the scheduler, answered in its words.

import { h } from "../core/dom.js"
import { get } from "../core/api.js"
import { absolute } from "../core/time.js"
import { openSheet } from "../parts/sheet.js"
import { inline } from "../parts/times.js"

const ask = (job, at) => get("explain", { job: job.id, at: new Date(at).toISOString() })

/** The answer about a row, in a sheet. */
export function showWhy(job, at) {
  const sheet = openSheet({
    title: `${job.id} at ${absolute(at, job.time_zone)}`,
    view: ({ state }) => state.problem ? h("p", { class: "note bad", role: "alert" }, state.problem.message)
      : state.answer ? answerView(state.answer, job) : h("p", {}, "Asking…"),
  })
  ask(job, at).then((answer) => sheet.set({ answer }), (problem) => sheet.set({ problem }))
}

function answerView(answer, job) {
  return [h("p", { class: "answer" }, answer.sentence),
    h("dl", { class: "facts" },
      answer.instance && [h("dt", {}, "Replica"), h("dd", {}, answer.instance)],
      answer.previous && [h("dt", {}, "Instant before"), h("dd", {}, absolute(answer.previous, job.time_zone))],
      answer.next && [h("dt", {}, "Instant after"), h("dd", {}, absolute(answer.next, job.time_zone))]),
    answer.run_id && h("p", {}, h("a", { class: "link", href: `#/runs/${encodeURIComponent(answer.run_id)}`, onclick: (event) => event.target.closest("dialog").close() }, "Open the run"))]
}

/** A question about any time, also one that has no row. */
export function explainForm(context, job) {
  const state = (context.explain ??= { at: "", answer: null, problem: null })
  const submit = async (event) => {
    event.preventDefault()
    if (!state.at) return
    try {
      Object.assign(state, { answer: await ask(job, state.at), problem: null })
    } catch (problem) {
      Object.assign(state, { answer: null, problem })
    }
    context.redraw()
  }
  return h("section", { class: "card", "aria-labelledby": "explain-title" },
    h("h2", { id: "explain-title" }, "Why did it run, or not, at…"),
    h("form", { class: "inline-form", onsubmit: submit },
      h("input", { class: "field", type: "datetime-local", step: "1", value: state.at, "aria-label": "Time, in this computer's zone", oninput: (event) => { state.at = event.target.value } }),
      h("button", { class: "btn", type: "submit" }, "Explain")),
    h("div", { role: "status" }, state.problem && h("p", { class: "note bad" }, state.problem.message),
      state.answer && [h("p", { class: "sub" }, inline(state.answer.instant, job.time_zone), ` · ${absolute(state.answer.instant, job.time_zone)}`), answerView(state.answer, job)]))
}

"""###),
DashboardFile("scripts/pages/job-instants.js", ###"""
// The instants of a job in one list: to come above the line of now, past below it, newest first, each with its reason.

import { h } from "../core/dom.js"
import { can } from "../core/session.js"
import { absolute, counted, duration, now, relative } from "../core/time.js"
import { causes, kind, outcomeWords, reason } from "../core/words.js"
import { openCancel } from "../sheets/confirm-sheet.js"
import { showWhy } from "./job-explain.js"

const keyOf = (row) => `${row.at}/${row.run_id ?? ""}/${row.attempt}/${row.cause}`
const isAhead = (row) => row.state === "upcoming"

export function instantList(context, detail) {
  const job = detail.job
  const rows = held(context, detail.instants)
  const ahead = rows.filter(isAhead), past = rows.filter((row) => !isAhead(row))
  const waiting = context.waiting ?? 0
  return h("section", { class: "card instants", "aria-labelledby": "instants-title" },
    h("div", { class: "card-head" }, h("h2", { id: "instants-title" }, "Instants"),
      waiting > 0 && h("button", { class: "btn small", type: "button", onclick: () => { context.shown = undefined; context.redraw() } }, `${waiting} new`)),
    h("table", {}, h("caption", { class: "visually-hidden" }, "Instants, newest first"),
      h("thead", { class: "visually-hidden" }, h("tr", {}, ["Instant", "Took", "What became of it", "More"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, ahead.map((row) => upcoming(row, job)),
        h("tr", { class: "now", key: "now" }, h("td", { colspan: "4" }, h("span", {}, `now ${absolute(now(), job.time_zone)}`))),
        past.map((row) => pastRow(context, row, job)))),
    past.length === 0 && h("p", { class: "soft" }, "Nothing has come due yet."))
}

/** While the pointer or the focus is in the list, new rows wait behind a button; what is shown changes in place. */
function held(context, rows) {
  const element = document.querySelector(".instants")
  const isBusy = element && (element.querySelector("tbody")?.matches(":hover") || element.querySelector("tbody")?.contains(document.activeElement))
  context.waiting = 0
  if (!isBusy || !context.shown) {
    context.shown = new Set(rows.map(keyOf))
    return rows
  }
  const known = rows.filter((row) => isAhead(row) || context.shown.has(keyOf(row)) || row.state === "running")
  context.waiting = rows.length - known.length
  return known
}

const upcoming = (row, job) =>
  h("tr", { class: "ahead", key: `ahead ${row.at}` }, h("td", { class: "when" }, absolute(row.at, job.time_zone)), h("td", { class: "took" }, relative(row.at)),
    h("td", {}, row.why === "it is still to come" ? "due" : row.why, row.duration_ms != null && h("span", { class: "sub" }, ` · usually ${duration(row.duration_ms)}`)), h("td"))

function pastRow(context, row, job) {
  const word = row.state === "running" ? "running" : row.state === "waiting" ? "queued" : row.state === "pending" ? "pending" : row.outcome ?? row.state
  const its = kind(word)
  const why = words(row)
  const at = row.count > 1 ? `${absolute(row.first_at, job.time_zone)} – ${absolute(row.at, job.time_zone)}` : absolute(row.at, job.time_zone)
  return h("tr", { key: keyOf(row) }, h("td", { class: "when" }, h("time", { datetime: row.at, title: relative(row.at) }, at)),
    h("td", { class: "took" }, row.state === "running" ? relative(row.started_at ?? row.at).replace(" ago", "") : row.started_at ? duration(row.duration_ms) : ""),
    h("td", {}, h("span", { class: `outcome mark-left ${its}` }, h("b", { class: `${its}-ink` }, outcomeWords[word] ?? word),
      row.count > 1 && ` ${counted(row.count, "instant")}`, why && h("span", { class: "why" }, ` ${why}`))),
    h("td", { class: "more" }, more(context, row, job)))
}

/** What the row says beyond its outcome: the reason, the message and what is unusual about it. */
function words(row) {
  const parts = []
  if (row.cause !== "scheduled") parts.push(causes[row.cause] ?? row.cause)
  if (row.dry_run) parts.push("dry run")
  if (row.attempt > 1) parts.push(`attempt ${row.attempt}`)
  if (row.reason) parts.push(reason(row.reason))
  else if (!row.outcome) parts.push(row.why.replace(/^it is running /, ""))
  if (row.message) parts.push(row.message)
  if (row.will_retry) parts.push("a retry follows")
  return parts.join(", ")
}

function more(context, row, job) {
  if (row.state === "running" && row.run_id && can("cancel")) {
    return h("button", { class: "btn small", type: "button", onclick: () => openCancel({ ...row, job: job.id }, context.app) }, "Cancel…")
  }
  if (row.run_id) return h("a", { class: "instant-link soft", href: `#/runs/${encodeURIComponent(row.run_id)}`, "aria-label": `Run of ${absolute(row.at, job.time_zone)}` }, "Run")
  return h("button", { class: "btn bare small soft", type: "button", "aria-label": `Why, ${absolute(row.at, job.time_zone)}`, onclick: () => showWhy(job, row.at) }, "Why")
}

"""###),
DashboardFile("scripts/pages/job.js", ###"""
// One job: why did it not run?

import { h } from "../core/dom.js"
import { get, path } from "../core/api.js"
import { line, scheduleWords, stateKind, stateWords, urgent } from "../core/job-words.js"
import { can } from "../core/session.js"
import { copyable } from "../parts/copy.js"
import { books } from "../parts/books.js"
import { stateMark } from "../parts/icons.js"
import { lives } from "../parts/life.js"
import { skeletonRows } from "../parts/states.js"
import { explainForm } from "./job-explain.js"
import { instantList } from "./job-instants.js"
import { durations, holder, policies, wideStrip } from "./job-cards.js"
import { openBackfill } from "../sheets/backfill-sheet.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openReschedule } from "../sheets/reschedule-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

export const page = {
  name: "job",
  title: (context) => context.route.id,

  async load(context, signal) {
    const id = context.route.id
    const [detail, books, statistics, locks] = await Promise.all([
      get(path("jobs", id), {}, signal),
      // The cards beside the list may fail, or be late, without the page.
      get(path("jobs", id, "books"), { days: 7 }, signal).catch(ignore),
      get(path("jobs", id, "statistics"), {}, signal).catch(ignore),
      get("locks", {}, signal).catch(ignore),
    ])
    context.data = { detail, books, statistics, leases: locks?.leases.filter((lease) => lease.job === id) ?? [] }
  },

  event(context, name, data) {
    return data?.job !== undefined && data.job !== null && data.job !== context.route.id
  },

  view(context) {
    if (!context.data) return [crumb(), h("h1", { class: "title" }, context.route.id), skeletonRows(9, 36)]
    const { detail, books: days, statistics, leases } = context.data
    const job = detail.job
    return [head(context, job), lives(job.id),
      wideStrip(detail),
      h("div", { class: "two" },
        h("div", { class: "stack" }, instantList(context, detail), explainForm(context, job)),
        h("div", { class: "stack" }, books(days, job), holder(leases, job), policies(detail), durations(statistics, job)))]
  },

  keys: (context) => ({
    r: () => context.data && can("run") && openRun(context.data.detail.job, context.app),
    p: () => {
      const job = context.data?.detail.job
      if (!job) return
      if (job.paused) { if (can("resume")) openResume(job, context.app) } else if (can("pause")) openPause(job, context.app)
    },
    s: () => context.data?.detail.job.source === "store" && can("reschedule") && openReschedule(context.data.detail.job, context.app),
    b: () => context.data && can("backfill") && openBackfill(context.data.detail.job, context.app),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => { location.hash = "#/jobs" },
  }),
}

function ignore(problem) {
  if (problem.status === 0 || problem.name === "AbortError") throw problem
  return null
}

function step(by) {
  const links = [...document.querySelectorAll(".instants a.instant-link")]
  const at = links.indexOf(document.activeElement)
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
}

const crumb = () => h("a", { class: "crumb", href: "#/jobs" }, h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M10 3.5 5.5 8l4.5 4.5" })), "Jobs")

function head(context, job) {
  const its = line(job)
  const needs = job.states.filter((state) => urgent.has(state))
  return h("div", { class: "page-head" }, h("div", {}, crumb(),
    h("h1", { class: "title" }, stateMark(stateKind(job), stateWords(job.state)), " ", job.id, job.tags.map((tag) => [" ", h("span", { class: "tag" }, tag)])),
    h("p", {}, scheduleWords(job) ?? "Known to other replicas only", job.time_zone && `, ${job.time_zone}`, job.trigger && job.trigger !== job.schedule && [" ", copyable(job.trigger, h("span", { class: "mono faint" }, job.trigger))]),
    job.description && h("p", {}, job.description),
    (job.paused || needs.length > 0) && h("p", { class: its.kind === "sub" ? "soft" : `${its.kind}-ink` }, its.kind === "sub" ? stateWords(job.state) : its.text)),
    h("div", { class: "actions" },
      can("run") && h("button", { class: "btn go", type: "button", onclick: () => openRun(job, context.app) }, "Run now…"),
      job.paused ? can("resume") && h("button", { class: "btn", type: "button", onclick: () => openResume(job, context.app) }, "Resume…")
        : can("pause") && h("button", { class: "btn", type: "button", onclick: () => openPause(job, context.app) }, "Pause…"),
      can("backfill") && h("button", { class: "btn", type: "button", onclick: () => openBackfill(job, context.app) }, "Backfill…"),
      can("reschedule") && job.source === "store" && h("button", { class: "btn", type: "button", onclick: () => openReschedule(job, context.app) }, "Reschedule…")))
}

"""###),
DashboardFile("scripts/pages/jobs-filter.js", ###"""
// The filters of the list live in the address, so that a copied link shows the same rows.

import { replaceQuery } from "../core/route.js"

export function setFilter(context, values) {
  Object.assign(context.filters, values)
  context.at = -1
  context.order = undefined
  replaceQuery(context.filters)
  context.redraw()
}

"""###),
DashboardFile("scripts/pages/jobs-row.js", ###"""
// One job in the list; on a phone, a card of two lines.

import { h, icon, lazy } from "../core/dom.js"
import { instants, line, ownerWords, scheduleWords, stateKind, stateWords } from "../core/job-words.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { absolute, duration, now, relative, zone } from "../core/time.js"
import { stateMark } from "../parts/icons.js"
import { openMenu } from "../parts/menu.js"
import { strip } from "../parts/strip.js"
import { openBackfill } from "../sheets/backfill-sheet.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

const phone = matchMedia("(max-width: 760px)")

/** The height of a row in pixels: rows that are not made have to have one. */
export const tall = () => (phone.matches ? 78 : 58)

export function jobRow(context, job, at) {
  const isOn = context.at === at
  // The texts that change with time are inputs: a row is made again only when one of them differs.
  const next = job.next_run ? relative(Date.parse(job.next_run) < now() ? now() : job.next_run) : ""
  return lazy(job.id, [job, at, isOn, next, zone.choice, can("run"), can("pause"), can("resume"), Math.floor(Date.now() / 60_000)],
    () => row(context, job, at, isOn, next))
}

function row(context, job, at, isOn, next) {
  const its = line(job)
  return h("tr", { class: isOn ? "on" : "", "data-row": String(at), "aria-rowindex": String(at + 2),
    onclick: (event) => { if (!event.target.closest("a, button, .strip")) location.hash = href("jobs", job.id) } },
    h("td", { class: "c-state" }, stateMark(stateKind(job), stateWords(job.state))),
    h("td", { class: "c-job" },
      h("div", { class: "cut" }, h("a", { class: "strong", href: href("jobs", job.id) }, job.id),
        job.tags.slice(0, 2).map((tag) => [" ", h("span", { class: "tag" }, tag)])),
      h("div", { class: `cut line ${its.kind === "sub" ? "sub" : `${its.kind}-ink`}`, title: its.text }, its.text)),
    h("td", { class: "c-schedule" }, h("div", { class: "cut", title: job.trigger }, scheduleWords(job) ?? "on other replicas"), h("div", { class: "sub cut" }, job.time_zone ?? "")),
    h("td", { class: "c-strip" }, strip(instants(job.strip), { zone: job.time_zone, name: job.id })),
    h("td", { class: "c-next" }, nextCell(job, next)),
    h("td", { class: "c-late num" }, duration(job.lateness_p95_ms)),
    h("td", { class: "c-owner" }, h("div", { class: "cut" }, ownerWords(job.owner) || "–"),
      job.owner?.accountable && job.owner.accountable !== ownerWords(job.owner) && h("div", { class: "sub cut" }, job.owner.accountable)),
    h("td", { class: "c-act" }, actions(context, job)))
}

function nextCell(job, next) {
  if (job.paused) return [h("div", {}, "paused"), h("div", { class: "sub cut" }, job.next_run ? `would be ${absolute(job.next_run, job.time_zone)}` : "")]
  if (!job.next_run) return [h("div", { class: "soft" }, job.state === "finished" ? "finished" : "when it happens"), h("div", { class: "sub" }, " ")]
  return h("time", { datetime: job.next_run }, h("div", {}, next), h("div", { class: "sub cut" }, absolute(job.next_run, job.time_zone)))
}

function actions(context, job) {
  const items = [
    can("pause") && !job.paused && ["Pause…", () => openPause(job, context.app)],
    can("resume") && job.paused && ["Resume…", () => openResume(job, context.app)],
    can("backfill") && ["Backfill…", () => openBackfill(job, context.app)],
  ].filter(Boolean)
  if (!can("run") && items.length === 0) return null
  return h("div", { class: "row-actions" },
    can("run") && h("button", { class: "btn small", type: "button", "aria-label": `Run ${job.id}`, onclick: () => openRun(job, context.app) }, "Run…"),
    items.length > 0 && h("button", { class: "btn small icon-only", type: "button", "aria-label": `More for ${job.id}`, "aria-haspopup": "menu",
      onclick: (event) => openMenu(event.currentTarget, items) }, icon("more")))
}

"""###),
DashboardFile("scripts/pages/jobs-tools.js", ###"""
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

"""###),
DashboardFile("scripts/pages/jobs.js", ###"""
// Jobs: is all well, and what is next?

import { h, icon } from "../core/dom.js"
import { get } from "../core/api.js"
import { JobList } from "../core/job-list.js"
import { live } from "../core/live.js"
import { href } from "../core/route.js"
import { can, session } from "../core/session.js"
import { counted, now, relative } from "../core/time.js"
import { lives } from "../parts/life.js"
import { visibleRows } from "../parts/rows.js"
import { emptyState, skeletonRows } from "../parts/states.js"
import { stats } from "../parts/stats.js"
import { jobRow, tall } from "./jobs-row.js"
import { setFilter } from "./jobs-filter.js"
import { toolbar } from "./jobs-tools.js"
import { openPause, openResume } from "../sheets/pause-sheet.js"
import { openRun } from "../sheets/run-sheet.js"

const list = new JobList()
let overview, overviewAt = 0

export const page = {
  name: "jobs",
  onScroll: true,
  title: () => "Jobs",

  enter(context) {
    context.filters = Object.fromEntries(context.route.query)
    context.at = -1
    if (list.all.length > 0) context.data = list
  },

  async load(context, signal) {
    // Listening to events, only what they spoke of is asked for; everything, once in five minutes.
    const isFresh = live.isOpen && !context.isIncomplete && Date.now() - list.loadedAt < 300_000
    // An event that comes while this is being asked makes it incomplete again.
    context.isIncomplete = false
    try {
      if (!isFresh || !(await list.refreshRest(signal))) await list.load(signal)
    } catch (problem) {
      context.isIncomplete = true
      throw problem
    }
    context.data = list
    if (Date.now() - overviewAt > 15_000) {
      overviewAt = Date.now()
      get("overview", {}, signal).then((value) => { overview = value; context.redraw() }, () => {})
    }
    await refreshVisible(context)
  },

  event(context, name, data) {
    const job = data?.job
    if (name !== "run-started" && name !== "run-ended" && name !== "job-changed") {
      if (name === "reset" || name === "dropped") context.isIncomplete = true
      // States such as overdue change without a run: the next slow question asks for all of them.
      if (name === "attention") list.loadedAt = 0
      return !context.isIncomplete
    }
    // A job that this page does not know, or all of them.
    if (!list.byID.has(job)) return !(context.isIncomplete = true)
    list.heard(job)
    refreshSoon(context)
    return true
  },

  view(context) {
    if (!context.data) return [head(context), skeletonRows(8, tall())]
    if (list.all.length === 0) return [head(context), noJobs()]
    const rows = held(context)
    return [head(context), stats(overview, list), lives(), toolbar(context, list, rows.length), table(context, rows)]
  },

  keys: (context) => ({
    "/": () => document.getElementById("search")?.focus(),
    j: () => move(context, 1),
    k: () => move(context, -1),
    Enter: (event) => {
      const job = context.rows?.[context.at]
      if (!job || event.target.closest?.("a, button")) return false
      location.hash = href("jobs", job.id)
    },
    r: () => act(context, (job) => can("run") && openRun(job, context.app)),
    p: () => act(context, (job) => job.paused
      ? can("resume") && openResume(job, context.app) : can("pause") && openPause(job, context.app)),
    Escape: () => { context.at = -1; context.redraw() },
  }),
}

function act(context, open) {
  const job = context.rows?.[context.at]
  if (job) open(job)
}

function move(context, step) {
  const rows = context.rows ?? []
  if (rows.length === 0) return
  context.at = Math.max(0, Math.min(rows.length - 1, context.at + step))
  const body = document.getElementById("rows")
  const top = body.getBoundingClientRect().top + context.at * tall()
  if (top < 140 || top + tall() > innerHeight - 60) scrollBy(0, top - innerHeight / 2)
  context.redraw()
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.querySelector(`[data-row="${context.at}"] a`)?.focus({ preventScroll: true })
  }))
}

/** The rows in order. While the pointer or the focus is in the list its order stays, so that nothing moves below a finger. */
function held(context) {
  const body = document.getElementById("rows")
  const isBusy = body && (body.matches(":hover") || body.contains(document.activeElement))
  let rows = list.filtered(context.filters)
  if (isBusy && context.order) {
    const place = new Map(context.order.map((id, at) => [id, at]))
    rows = rows.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity))
  }
  context.order = rows.map((job) => job.id)
  return (context.rows = rows)
}

function refreshSoon(context) {
  context.refreshing ??= setTimeout(() => {
    context.refreshing = undefined
    if (!context.leave.signal.aborted) refreshVisible(context)
  }, 700)
}

async function refreshVisible(context) {
  const shown = (context.rows ?? list.filtered(context.filters).slice(0, 30)).slice(context.from ?? 0, context.to ?? 30)
  try {
    if (await list.refreshShown(shown.map((job) => job.id), context.leave.signal)) context.redraw()
    // What has not settled is asked for once more.
    if (shown.some((job) => list.dirty.has(job.id))) refreshSoon(context)
  } catch {
    // The next question says what is wrong.
  }
}

function head(context) {
  const counts = list.counts()
  const next = counts.next
  const verdict = counts.attention > 0 ? `${counted(counts.attention, "job needs", "jobs need")} somebody` : "All is well"
  return h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Jobs"),
    context.data && list.all.length > 0 && h("p", {},
      h("a", { class: counts.attention > 0 ? "fail-ink strong" : "", href: "#/attention" }, verdict), ". ",
      next && ["Next: ", h("a", { href: href("jobs", next.id) }, next.id), ` ${Date.parse(next.next_run) < now() ? "now" : relative(next.next_run)}.`],
      list.view?.of === "replica" && session.shares_claims && h("span", { class: "miss-ink" }, ` As ${list.view.instance} alone sees it: ${list.view.reason ?? ""}`))),
    can("pause") && !context.app.fleet?.pause && list.all.length > 0 && h("div", { class: "actions" },
      h("button", { class: "btn", type: "button", onclick: () => openPause(null, context.app) }, "Pause everything…")))
}

const columns = [
  ["", "", "c-state"], ["job", "Job", "c-job"], ["", "Schedule", "c-schedule"], ["", "Last 60 instants", "c-strip"],
  ["next", "Next", "c-next"], ["lateness", "Late p95", "c-late num"], ["owner", "Owner", "c-owner"], ["", "", "c-act"],
]

function table(context, rows) {
  const { from, to } = visibleRows(document.getElementById("rows"), rows.length, tall())
  const moved = from !== context.from || to !== context.to
  Object.assign(context, { from, to })
  if (moved) {
    clearTimeout(context.settling)
    context.settling = setTimeout(() => refreshVisible(context), 80)
  }
  const gap = (count, key) => h("tr", { class: "gap", key, "aria-hidden": "true" }, h("td", { colspan: "8", vars: { "--tall": `${count * tall()}px` } }))
  return h("div", { class: "table-frame" },
    h("table", { class: "jobs-table", "aria-rowcount": String(rows.length + 1) },
      h("caption", { class: "visually-hidden" }, "Jobs"),
      h("thead", {}, h("tr", {}, columns.map(([sort, title, name]) => header(context, sort, title, name)))),
      h("tbody", { id: "rows" }, from > 0 && gap(from, "gap-above"),
        rows.slice(from, to).map((job, at) => jobRow(context, job, from + at)),
        to < rows.length && gap(rows.length - to, "gap-below"))),
    rows.length === 0 && emptyState("No job matches.", h("p", {}, h("button", { class: "btn", type: "button",
      onclick: () => setFilter(context, { q: "", state: "", tag: "", owner: "" }) }, "Clear the filters"))))
}

function header(context, sort, title, name) {
  if (!sort) return h("th", { scope: "col", class: name }, title || h("span", { class: "visually-hidden" }, name === "c-act" ? "Actions" : "State"))
  const current = context.filters.sort ?? ""
  const isUp = current === sort, isDown = current === `-${sort}`
  return h("th", { scope: "col", class: name, "aria-sort": isUp ? "ascending" : isDown ? "descending" : undefined },
    h("button", { type: "button", onclick: () => setFilter(context, { sort: isUp ? `-${sort}` : isDown ? "" : sort }) },
      title, (isUp || isDown) && icon(isUp ? "up" : "down")))
}

const noJobs = () => emptyState("No jobs yet. Three lines add the first:",
  h("pre", { class: "log" }, 'try await scheduler.add("say-hello", .every(.minutes(1))) { run in\n  print("hello from", run.instance)\n}'),
  h("p", { class: "sub" }, "It appears here as soon as it is added."))

"""###),
DashboardFile("scripts/pages/run.js", ###"""
// One run: what happened in it, and what protects it while it goes on.

import { h } from "../core/dom.js"
import { get, path } from "../core/api.js"
import { href } from "../core/route.js"
import { can } from "../core/session.js"
import { absolute, duration, now, relative } from "../core/time.js"
import { capital, causes, kind, outcomeWords } from "../core/words.js"
import { copyable } from "../parts/copy.js"
import { logCard, progressBar } from "../parts/evidence.js"
import { stateMark } from "../parts/icons.js"
import { lives } from "../parts/life.js"
import { skeletonCards } from "../parts/states.js"
import { exact, when } from "../parts/times.js"
import { confirm, openCancel } from "../sheets/confirm-sheet.js"

export const page = {
  name: "run",
  title: (context) => context.data?.run.job ? `${context.data.run.job}, run` : "Run",

  async load(context, signal) {
    const detail = await get(path("runs", context.route.id), {}, signal)
    // The zone in which its instants are shown is its job's.
    context.zone ??= await get(path("jobs", detail.run.job), {}, signal).then(({ job }) => job.time_zone, () => null)
    context.data = detail
  },

  /** While it goes on its log grows without an event. */
  enter(context) {
    const asking = setInterval(() => {
      if (!document.hidden && context.data?.run.state === "running") context.reload().catch(() => {})
    }, 2000)
    context.leave.signal.addEventListener("abort", () => clearInterval(asking))
  },

  event(context, name, data) {
    if (!context.data || !data?.job) return false
    if (data.job !== context.data.run.job) return true
    if (name !== "progress") return false
    // The bar moves at once; the log is asked for with it.
    if (data.run_id === context.data.run.run_id) {
      context.data.run.progress = data.progress
      context.redraw()
      return false
    }
    return true
  },

  view(context) {
    if (!context.data) return [h("h1", { class: "title" }, "Run"), skeletonCards(2)]
    const { run, attempts, dead_letter: letter, arguments: own, evidence } = context.data
    return [head(context, context.data), progressBar(run, evidence), lives(run.job), letter && deadLetter(context, letter),
      h("div", { class: "two" },
        h("div", { class: "stack" }, logCard(run, evidence, context.zone), attemptList(attempts, context.zone), own !== null && own !== undefined && argumentsCard(own, run, letter)),
        h("div", { class: "stack" }, facts(context.data, context.zone)))]
  },

  keys: (context) => ({
    Escape: () => { location.hash = href("jobs", context.data?.run.job) },
    p: () => context.data?.cancellable && can("cancel") && openCancel(context.data.run, context.app),
  }),
}

const word = (run) => (run.state === "running" ? "running" : run.outcome)

function head(context, { run, cancellable, trace_url: trace }) {
  const its = word(run)
  return h("div", { class: "page-head" }, h("div", {},
    h("a", { class: "crumb", href: href("jobs", run.job) }, h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M10 3.5 5.5 8l4.5 4.5" })), run.job),
    h("h1", { class: "title" }, stateMark(kind(its) === "skip" ? "idle" : kind(its), outcomeWords[its] ?? its), " ", capital(outcomeWords[its] ?? its),
      run.dry_run && h("span", { class: "tag" }, "dry run"), run.attempt > 1 && h("span", { class: "tag" }, `attempt ${run.attempt}`)),
    h("p", {}, `${run.job}, instant `, exact(run.scheduled_at, context.zone), ` (${relative(run.scheduled_at)}), ${causes[run.cause] ?? run.cause}`),
    run.message && h("pre", { class: kind(its) === "fail" ? "log error" : "log" }, run.message)),
    h("div", { class: "actions" },
      trace && /^https?:/.test(trace) && h("a", { class: "btn", href: trace, rel: "noreferrer", target: "_blank" }, "Open the trace"),
      cancellable && can("cancel") && h("button", { class: "btn danger", type: "button", onclick: () => openCancel(run, context.app) }, "Cancel the run…")))
}

function deadLetter(context, letter) {
  const ask = (action, title, text, danger) => confirm({
    title: `${title} ${letter.job}`, action: title, danger, app: context.app, text, typed: danger ? letter.job : undefined,
    path: path("dead-letters", letter.id, action), after: () => context.reload(),
  })
  return h("div", { class: "note bad between" }, h("span", {}, `Given up after ${letter.attempts} attempts: it is a dead letter.`),
    h("span", { class: "buttons" },
      can("requeue") && h("button", { class: "btn small", type: "button", onclick: () => ask("requeue", "Requeue", "The firing runs again, with its own instant and arguments.") }, "Requeue…"),
      can("discard") && h("button", { class: "btn small danger", type: "button", onclick: () => ask("discard", "Discard", "The dead letter is thrown away; its rows of history stay.", true) }, "Discard…")))
}

function attemptList(attempts, zone) {
  return h("section", { class: "card", "aria-labelledby": "attempts-title" }, h("h2", { id: "attempts-title" }, "Attempts"),
    h("ol", { class: "attempts" }, attempts.map((one) => {
      const its = word(one), mark = kind(its)
      return h("li", { key: `${one.attempt}/${one.run_id}`, class: mark },
        h("div", { class: "between" }, h("b", { class: `${mark}-ink` }, `${one.attempt}. ${outcomeWords[its] ?? its}`),
          h("span", { class: "sub" }, one.state === "running" ? `for ${duration(now() - Date.parse(one.started_at))}` : duration(one.duration_ms))),
        h("div", { class: "sub" }, one.started_at ? ["started ", absolute(one.started_at, zone)] : "not started", ` on ${one.instance}`,
          one.lateness_ms != null && `, ${duration(one.lateness_ms)} late`),
        (one.message || one.why) && h("p", { class: "soft" }, one.message ?? one.why),
        one.will_retry && h("p", { class: "sub" }, "A retry follows."))
    })))
}

/** A dead letter keeps those of its run; else the API knows those of the job. */
const argumentsCard = (own, run, letter) =>
  h("section", { class: "card", "aria-labelledby": "arguments-title" }, h("h2", { id: "arguments-title" }, letter ? "Arguments" : "The job's arguments"),
    h("pre", { class: "log" }, JSON.stringify(own, null, 2)),
    !letter && run.cause === "run-now" && h("p", { class: "sub" }, "A run on request may have had others, which are not recorded."))

function facts({ run }, zone) {
  const fact = (title, value) => value !== null && value !== undefined && value !== false && [h("dt", {}, title), h("dd", {}, value)]
  return h("section", { class: "card", "aria-labelledby": "facts-title" }, h("h2", { id: "facts-title" }, "Facts"),
    h("dl", { class: "facts" },
      fact("Run", run.run_id && copyable(run.run_id)),
      fact("Instant", when(run.scheduled_at, zone)),
      fact("Started", run.started_at && when(run.started_at, zone)),
      fact("Ended", run.ended_at && when(run.ended_at, zone)),
      fact("Took", run.duration_ms != null && duration(run.duration_ms)),
      fact("Late by", run.lateness_ms != null && duration(run.lateness_ms)),
      fact("Replica", run.instance), fact("Lock", run.lock),
      fact("Token", run.fencing_token != null && copyable(String(run.fencing_token))),
      fact("Lease", run.lease_ends && run.state === "running" && `ends ${relative(run.lease_ends)} unless it is renewed`)))
}

"""###),
DashboardFile("scripts/pages/timeline-chart.js", ###"""
// The drawing of the timeline: an axis, the starts per minute, and a row per job whose bars are one path per kind.

import { h, lazy } from "../core/dom.js"
import { href } from "../core/route.js"
import { counted, parts, zone } from "../core/time.js"
import { kind } from "../core/words.js"
import { tip } from "../parts/tip.js"

export const rowTall = 34
const barTop = 9, barHigh = 16
const minute = 60_000

/** The width of the chart's column in pixels. */
export function chartWidth() {
  const page = Math.min(1440, document.documentElement.clientWidth)
  return Math.max(200, page <= 760 ? page - 26 : page - 50 - 246)
}

const x = (view, at) => ((at - view.from) / (view.to - view.from)) * view.wide
const round = (value) => Math.round(value * 10) / 10

const steps = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((minutes) => minutes * minute)

export function axis(view, changes) {
  const step = steps.find((each) => ((view.to - view.from) / each) * 74 <= view.wide) ?? steps.at(-1)
  const ticks = []
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) ticks.push(at)
  return h("svg", { class: "axis", viewBox: `0 0 ${view.wide} 22`, width: view.wide, height: 22, "aria-hidden": "true" },
    changes.map((change) => band(view, change, 22)),
    ticks.map((at) => {
      const its = parts(at, null), left = x(view, at)
      if (Math.abs(left - view.wide / 2) < 46 || left < 16 || left > view.wide - 16) return null
      return h("text", { key: at, x: round(left), y: 14, "text-anchor": "middle" }, its.clock === "00:00" ? its.date : its.clock)
    }),
    h("text", { class: "now-text", x: round(view.wide / 2), y: 14, "text-anchor": "middle" }, `now ${parts(view.now, null).clock} ${parts(view.now, null).offset}`))
}

/** An hour on each side of a change of the clocks. */
function band(view, change, tall) {
  const at = Date.parse(change.at)
  const left = Math.max(0, x(view, at - 30 * minute)), right = Math.min(view.wide, x(view, at + 30 * minute))
  if (right <= left) return null
  return h("rect", { key: `change ${change.time_zone}`, class: "clock-change", x: round(left), width: round(right - left), height: tall })
}

export function histogram(view, { starts, clockChanges }) {
  const tall = 34
  // Never narrower than two pixels: neighbouring minutes share a bar, which shows the fullest of them.
  const columns = new Map()
  let most = 1
  for (const [at, number] of starts) {
    if (at < view.from || at > view.to) continue
    const column = Math.floor(x(view, at) / 3)
    const known = columns.get(column)
    if (!known || known.number < number) columns.set(column, { number, at })
    most = Math.max(most, number)
  }
  let d = ""
  for (const [column, { number }] of columns) {
    const high = Math.max(1.5, (number / most) * (tall - 6))
    d += `M${column * 3} ${tall}v${-round(high)}h2v${round(high)}z`
  }
  const fullest = [...columns.values()].reduce((best, one) => (!best || one.number > best.number ? one : best), undefined)
  return h("svg", { class: "histogram", viewBox: `0 0 ${view.wide} ${tall}`, width: view.wide, height: tall, role: "img",
    "aria-label": `Starts per minute, at most ${most}${fullest ? ` at ${parts(fullest.at, null).clock}` : ""}`,
    onpointermove: (event) => {
      const found = columns.get(Math.floor(event.offsetX / 3)) ?? columns.get(Math.floor(event.offsetX / 3) - 1)
      if (found) tip.showRows(event.currentTarget, [h("b", {}, counted(found.number, "start")), ` at ${parts(found.at, null).clock} ${parts(found.at, null).offset}`], event.offsetX)
      else tip.hide()
    },
    onpointerleave: () => tip.hide(),
  }, clockChanges.map((change) => band(view, change, tall)), h("path", { class: "starts", d }), nowLine(view, tall))
}

const nowLine = (view, tall) => h("path", { class: "now-line", d: `M${round(view.wide / 2)} 0V${tall}` })

export function timelineRow(row, view, data) {
  // A row moves by a pixel in view.span / wide: until then it is not drawn again.
  const tick = Math.floor(view.now / ((view.to - view.from) / view.wide))
  return lazy(row.job, [row, tick, view.wide, view.to - view.from, zone.choice], () => h("tr", {},
    h("th", { scope: "row" }, h("a", { class: "cut", href: href("jobs", row.job), title: row.job }, row.job)),
    h("td", { class: "chart" }, picture(row, view, data))))
}

function picture(row, view, data) {
  const paths = {}
  const add = (its, d) => { paths[its] = (paths[its] ?? "") + d }
  const sums = {}
  let lastLeft = {}
  for (const run of row.ran) {
    const its = run.state === "running" ? "run" : kind(run.outcome)
    sums[its] = (sums[its] ?? 0) + run.count
    const begin = Date.parse(run.started_at ?? run.scheduled_at), end = run.started_at ? Date.parse(run.ended_at ?? new Date(view.now).toISOString()) : begin
    const left = round(x(view, begin)), wide = Math.max(2.5, round(x(view, end) - left))
    if (left + wide < 0 || left > view.wide) continue
    // Bars in one and the same pixel are drawn once.
    if (lastLeft[its] === Math.round(left) && wide < 3) continue
    lastLeft[its] = Math.round(left)
    if (its === "miss") add(its, `M${left - 3} ${barTop + 4}h6l-3 9z`)
    else if (its === "skip" && !run.started_at) add(its, `M${left - 2} ${barTop + barHigh}v-3h4v3z`)
    else if (its === "fail") add(its, `M${left} ${barTop}h${wide}v${barHigh - 6}h${-wide}zM${left} ${barTop + barHigh - 4}h${wide}v4h${-wide}z`)
    else add(its, `M${left} ${barTop}h${wide}v${barHigh}h${-wide}z`)
  }
  lastLeft = -9
  for (const at of row.ahead) {
    if (at > view.to || at < view.now - 1000) continue
    const left = round(x(view, at)), wide = Math.max(2.5, round(x(view, at + row.usual) - left))
    if (left - lastLeft < 1.5) continue
    lastLeft = left
    add("ahead", `M${left + 0.5} ${barTop + 0.5}h${Math.max(1.5, round(wide - 1))}v${barHigh - 1}h${-Math.max(1.5, round(wide - 1))}z`)
  }
  const words = [["ok", "ran"], ["fail", "failed"], ["miss", "missed"], ["skip", "skipped"]].filter(([its]) => sums[its]).map(([its, word]) => `${sums[its]} ${word}`)
  return h("svg", { viewBox: `0 0 ${view.wide} ${rowTall}`, width: view.wide, height: rowTall, role: "img",
    "aria-label": `${words.join(", ") || "nothing ran"}; ${row.isPaused ? "paused" : `${row.ahead.length} to come`}`,
    onpointermove: (event) => point(event, row, view), onpointerleave: () => tip.hide(),
    onclick: (event) => { const found = nearest(event.offsetX, row, view); if (found?.run?.run_id) location.hash = href("runs", found.run.run_id) },
  }, data.clockChanges.filter((change) => change.jobs.includes(row.job)).map((change) => band(view, change, rowTall)), nowLine(view, rowTall),
    ["ahead", "ok", "skip", "run", "miss", "fail"].filter((its) => paths[its]).map((its) => h("path", { key: its, class: `mark-${its}`, d: paths[its] })))
}

/** The run or the instant to come that a pixel is on, or nearest to within eight. */
function nearest(left, row, view) {
  let best, distance = 8
  const take = (from, to, found) => {
    const away = left < from ? from - left : left > to ? left - to : 0
    if (away < distance) { distance = away; best = found }
  }
  for (const run of row.ran) take(x(view, Date.parse(run.started_at ?? run.scheduled_at)), x(view, Date.parse(run.ended_at ?? run.scheduled_at)), { run })
  for (const at of row.ahead) if (at >= view.now - 1000) take(x(view, at), x(view, at + row.usual), { at })
  return best
}

function point(event, row, view) {
  const found = nearest(event.offsetX, row, view)
  if (!found) return tip.hide()
  const instant = found.run
    ? { at: found.run.scheduled_at, outcome: found.run.outcome ?? "running", reason: found.run.reason, message: found.run.message, duration_ms: found.run.duration_ms, count: found.run.count }
    : { at: found.at, outcome: "due", duration_ms: row.usual || undefined }
  tip.show(event.currentTarget, instant, row.zone, event.offsetX)
}

"""###),
DashboardFile("scripts/pages/timeline-data.js", ###"""
// What the timeline shows: rows of history of the past hours, and the forecast of as many to come.

import { get } from "../core/api.js"
import { ownerWords } from "../core/job-words.js"
import { now, parts } from "../core/time.js"

const mostPages = 6

export async function loadTimeline(span, signal) {
  const from = new Date(now() - span).toISOString(), to = new Date(now() + span).toISOString()
  const [past, forecast] = await Promise.all([history(from, signal), get("forecast", { to }, signal)])
  const rows = new Map()
  const row = (job) => {
    if (!rows.has(job)) rows.set(job, { job, tags: [], owner: undefined, zone: null, ran: [], ahead: [], usual: 0 })
    return rows.get(job)
  }
  for (const job of forecast.jobs) {
    Object.assign(row(job.job), { tags: job.tags, owner: ownerWords(job.owner) || undefined, zone: job.time_zone, usual: job.duration_ms ?? 0, ahead: job.paused ? [] : job.at, isPaused: job.paused })
  }
  for (const run of past.runs) row(run.job).ran.push(run)
  const shown = [...rows.values()].filter((one) => one.ran.length > 0 || one.ahead.length > 0).sort((a, b) => a.job.localeCompare(b.job, "en", { numeric: true }))
  const starts = new Map(forecast.per_minute)
  for (const run of past.runs) {
    if (!run.started_at) continue
    const minute = Math.floor(Date.parse(run.started_at) / 60_000) * 60_000
    starts.set(minute, (starts.get(minute) ?? 0) + 1)
  }
  const [fullest] = forecast.collisions
  return {
    rows: shown, starts: [...starts].sort((a, b) => a[0] - b[0]), clockChanges: forecast.clock_changes, truncated: past.isCut || forecast.truncated,
    herd: fullest && { starts: fullest.starts, time: parts(Date.parse(fullest.minute), null).clock },
  }
}

async function history(from, signal) {
  const runs = []
  let cursor
  for (let at = 0; at < mostPages; at += 1) {
    const page = await get("runs", { from, limit: 1000, cursor }, signal)
    runs.push(...page.runs)
    cursor = page.next_cursor
    if (!cursor) return { runs, isCut: false }
  }
  return { runs, isCut: true }
}

"""###),
DashboardFile("scripts/pages/timeline-heat.js", ###"""
// Which minutes of which hours are full: a grid of 24 hours by 60 minutes, of a day or a week to come, and its quiet slots.

import { h, lazy } from "../core/dom.js"
import { get } from "../core/api.js"
import { count, counted, now, parts, zone } from "../core/time.js"
import { tip } from "../parts/tip.js"

const fresh = 60_000

export async function loadHeat(context, signal) {
  const days = context.days
  const known = context.heat[days]
  if (known && Date.now() - known.at < fresh) return
  const forecast = await get("forecast", { to: new Date(now() + days * 86_400_000).toISOString() }, signal)
  context.heat[days] = { at: Date.now(), minutes: forecast.per_minute }
}

function grid(minutes) {
  const cells = new Array(1440).fill(0)
  for (const [at, number] of minutes) {
    const its = parts(at, null)
    cells[its.hour * 60 + its.minute] += number
  }
  return cells
}

/** The longest stretches with the fewest starts: `04:12 to 04:29`. */
export function quiet(cells) {
  const least = Math.min(...cells)
  const found = []
  let begin = -1
  for (let at = 0; at <= 1440; at += 1) {
    if (at < 1440 && cells[at] === least) { if (begin < 0) begin = at }
    else if (begin >= 0) { found.push([begin, at - 1]); begin = -1 }
  }
  const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`
  return { least, slots: found.sort((a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0]).slice(0, 3).map(([from, to]) => (from === to ? clock(from) : `${clock(from)} to ${clock(to)}`)) }
}

export function heatMap(context) {
  const heat = context.heat?.[context.days]
  const choose = (days) => { context.days = days; context.redraw(); loadHeat(context, context.leave.signal).then(context.redraw, () => {}) }
  return h("section", { class: "card heat", "aria-labelledby": "heat-title" },
    h("div", { class: "card-head" }, h("h2", { id: "heat-title" }, "Starts by minute and hour"), h("span", { class: "sub" }, zone.for(null)),
      h("div", { class: "seg", role: "group", "aria-label": "Range" }, [[1, "Day"], [7, "Week"]].map(([days, title]) =>
        h("button", { type: "button", "aria-pressed": String(context.days === days), onclick: () => choose(days) }, title)))),
    heat && lazy("grid", [heat, zone.choice], () => h("div", {}, picture(heat))))
}

function picture(heat) {
  const cells = grid(heat.minutes), most = Math.max(1, ...cells)
  const level = (number) => (number === 0 ? 0 : Math.min(4, 1 + Math.floor((Math.log(number) / Math.log(most + 1)) * 4)))
  const wide = 20, tall = 13, left = 30, top = 16
  const paths = ["", "", "", "", ""]
  cells.forEach((number, at) => { paths[level(number)] += `M${left + (at % 60) * wide} ${top + Math.floor(at / 60) * tall}h${wide - 1}v${tall - 1}h${1 - wide}z` })
  const { least, slots } = quiet(cells)
  const fullest = cells.indexOf(most)
  const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`
  return [h("svg", { class: "heat-map", viewBox: `0 0 ${left + 60 * wide} ${top + 24 * tall}`, role: "img",
    "aria-label": `At most ${most} starts, at ${clock(fullest)}; quiet: ${slots.join(", ")}`,
    onpointermove: (event) => {
      const box = event.currentTarget.getBoundingClientRect(), scale = (left + 60 * wide) / box.width
      const column = Math.floor((event.offsetX * scale - left) / wide), line = Math.floor((event.offsetY * scale - top) / tall)
      if (column < 0 || column > 59 || line < 0 || line > 23) return tip.hide()
      tip.showRows(event.currentTarget, [h("b", {}, counted(cells[line * 60 + column], "start")), ` at ${clock(line * 60 + column)}`], event.offsetX, event.offsetY)
    },
    onpointerleave: () => tip.hide(),
  }, [0, 10, 20, 30, 40, 50].map((at) => h("text", { key: `m${at}`, x: left + at * wide, y: 10 }, `:${String(at).padStart(2, "0")}`)),
    [0, 3, 6, 9, 12, 15, 18, 21].map((at) => h("text", { key: `h${at}`, x: 0, y: top + at * tall + 10 }, `${String(at).padStart(2, "0")}`)),
    paths.map((d, at) => d && h("path", { key: at, class: `heat-${at}`, d }))),
    h("p", { class: "soft" }, h("b", {}, "Quiet: "), `${slots.join(", ")} (${least === 0 ? "no start" : counted(least, "start")}). `, h("b", {}, "Fullest: "), `${clock(fullest)} (${count(most)}).`)]
}

"""###),
DashboardFile("scripts/pages/timeline.js", ###"""
// Timeline: when does what collide? Now in the middle; what ran on the left of it, what will run on the right.

import { h } from "../core/dom.js"
import { replaceQuery } from "../core/route.js"
import { counted, now } from "../core/time.js"
import { visibleRows } from "../parts/rows.js"
import { emptyState, skeletonRows } from "../parts/states.js"
import { kept } from "../core/store.js"
import { axis, chartWidth, histogram, rowTall, timelineRow } from "./timeline-chart.js"
import { loadTimeline } from "./timeline-data.js"
import { heatMap, loadHeat } from "./timeline-heat.js"

const hour = 3_600_000
const spans = [0.5, 1, 2, 4, 6, 12, 24]

export const page = {
  name: "timeline",
  onScroll: true,
  title: () => "Timeline",

  enter(context) {
    context.filters = Object.fromEntries(context.route.query)
    context.span = Number(kept.get("timeline-span")) || 6
    context.group = kept.get("timeline-group") ?? "owner"
    context.days = 1
  },

  async load(context, signal) {
    context.data = await loadTimeline(context.span * hour, signal)
    context.heat ??= {}
    loadHeat(context, signal).then(context.redraw, () => {})
  },

  // Each run is on the page: one question a second would be too many for a day.
  event(context, name) {
    if (name !== "run-ended" && name !== "run-started") return false
    context.later ??= setTimeout(() => { context.later = undefined; if (!document.hidden) context.reload().catch(() => {}) }, 5000)
    return true
  },

  view(context) {
    const head = h("div", { class: "page-head" }, h("div", {}, h("h1", {}, "Timeline"), h("p", {}, context.data ? words(context.data) : "")), controls(context))
    if (!context.data) return [head, skeletonRows(10, rowTall)]
    if (context.data.rows.length === 0) return [head, emptyState("Nothing ran, and nothing is planned, in these hours."), heatMap(context)]
    return [head, chart(context), heatMap(context)]
  },

  keys: (context) => ({
    "+": () => zoom(context, -1), "-": () => zoom(context, 1), "=": () => zoom(context, -1),
    "/": () => document.getElementById("search")?.focus(),
  }),
}

function words({ herd, truncated, clockChanges }) {
  return [herd && `The most starts in one minute to come: ${herd.starts} at ${herd.time}.`, clockChanges.length > 0 && " Clocks change in this range.",
    truncated && " More ran than is shown."].filter(Boolean).join("")
}

function zoom(context, step) {
  const at = Math.max(0, Math.min(spans.length - 1, spans.indexOf(context.span) + step))
  if (spans[at] === context.span) return
  context.span = spans[at]
  kept.set("timeline-span", String(context.span))
  context.redraw()
  context.reload().catch(() => {})
}

function controls(context) {
  return h("div", { class: "actions" },
    h("div", { class: "search narrow" }, h("input", { class: "field", id: "search", type: "search", placeholder: "Filter jobs", "aria-label": "Filter jobs", value: context.filters.q ?? "",
      oninput: (event) => { context.filters.q = event.target.value; replaceQuery(context.filters); context.redraw() },
      onkeydown: (event) => { if (event.key === "Escape") event.target.blur() } })),
    h("span", { class: "select" }, h("select", { class: "chip", "aria-label": "Group by", value: context.group, onchange: (event) => { context.group = event.target.value; kept.set("timeline-group", context.group); context.redraw() } },
      [["owner", "By owner"], ["tag", "By tag"], ["none", "By name"]].map(([value, title]) => h("option", { value }, title)))),
    h("div", { class: "seg", role: "group", "aria-label": "Zoom" },
      h("button", { type: "button", "aria-label": "Zoom out", onclick: () => zoom(context, 1) }, "−"),
      h("span", { class: "seg-text" }, `± ${context.span < 1 ? "30 min" : `${context.span} h`}`),
      h("button", { type: "button", "aria-label": "Zoom in", onclick: () => zoom(context, -1) }, "+")))
}

function lines(context) {
  const q = (context.filters.q ?? "").toLowerCase()
  const rows = context.data.rows.filter((row) => row.job.toLowerCase().includes(q))
  if (context.group === "none") return rows
  const groups = new Map()
  for (const row of rows) {
    const name = (context.group === "tag" ? row.tags[0] : row.owner) ?? ""
    if (!groups.has(name)) groups.set(name, [])
    groups.get(name).push(row)
  }
  return [...groups].sort(([a], [b]) => (a === "") - (b === "") || a.localeCompare(b))
    .flatMap(([name, rows]) => [{ group: name || (context.group === "tag" ? "without a tag" : "without an owner"), size: rows.length }, ...rows])
}

function chart(context) {
  const shown = lines(context)
  const wide = chartWidth()
  const view = { from: now() - context.span * hour, to: now() + context.span * hour, wide, now: now() }
  const { from, to } = visibleRows(document.getElementById("timeline-rows"), shown.length, rowTall)
  const gap = (number, key) => h("tr", { class: "gap", key, "aria-hidden": "true" }, h("td", { colspan: "2", vars: { "--tall": `${number * rowTall}px` } }))
  return h("div", { class: "table-frame timeline", onwheel: (event) => { if (event.ctrlKey || event.metaKey) { event.preventDefault(); wheel(context, event.deltaY) } } },
    h("table", {}, h("caption", { class: "visually-hidden" }, `Runs, ${context.span} hours each way`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, counted(context.data.rows.length, "job")), h("th", { scope: "col", class: "chart" }, h("span", { class: "visually-hidden" }, "Runs"), axis(view, context.data.clockChanges), histogram(view, context.data))) ),
      h("tbody", { id: "timeline-rows" }, from > 0 && gap(from, "above"),
        shown.slice(from, to).map((row) => row.group !== undefined
          ? h("tr", { class: "group", key: `group ${row.group}` }, h("th", { scope: "rowgroup", colspan: "2" }, row.group, h("span", { class: "faint" }, ` ${row.size}`)))
          : timelineRow(row, view, context.data)),
        to < shown.length && gap(shown.length - to, "below"))),
    h("p", { class: "table-foot" }, h("span", {}, "Bars ran; hollow bars are to come, as long as usual."), h("span", {}, "Wedges were missed, dashes skipped."), h("span", {}, "+ and − zoom.")))
}

let turned = 0
function wheel(context, by) {
  turned += by
  if (Math.abs(turned) < 60) return
  zoom(context, Math.sign(turned))
  turned = 0
}

"""###),
DashboardFile("scripts/parts/announce.js", ###"""
// The polite live region: what became of one's own actions, and what one moved to. Never what happens by itself.

export function announce(text) {
  const region = document.getElementById("announcer")
  region.textContent = ""
  // A text that is set in a later task is read even when it is the same as before.
  setTimeout(() => { region.textContent = text }, 30)
}

"""###),
DashboardFile("scripts/parts/books.js", ###"""
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

"""###),
DashboardFile("scripts/parts/copy.js", ###"""
// An id or token in full, copied by a click.

import { h } from "../core/dom.js"
import { announce } from "./announce.js"

export function copyable(text, shown = text) {
  return h("button", {
    class: "copy", type: "button", title: "Copy",
    onclick: async (event) => {
      const button = event.currentTarget
      try {
        await navigator.clipboard.writeText(text)
      } catch {
        // Without https there is no clipboard: select the text, so that it can be copied by hand.
        getSelection().selectAllChildren(button)
        return
      }
      announce("copied")
      button.classList.add("done")
      setTimeout(() => button.classList.remove("done"), 1200)
    },
  }, shown)
}

"""###),
DashboardFile("scripts/parts/evidence.js", ###"""
// What a run left: how far it has come, and the newest lines of its log.

import { h } from "../core/dom.js"
import { count, parts } from "../core/time.js"

/** The progress that the body reported: a bar while the run goes on, and where it stopped short of its end. */
export function progressBar(run, evidence) {
  const progress = run.progress ?? evidence?.progress
  if (!progress) return null
  const percent = Math.floor(progress.fraction * 100)
  const isOver = run.state !== "running"
  if (isOver && run.outcome === "succeeded" && !progress.note) return null
  return h("div", { class: "progress-row", key: "progress" },
    h("progress", { class: isOver ? "over" : "", max: "100", value: percent, "aria-label": isOver ? "Progress when it ended" : "Progress" }),
    h("span", { class: "num" }, `${percent} %`), progress.note && h("span", { class: "soft cut", title: progress.note }, progress.note))
}

const marks = { warning: "miss", error: "fail", critical: "fail" }

/** The log, oldest line first, as it would stand in a terminal. */
export function logCard(run, evidence, zone) {
  if (!evidence) return null
  const { lines, dropped, reason } = evidence
  const attempts = new Set(lines.map((line) => line.attempt)).size
  return h("section", { class: "card", "aria-labelledby": "log-title" },
    h("div", { class: "between" }, h("h2", { id: "log-title" }, "Log"),
      run.state === "running" && lines.length > 0 && h("span", { class: "sub" }, `of ${evidence.instance}, which runs it`)),
    lines.length === 0
      ? h("p", { class: "sub" }, reason ? `${reason[0].toUpperCase()}${reason.slice(1)}.` : "Nothing has been written yet.")
      : [dropped > 0 && h("p", { class: "sub" }, `${count(dropped)} older lines are not kept.`),
        h("div", { class: "log-lines", role: "log", tabindex: "0", "aria-label": "Log of the run", "aria-live": "off" },
          lines.map((line, at) => h("div", { key: `${dropped + at}`, class: "log-line" },
            h("time", { datetime: line.at, class: "faint" }, parts(Date.parse(line.at), zone).time), " ",
            attempts > 1 && [h("span", { class: "faint" }, `#${line.attempt}`), " "],
            h("span", { class: marks[line.level] ? `${marks[line.level]}-ink` : "soft" }, line.level), " ",
            h("span", {}, line.text))))])
}

"""###),
DashboardFile("scripts/parts/icons.js", ###"""
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

"""###),
DashboardFile("scripts/parts/life.js", ###"""
// The life of what was asked for here, in place: asked, taken by a replica, started, ended. Only what the server said.

import { h, icon } from "../core/dom.js"
import { get } from "../core/api.js"
import { counted } from "../core/time.js"
import { reason, outcomeWords } from "../core/words.js"
import { announce } from "./announce.js"

const followed = new Map()
let app

const titles = {
  run: "Run now", pause: "Pause", resume: "Resume", backfill: "Backfill", cancel: "Cancel", requeue: "Requeue", discard: "Discard",
}

/** Shows a request from now on, and asks about it until it has ended. */
export function follow(request, its) {
  app = its
  followed.set(request.id, { request, askedAt: Date.now() })
  announce(`${titles[request.action] ?? request.action} ${request.job ?? ""}: ${stateWords(request)}`)
  app.redraw()
  if (isOver(request)) app.changed()
  ask(request.id, 400)
}

export function requestEvent(request) {
  if (request && followed.has(request.id)) take(request)
}

function take(request) {
  const entry = followed.get(request.id)
  if (!entry) return
  const isNews = entry.request.state !== request.state
  entry.request = request
  entry.problem = undefined
  if (isNews) announce(`${titles[request.action] ?? request.action} ${request.job ?? ""}: ${stateWords(request)}`)
  app.redraw()
  if (isNews && isOver(request)) app.changed()
}

const isOver = (request) => request.state === "ended" || request.state === "refused"

async function ask(id, wait) {
  const entry = followed.get(id)
  if (!entry || isOver(entry.request)) return
  await new Promise((done) => setTimeout(done, wait))
  if (!followed.has(id)) return
  if (!document.hidden) {
    try {
      take(await get(`requests/${encodeURIComponent(id)}`))
    } catch (problem) {
      entry.problem = problem
      app.redraw()
      if (problem.status === 404) return
    }
  }
  ask(id, Math.min(5000, wait * 1.4))
}

function stateWords(request) {
  switch (request.state) {
    case "asked": return "asked"
    case "taken": return `taken by ${request.taken_by ?? "a replica"}`
    case "started": return "started"
    case "refused": return `refused: ${request.message ?? ""}`
    default: return ended(request)
  }
}

function ended(request) {
  if (!request.outcome || request.outcome === "done") return request.message ?? "done"
  const [, word, why] = /^(\w+)(?:\((\w+)\))?$/.exec(request.outcome) ?? [null, request.outcome]
  return [outcomeWords[word] ?? word, why && reason(why), request.message].filter(Boolean).join(": ")
}

/** The lives that belong on a page: a job's, or all of them. */
export function lives(job) {
  return [...followed.values()].filter(({ request }) => !job || request.job === job || request.items.some((item) => item.job === job))
    .slice(-4).map(oneLife)
}

function oneLife({ request, problem }) {
  const steps = ["asked"]
  if (request.taken_by) steps.push(`taken by ${request.taken_by}`)
  if (request.started_at) steps.push("started")
  if (isOver(request)) steps.push(stateWords(request))
  const failed = request.state === "refused" || /^(failed|timedOut|crashed)/.test(request.outcome ?? "")
  const title = request.count > 1 ? counted(request.count, request.action === "backfill" ? "instant" : "job") : request.job
  return h("section", { class: `life ${failed ? "fail" : isOver(request) ? "ok" : ""}`, key: request.id, "aria-label": "Request" },
    h("b", {}, `${titles[request.action] ?? request.action}${request.dry_run ? " (dry run)" : ""}${title ? ` · ${title}` : ""}`),
    h("ol", {}, steps.map((text, at) => h("li", { class: at === steps.length - 1 ? "last" : "" }, text))),
    request.run_id && h("a", { class: "link", href: `#/runs/${encodeURIComponent(request.run_id)}` }, "Open the run"),
    problem && h("span", { class: "fail-ink" }, problem.message),
    h("button", { class: "btn bare small icon-only close", type: "button", "aria-label": "Close this request",
      onclick: () => { followed.delete(request.id); app.redraw() } }, icon("close")))
}

"""###),
DashboardFile("scripts/parts/menu.js", ###"""
// A small menu beside the button that opens it.

import { h, render } from "../core/dom.js"

let close

/** Opens a menu of `[title, act]` below an element. */
export function openMenu(button, items) {
  close?.()
  const box = document.createElement("div")
  box.className = "menu"
  box.setAttribute("role", "menu")
  render(box, items.map(([title, act]) => h("button", { type: "button", role: "menuitem", onclick: () => { close(true); act() } }, title)))
  document.body.append(box)
  const from = button.getBoundingClientRect()
  box.style.setProperty("left", `${Math.max(8, Math.min(innerWidth - box.offsetWidth - 8, from.right - box.offsetWidth))}px`)
  const below = from.bottom + 4
  box.style.setProperty("top", `${below + box.offsetHeight > innerHeight - 8 ? from.top - box.offsetHeight - 4 : below}px`)
  const away = (event) => { if (!box.contains(event.target)) close() }
  close = (isChoice) => {
    close = undefined
    box.remove()
    removeEventListener("pointerdown", away, true)
    removeEventListener("scroll", away, true)
    if (isChoice || document.activeElement === document.body) button.focus()
  }
  box.onkeydown = (event) => {
    const buttons = [...box.children], at = buttons.indexOf(document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) { event.preventDefault(); buttons[(at + step + buttons.length) % buttons.length].focus() }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(true) }
    event.stopPropagation()
  }
  addEventListener("pointerdown", away, true)
  addEventListener("scroll", away, true)
  box.firstChild.focus()
}

"""###),
DashboardFile("scripts/parts/pause-bar.js", ###"""
// Said on every page while everything is paused: who did it, why, and until when.

import { h } from "../core/dom.js"
import { can } from "../core/session.js"
import { absolute, relative } from "../core/time.js"
import { openResume } from "../sheets/pause-sheet.js"

export function pauseBar(app) {
  const pause = app.fleet?.pause
  if (!pause) return null
  return h("div", { class: "stale-bar paused-bar", key: "paused" },
    h("span", {}, h("b", {}, "Everything is paused"), pauseWords(pause)),
    can("resume") && h("button", { class: "btn small", type: "button", onclick: () => openResume(null, app) }, "Resume everything…"))
}

/** ` by ops-on-call 5 min ago: moving the volume, until Mon 08:00:00 +01:00`. */
export function pauseWords(pause, zone) {
  const by = pause.by ? ` by ${pause.by}` : ""
  const since = pause.since ? ` ${relative(pause.since)}` : ""
  const note = pause.note ? `: ${pause.note}` : ""
  return `${by}${since}${note}${pause.until ? `, until ${absolute(pause.until, zone)}` : ""}`
}

"""###),
DashboardFile("scripts/parts/rows.js", ###"""
// Which rows of a long table exist: those in view and a few more. The rest is two gaps of the right height.

/** From a table's place on the page: the first and the last row to make, of `total` rows that are `tall` pixels. */
export function visibleRows(element, total, tall, spare = 8) {
  const top = element ? element.getBoundingClientRect().top : 0
  const first = Math.max(0, Math.floor(-top / tall) - spare)
  const fits = Math.ceil(innerHeight / tall) + spare * 2
  // In steps, so that scrolling by a few pixels changes nothing.
  const from = Math.min(Math.max(0, total - fits), first - (first % spare))
  return { from: Math.max(0, from), to: Math.min(total, Math.max(0, from) + fits + spare) }
}

"""###),
DashboardFile("scripts/parts/sheet.js", ###"""
// A sheet: a modal dialog for one action. Escape and a click beside it close it; focus returns to where it was.

import { h, icon, render } from "../core/dom.js"

/**
 * Opens a sheet. `view(sheet)` describes its body, `submit(sheet)` acts and may return false to keep it open;
 * what it throws is shown beside the buttons, where the server's words say what is missing.
 */
export function openSheet({ title, view, action, danger, submit, canSubmit = () => true, state = {}, closed }) {
  const dialog = document.createElement("dialog")
  dialog.className = "sheet"
  const sheet = { state, error: undefined, isBusy: false, close: () => dialog.close(), draw, set }
  let came = document.activeElement

  function set(values) {
    Object.assign(sheet.state, values)
    draw()
  }

  async function send(event) {
    event.preventDefault()
    if (sheet.isBusy || !canSubmit(sheet)) return
    sheet.isBusy = true
    sheet.error = undefined
    draw()
    try {
      if ((await submit(sheet)) !== false) return dialog.close()
    } catch (error) {
      sheet.error = error.message
    }
    sheet.isBusy = false
    draw()
  }

  function draw() {
    render(dialog, h("form", { onsubmit: send, "aria-labelledby": "sheet-title", method: "dialog" },
      h("div", { class: "sheet-head" }, h("h2", { id: "sheet-title" }, title),
        h("button", { class: "btn bare small icon-only", type: "button", "aria-label": "Close", onclick: sheet.close }, icon("close"))),
      h("div", { class: "sheet-body" }, view(sheet)),
      h("div", { class: "sheet-foot" },
        sheet.error && h("p", { class: "why", role: "alert" }, sheet.error),
        h("button", { class: "btn", type: "button", onclick: sheet.close }, action ? "Cancel" : "Close"),
        action && h("button", {
          class: danger ? "btn danger" : "btn go", type: "submit", disabled: sheet.isBusy || !canSubmit(sheet),
        }, typeof action === "function" ? action(sheet) : action))))
  }

  dialog.addEventListener("close", () => {
    dialog.remove()
    closed?.()
    if (came?.isConnected) came.focus()
  })
  dialog.addEventListener("pointerdown", (event) => { if (event.target === dialog) dialog.close() })
  document.body.append(dialog)
  draw()
  dialog.showModal()
  dialog.querySelector("[autofocus]")?.focus()
  return sheet
}

/** A labelled row of a sheet. */
export const row = (id, label, control, help, isBad) =>
  h("div", { class: "row" }, h("label", { for: id }, label), control,
    help && h("p", { class: `help ${isBad ? "bad" : ""}`, id: `${id}-help` }, help))

"""###),
DashboardFile("scripts/parts/shell.js", ###"""
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

"""###),
DashboardFile("scripts/parts/states.js", ###"""
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

"""###),
DashboardFile("scripts/parts/stats.js", ###"""
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

"""###),
DashboardFile("scripts/parts/strip.js", ###"""
// The newest instants of a job as one picture: oldest left, height by duration, and a shape of its own for each kind, so that
// it can be read without its colours. One focusable image with a summary; details on hover, touch and arrow keys.

import { h } from "../core/dom.js"
import { counted } from "../core/time.js"
import { kind, outcomeWords } from "../core/words.js"
import { sayInstant, tip } from "./tip.js"

const pitch = 4, high = 26
const order = ["ok", "skip", "miss", "fail", "run"]

/** A picture of instants (oldest first), `slots` wide; what is missing is blank on the left. */
export function strip(instants, { zone, slots = 60, name = "" } = {}) {
  const shown = instants.slice(-slots)
  const paths = {}
  const offset = slots - shown.length
  const height = heights(shown)
  shown.forEach((instant, at) => {
    const its = kind(instant.outcome)
    paths[its] = (paths[its] ?? "") + shape(its, (offset + at) * pitch, height(instant.duration_ms))
  })
  const width = slots * pitch
  const pick = (x, element) => {
    const at = Math.floor((x / element.clientWidth) * slots) - offset
    tip.show(element, shown[at], zone, ((offset + at + 0.5) / slots) * element.clientWidth)
  }
  let at = shown.length
  return h("svg", {
    class: "strip", viewBox: `0 0 ${width} ${high}`, preserveAspectRatio: "none", role: "img", tabindex: "0",
    "aria-label": `${name ? `${name}, ` : ""}${summary(shown)}`,
    onpointermove: (event) => pick(event.offsetX, event.currentTarget),
    onpointerdown: (event) => pick(event.offsetX, event.currentTarget),
    onpointerleave: () => tip.hide(),
    onblur: () => { at = shown.length; tip.hide() },
    onkeydown: (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -slots, End: slots }[event.key]
      if (!step || shown.length === 0) return
      event.preventDefault()
      event.stopPropagation()
      at = Math.max(0, Math.min(shown.length - 1, at + step))
      const element = event.currentTarget
      tip.show(element, shown[at], zone, ((offset + at + 0.5) / slots) * element.clientWidth)
      sayInstant(shown[at], zone)
    },
  }, h("path", { class: "strip-base", d: `M0 ${high - 0.5}H${width}` }),
    order.filter((its) => paths[its]).map((its) => h("path", { key: its, class: `mark-${its}`, d: paths[its] })))
}

/** Solid bar: ran. Exclamation mark: failed. Wedge: missed. Low dash: skipped. Hollow bar: running. */
function shape(its, x, tall) {
  switch (its) {
    case "ok": return `M${x} ${high}v${-tall}h3v${tall}z`
    case "fail": return `M${x} ${high}v-4h3v4zM${x} ${high - 6}V1h3v${high - 7}z`
    case "miss": return `M${x - 0.4} ${high - 8}h3.8l-1.9 8z`
    case "run": return `M${x + 0.5} ${high - 0.5}V4.5h2V${high - 0.5}z`
    default: return `M${x} ${high}v-2.5h3v2.5z`
  }
}

/** Heights on a log scale between the shortest and the longest run of the picture, which spans a factor of 20 at least. */
function heights(instants) {
  const sizes = instants.filter(({ duration_ms }) => duration_ms != null).map(({ duration_ms }) => Math.log10(Math.max(1, duration_ms)))
  const least = Math.min(...sizes), span = Math.max(1.3, Math.max(...sizes) - least)
  return (milliseconds) => Math.round((7 + ((Math.log10(Math.max(1, milliseconds ?? 1)) - least) / span) * 18) * 10) / 10
}

/** For those who do not see it: `60 instants: 50 succeeded, 7 skipped, 3 failed; newest: failed`. */
export function summary(instants) {
  if (instants.length === 0) return "no instants yet"
  const tally = new Map()
  for (const instant of instants) tally.set(instant.outcome, (tally.get(instant.outcome) ?? 0) + (instant.count ?? 1))
  const sums = [...tally].sort((a, b) => b[1] - a[1]).map(([word, sum]) => `${sum} ${outcomeWords[word] ?? word}`)
  const newest = instants[instants.length - 1]
  return `${counted(instants.length, "instant")}: ${sums.join(", ")}; newest: ${outcomeWords[newest.outcome] ?? newest.outcome}`
}

"""###),
DashboardFile("scripts/parts/times.js", ###"""
// How instants are written: relative first, absolute with its offset beneath.

import { h } from "../core/dom.js"
import { absolute, relative } from "../core/time.js"

const iso = (at) => (typeof at === "string" ? at : new Date(at).toISOString())

export const when = (at, zone) =>
  at ? h("time", { datetime: iso(at) }, h("span", {}, relative(at)), h("span", { class: "sub block" }, absolute(at, zone))) : "–"

/** In one line, for running text. */
export const inline = (at, zone) =>
  at ? h("time", { datetime: iso(at), title: absolute(at, zone) }, relative(at)) : "–"

export const exact = (at, zone) => at ? h("time", { datetime: iso(at) }, absolute(at, zone)) : "–"

"""###),
DashboardFile("scripts/parts/tip.js", ###"""
// The one small box that shows an instant's details beside what the pointer or the arrow keys are on.

import { h, render } from "../core/dom.js"
import { absolute, duration, relative } from "../core/time.js"
import { kind, outcomeWords, reason } from "../core/words.js"
import { announce } from "./announce.js"

let box

export const tip = {
  /** Shows an instant beside an element, `x` pixels from its left; nothing where there is none. */
  show(element, instant, zone, x) {
    if (!instant) return tip.hide()
    tip.showRows(element, rows(instant, zone), x)
  },
  showRows(element, content, x, y = 0) {
    box ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip", ariaHidden: "true" }))
    render(box, content)
    box.hidden = false
    const from = element.getBoundingClientRect()
    const left = Math.max(8, Math.min(innerWidth - box.offsetWidth - 8, from.left + x - box.offsetWidth / 2))
    const above = from.top + y - box.offsetHeight - 8
    box.style.setProperty("left", `${left}px`)
    box.style.setProperty("top", `${above > 60 ? above : (y ? from.top + y : from.bottom) + 10}px`)
  },
  hide() { if (box) box.hidden = true },
}

function rows(instant, zone) {
  const word = outcomeWords[instant.outcome] ?? instant.outcome
  return [
    h("div", { class: "tip-head" }, h("b", { class: `${kind(instant.outcome)}-ink` }, word),
      instant.duration_ms != null && h("span", {}, duration(instant.duration_ms)),
      (instant.count ?? 1) > 1 && h("span", {}, `${instant.count} instants`)),
    h("div", {}, absolute(instant.at, zone), h("span", { class: "faint" }, ` · ${relative(instant.at)}`)),
    instant.reason && h("div", {}, reason(instant.reason)),
    instant.message && h("div", { class: "tip-message" }, instant.message),
  ]
}

/** Says an instant to a screen reader, when the reader moved to it. */
export function sayInstant(instant, zone) {
  const word = outcomeWords[instant.outcome] ?? instant.outcome
  announce([absolute(instant.at, zone), word, reason(instant.reason), instant.message].filter(Boolean).join(", "))
}

"""###),
DashboardFile("scripts/sheets/backfill-sheet.js", ###"""
// Backfill: a run for each past instant of a range, with its number asked first.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { counted, now } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

/** A time for an input of type datetime-local, in this computer's zone. */
function local(at) {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 16)
}

export function openBackfill(job, app) {
  const address = path("jobs", job.id, "backfill")
  let asking = 0
  const sheet = openSheet({
    title: `Backfill ${job.id}`,
    state: { from: local(now() - 86_400_000), through: local(now()), note: "", found: undefined, problem: undefined },
    view: (sheet) => {
      const { from, through, note, found, problem } = sheet.state
      const input = (id, value) => h("input", { class: "field", id, type: "datetime-local", value, oninput: (event) => ask({ [id]: event.target.value }) })
      return [
        h("p", {}, "Each instant of the range runs again, oldest first, with its own nominal time; under the job's locks and overlap."),
        row("from", "From", input("from", from)),
        row("through", "Through", input("through", through), "In this computer's time zone; both ends included."),
        row("note", "Note", h("input", { class: "field", id: "note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
        h("p", { class: problem ? "note bad" : "note", role: "status" },
          problem ? problem.message : found ? `${counted(found.count, "instant")} would run.` : "Counting…"),
      ]
    },
    action: ({ state }) => (state.found ? `Run ${counted(state.found.count, "instant")}` : "Backfill"),
    canSubmit: ({ state }) => state.found?.count > 0,
    submit: async ({ state }) => {
      follow(await post(address, { ...range(state), expected: state.found.count, ...(state.note ? { note: state.note } : {}) }), app)
    },
  })

  function range({ from, through }) {
    return { from: new Date(from).toISOString(), through: new Date(through).toISOString() }
  }

  async function ask(values) {
    sheet.set({ ...values, found: undefined, problem: undefined })
    const mine = ++asking
    await new Promise((done) => setTimeout(done, 250))
    if (mine !== asking) return
    try {
      if (!sheet.state.from || !sheet.state.through) throw new Error("Name both ends.")
      const found = await post(address, range(sheet.state), { query: { count: "true" } })
      if (mine === asking) sheet.set({ found })
    } catch (problem) {
      if (mine === asking) sheet.set({ problem })
    }
  }
  ask({})
}

"""###),
DashboardFile("scripts/sheets/bulk-sheet.js", ###"""
// One action for all jobs that the filters let through. The server counts first; the number is typed to confirm it, and sent
// with the order, so that nothing happens when another number would be touched.

import { h } from "../core/dom.js"
import { post } from "../core/api.js"
import { count, counted } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"
import { canPause, pauseFields, pauseOrder, pauseState } from "./pause-sheet.js"

const actions = {
  run: ["Run", "jobs/run", "Each job is asked for one run with its own arguments."],
  pause: ["Pause", "jobs/pause", "Their instants are skipped and recorded as paused. Runs that go on are not stopped."],
  resume: ["Resume", "jobs/resume", "Their instants run again."],
  cancel: ["Cancel the runs of", "runs/cancel", "The bodies that go on are asked to stop."],
  requeue: ["Requeue the dead letters of", "dead-letters/requeue", "Each firing that was given up runs again."],
  discard: ["Discard the dead letters of", "dead-letters/discard", "They are thrown away; their rows of history stay."],
}

export function openBulk(action, selector, words, app) {
  const [verb, address, meaning] = actions[action]
  const isLetters = address.startsWith("dead")
  const noun = (number) => counted(number, isLetters ? "dead letter" : action === "cancel" ? "run" : "job")
  const sheet = openSheet({
    title: `${verb} all ${words}`,
    danger: action === "cancel" || action === "discard",
    state: { found: undefined, problem: undefined, typed: "", ...pauseState() },
    view: (sheet) => {
      const { found, problem, typed } = sheet.state
      if (problem) return h("p", { class: "note bad", role: "alert" }, problem.message)
      if (!found) return h("p", {}, "Counting…")
      const rest = found.count - found.jobs.length
      return [
        h("p", {}, h("b", {}, noun(found.count)), ". ", meaning),
        h("ul", { class: "names", "aria-label": "The first of them" }, found.jobs.map((id) => h("li", {}, id)),
          !isLetters && action !== "cancel" && rest > 0 && h("li", { class: "faint" }, `and ${count(rest)} more`)),
        action === "pause" && pauseFields(sheet),
        found.count > 0 && row("typed", `Type ${found.count} to confirm`, h("input", {
          class: "field mono", id: "typed", inputmode: "numeric", autocomplete: "off", value: typed, autofocus: action !== "pause",
          oninput: (event) => sheet.set({ typed: event.target.value }),
        })),
      ]
    },
    action: ({ state }) => (state.found ? `${verb} ${noun(state.found.count)}` : verb),
    canSubmit: ({ state }) => state.found?.count > 0 && state.typed.trim() === String(state.found.count) && (action !== "pause" || canPause({ state })),
    submit: async ({ state }) => {
      const order = { ...(action === "pause" ? pauseOrder(state) : {}), expected: state.found.count }
      follow(await post(address, order, { query: selector }), app)
    },
  })
  post(address, {}, { query: { ...selector, count: "true" } }).then((found) => sheet.set({ found }), (problem) => sheet.set({ problem }))
}

"""###),
DashboardFile("scripts/sheets/confirm-sheet.js", ###"""
// Confirmation of what cannot be taken back, by typing the name of the thing.

import { h } from "../core/dom.js"
import { post } from "../core/api.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

/** Asks, and sends a change to a path; with `typed`, only once that text was typed. */
export function confirm({ title, text, action, danger, typed, path, query, order = {}, app, after }) {
  openSheet({
    title, danger, action,
    state: { typed: "", note: "" },
    view: (sheet) => [
      [text].flat().map((line) => h("p", {}, line)),
      typed && row("typed", `Type ${typed} to confirm`, h("input", {
        class: "field mono", id: "typed", autocomplete: "off", spellcheck: "false", autofocus: true, value: sheet.state.typed,
        oninput: (event) => sheet.set({ typed: event.target.value }),
      })),
      row("note", "Note", h("input", {
        class: "field", id: "note", value: sheet.state.note, placeholder: "for the audit", autofocus: !typed,
        oninput: (event) => sheet.set({ note: event.target.value }),
      })),
    ],
    canSubmit: ({ state }) => !typed || state.typed.trim() === typed,
    submit: async ({ state }) => {
      follow(await post(path, { ...order, ...(state.note ? { note: state.note } : {}) }, { query }), app)
      after?.()
    },
  })
}

export function openCancel(run, app) {
  confirm({
    title: `Cancel the run of ${run.job}`, action: "Cancel the run", danger: true, app,
    text: "Its body is asked to stop, on whichever replica it goes on. A body that does not look goes on.",
    path: `runs/${encodeURIComponent(run.run_id)}/cancel`,
  })
}

"""###),
DashboardFile("scripts/sheets/keys-sheet.js", ###"""
// The keyboard in one list.

import { h } from "../core/dom.js"
import { keyHelp } from "../core/keys.js"
import { openSheet } from "../parts/sheet.js"

export function showKeys() {
  openSheet({
    title: "Keyboard",
    view: () => h("dl", { class: "keys-list" }, keyHelp.map(([keys, what]) =>
      [h("dt", {}, keys.split(/\s+/).map((key) => [h("kbd", {}, key), " "])), h("dd", {}, what)])),
  })
}

"""###),
DashboardFile("scripts/sheets/pause-sheet.js", ###"""
// Pause with a note and an end, and resume: of one job, or of everything.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { absolute, now, relative } from "../core/time.js"
import { follow } from "../parts/life.js"
import { pauseWords } from "../parts/pause-bar.js"
import { openSheet, row } from "../parts/sheet.js"

const ends = [["", "until somebody resumes it"], ["1", "for 1 hour"], ["4", "for 4 hours"], ["24", "for 24 hours"], ["at", "until a time…"]]

/** The controls of a pause, also for many jobs at once. */
export function pauseFields(sheet, zone) {
  const { note, end, at } = sheet.state
  const until = pauseEnd(sheet.state)
  return [
    row("pause-note", "Why", h("input", {
      class: "field", id: "pause-note", autofocus: true, maxlength: "500", value: note, placeholder: "shown beside the job and in the audit",
      oninput: (event) => sheet.set({ note: event.target.value }),
    })),
    row("pause-end", "How long", h("select", { class: "field", id: "pause-end", value: end, onchange: (event) => sheet.set({ end: event.target.value }) },
      ends.map(([value, title]) => h("option", { value }, title))), until && until > now() ? `Ends ${relative(until)}: ${absolute(until, zone)}` : undefined),
    end === "at" && row("pause-at", "Until", h("input", {
      class: "field", id: "pause-at", type: "datetime-local", value: at, oninput: (event) => sheet.set({ at: event.target.value }),
    }), until && until <= now() ? "That is past." : "In this computer's time zone.", until && until <= now()),
  ]
}

export const pauseState = () => ({ note: "", end: "", at: "" })

function pauseEnd({ end, at }) {
  if (end === "at") return at ? new Date(at).getTime() : undefined
  return end ? now() + Number(end) * 3_600_000 : undefined
}

export const canPause = ({ state }) => state.end !== "at" || pauseEnd(state) > now()

export function pauseOrder(state) {
  const until = pauseEnd(state)
  return { ...(state.note ? { note: state.note } : {}), ...(until ? { until: new Date(until).toISOString() } : {}) }
}

export function openPause(job, app) {
  openSheet({
    title: job ? `Pause ${job.id}` : "Pause everything",
    state: pauseState(),
    view: (sheet) => [
      h("p", {}, job ? "Its instants are skipped and recorded as paused. A run that goes on is not stopped."
        : "No job of the fleet starts until this is lifted. Runs that go on are not stopped."),
      pauseFields(sheet, job?.time_zone),
    ],
    action: job ? "Pause" : "Pause everything",
    canSubmit: canPause,
    submit: async ({ state }) => {
      follow(await post(job ? path("jobs", job.id, "pause") : "pause", pauseOrder(state), { ifMatch: job?.etag }), app)
    },
  })
}

export function openResume(job, app) {
  const pause = job ? job.pause : app.fleet?.pause
  openSheet({
    title: job ? `Resume ${job.id}` : "Resume everything",
    state: { note: "" },
    view: (sheet) => [
      pause && h("p", {}, `Paused${pauseWords(pause, job?.time_zone)}.`),
      job?.pause?.scope === "everything" && h("p", { class: "note warn" }, "Everything is paused: resuming this job alone does not start it."),
      row("resume-note", "Note", h("input", {
        class: "field", id: "resume-note", autofocus: true, value: sheet.state.note, placeholder: "for the audit",
        oninput: (event) => sheet.set({ note: event.target.value }),
      })),
    ],
    action: "Resume",
    submit: async ({ state }) => {
      const order = state.note ? { note: state.note } : {}
      follow(await post(job ? path("jobs", job.id, "resume") : "resume", order, { ifMatch: job?.etag }), app)
    },
  })
}

"""###),
DashboardFile("scripts/sheets/remedy-sheet.js", ###"""
// A remedy of the attention page, through the same sheets as elsewhere where the job is known.

import { get, path } from "../core/api.js"
import { confirm } from "./confirm-sheet.js"
import { openPause, openResume } from "./pause-sheet.js"
import { openRun } from "./run-sheet.js"

const sheets = { run: openRun, pause: openPause, resume: openResume }

export async function remedy(card, one, app) {
  const open = sheets[one.action]
  if (open && card.job) {
    try {
      return open((await get(path("jobs", card.job))).job, app)
    } catch {
      // The plain confirmation below says what is wrong when it is sent.
    }
  }
  if (open && one.path === one.action) return open(null, app)
  confirm({ title: one.label, text: [card.title, card.detail], action: one.label, danger: one.action === "discard", typed: one.action === "discard" ? card.job ?? "discard" : undefined, path: one.path, app })
}

"""###),
DashboardFile("scripts/sheets/reschedule-sheet.js", ###"""
// Another trigger for a stored job, with the instants that it names before anything is changed.

import { h } from "../core/dom.js"
import { path, post } from "../core/api.js"
import { absolute, relative } from "../core/time.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

const kinds = [["cron", "cron expression", "30 2 * * *"], ["every", "every so often", "15m"], ["file", "as in a schedule file", '{ "calendar": { "weekdays": ["mon"], "at": "09:00" } }']]

export function openReschedule(job, app) {
  const address = path("jobs", job.id, "reschedule")
  let asking = 0
  const sheet = openSheet({
    title: `Reschedule ${job.id}`,
    state: { kind: "cron", text: "", zone: job.time_zone ?? "UTC", note: "", found: undefined, problem: undefined },
    view: (sheet) => {
      const { kind, text, zone, note, found, problem } = sheet.state
      const example = kinds.find(([value]) => value === kind)[2]
      return [
        h("p", {}, "Now: ", h("b", {}, job.schedule ?? job.trigger), job.time_zone && `, ${job.time_zone}`, ". The new trigger is every replica's, and begins now: what the old one left undecided is recorded as missed."),
        row("kind", "When", h("select", { class: "field", id: "kind", value: kind, onchange: (event) => ask({ kind: event.target.value }) },
          kinds.map(([value, title]) => h("option", { value }, title)))),
        row("trigger", kind === "file" ? "Keys, in JSON" : "Expression", h(kind === "file" ? "textarea" : "input", {
          class: "field mono", id: "trigger", autofocus: true, autocomplete: "off", spellcheck: "false", value: text, placeholder: example,
          oninput: (event) => ask({ text: event.target.value }),
        })),
        kind === "cron" && row("zone", "Time zone", h("input", { class: "field", id: "zone", value: zone, oninput: (event) => ask({ zone: event.target.value }) })),
        row("note", "Note", h("input", { class: "field", id: "note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
        h("div", { class: problem ? "note bad" : "note", role: "status" }, outcome(sheet.state)),
      ]
    },
    action: "Reschedule",
    canSubmit: ({ state }) => state.found !== undefined,
    submit: async ({ state }) => {
      follow(await post(address, { trigger: trigger(state), ...(state.note ? { note: state.note } : {}) }, { ifMatch: job.etag }), app)
    },
  })

  function outcome({ found, problem, text }) {
    if (problem) return problem.message
    if (!text.trim()) return "The next instants are shown here."
    if (!found) return "Looking…"
    return [h("b", {}, found.schedule), found.next.length === 0 ? ": it names no instant any more." : ": next ",
      h("ul", {}, found.next.slice(0, 5).map((at) => h("li", { key: at }, `${absolute(at, found.time_zone)}, ${relative(at)}`)))]
  }

  async function ask(values) {
    sheet.set({ ...values, found: undefined, problem: undefined })
    const mine = ++asking
    if (!sheet.state.text.trim()) return
    await new Promise((done) => setTimeout(done, 250))
    if (mine !== asking) return
    try {
      const found = await post(address, { trigger: trigger(sheet.state) }, { query: { preview: "true" } })
      if (mine === asking) sheet.set({ found })
    } catch (problem) {
      if (mine === asking) sheet.set({ problem })
    }
  }
}

function trigger({ kind, text, zone }) {
  if (kind !== "file") return kind === "cron" ? { cron: text.trim(), timezone: zone.trim() || "UTC" } : { every: text.trim() }
  try {
    return JSON.parse(text)
  } catch {
    throw new Error("That is not JSON.")
  }
}

"""###),
DashboardFile("scripts/sheets/run-sheet.js", ###"""
// Run now: arguments, dry run, overlap and a note; then the request's life in place.

import { h } from "../core/dom.js"
import { get, path, post } from "../core/api.js"
import { follow } from "../parts/life.js"
import { openSheet, row } from "../parts/sheet.js"

const overlaps = [
  ["", "As the job says"], ["skip", "Skip if it is running"], ["queueOne", "Wait for the run that goes on"],
  ["allow", "Run beside it"], ["cancelPrevious", "Cancel the run that goes on"],
]

const redacted = '"[redacted]"'

/** What is wrong with a text that should be JSON; nothing when it is right or empty. */
export function jsonFault(text) {
  if (text.trim() === "") return undefined
  try {
    JSON.parse(text)
    return text.includes(redacted) ? "Write the real value in place of each [redacted], or leave the text as it was." : undefined
  } catch (error) {
    return `Not JSON yet: ${error.message.replace(/^JSON\.parse: /, "")}`
  }
}

export function openRun(job, app) {
  const sheet = openSheet({
    title: `Run ${job.id} now`,
    state: { text: "", touched: false, isDryRun: false, overlap: "", note: "", own: undefined, original: "" },
    view: (sheet) => {
      const { text, isDryRun, overlap, note, own } = sheet.state
      const fault = sheet.state.touched && jsonFault(text)
      return [
        job.paused && h("p", { class: "note warn" }, "The job is paused. A run that is asked for starts anyway."),
        row("arguments", "Arguments", h("textarea", {
          class: "field", id: "arguments", rows: Math.min(10, Math.max(3, text.split("\n").length)), spellcheck: "false", autofocus: true,
          value: text, "aria-invalid": fault ? "true" : undefined, "aria-describedby": "arguments-help", placeholder: own === null ? "none" : "",
          oninput: (event) => sheet.set({ text: event.target.value, touched: event.target.value !== sheet.state.original }),
        }), fault || "JSON, instead of the job's own. Leave it as it is to start the run as the schedule would.", Boolean(fault)),
        h("label", { class: "check" }, h("input", { type: "checkbox", id: "dry-run", checked: isDryRun, onchange: (event) => sheet.set({ isDryRun: event.target.checked }) }),
          h("div", {}, "Dry run", h("span", {}, "The body sees that it may change nothing, and no lock is taken. A body that ignores this does its full work."))),
        row("overlap", "If it is running", h("select", { class: "field", id: "overlap", value: overlap, onchange: (event) => sheet.set({ overlap: event.target.value }) },
          overlaps.map(([value, title]) => h("option", { value }, title)))),
        row("run-note", "Note", h("input", { class: "field", id: "run-note", value: note, placeholder: "for the audit", oninput: (event) => sheet.set({ note: event.target.value }) })),
      ]
    },
    action: (sheet) => (sheet.state.isDryRun ? "Start a dry run" : "Run now"),
    canSubmit: ({ state }) => !state.touched || !jsonFault(state.text),
    submit: async ({ state }) => {
      const order = { dry_run: state.isDryRun }
      if (state.touched && state.text.trim() !== "") order.arguments = JSON.parse(state.text)
      if (state.overlap) order.overlap = state.overlap
      if (state.note) order.note = state.note
      follow(await post(path("jobs", job.id, "run"), order), app)
    },
  })
  get(path("jobs", job.id)).then((detail) => {
    if (sheet.state.touched) return
    const text = detail.arguments === null ? "" : JSON.stringify(detail.arguments, null, 2)
    sheet.set({ own: detail.arguments, text, original: text })
  }, () => {})
}

"""###),
DashboardFile("scripts/sheets/token-sheet.js", ###"""
// Where the host asks who one is: a bearer token, kept in this tab until it is closed.

import { h } from "../core/dom.js"
import { token } from "../core/api.js"
import { openSheet, row } from "../parts/sheet.js"

let isOpen = false

export function askForToken(done) {
  if (isOpen) return
  isOpen = true
  openSheet({
    title: "A token is needed",
    state: { text: "" },
    view: (sheet) => [
      h("p", {}, token.value ? "The host refused the token that this page sent." : "The host asks who you are."),
      row("token", "Bearer token", h("input", {
        class: "field mono", id: "token", type: "password", autocomplete: "off", autofocus: true, value: sheet.state.text,
        oninput: (event) => sheet.set({ text: event.target.value }),
      }), "Kept until this tab is closed; sent only to this server."),
    ],
    action: "Use this token",
    canSubmit: (sheet) => sheet.state.text.trim() !== "",
    submit: (sheet) => { token.value = sheet.state.text.trim(); done() },
    closed: () => { isOpen = false },
  })
}

"""###),
DashboardFile("styles/base.css", ###"""
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { background: var(--bg); }
body {
  margin: 0; min-height: 100vh; background: var(--bg); color: var(--ink);
  font: 14px/1.45 var(--sans); font-variant-numeric: tabular-nums;
  font-feature-settings: "tnum", "cv05", "ss03"; -webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, dl, dd, ul, ol, figure, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 21px; font-weight: 640; letter-spacing: -.018em; line-height: 1.25; }
h2 { font-size: 13px; font-weight: 620; line-height: 1.4; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; text-underline-offset: 2px; text-decoration-thickness: 1px; }
a.link { color: var(--accent); }
button, input, select, textarea { font: inherit; color: inherit; font-variant-numeric: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
main:focus { outline: none; }

.icon { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.mono { font-family: var(--mono); font-size: 12.5px; font-feature-settings: normal; }
.soft { color: var(--soft); }
.faint { color: var(--faint); }
.sub { color: var(--faint); font-size: 12.5px; }
.strong { font-weight: 580; }
.ok-ink { color: var(--ok-ink); }
.fail-ink { color: var(--fail-ink); }
.miss-ink { color: var(--miss-ink); }
.skip-ink { color: var(--soft); }
.run-ink { color: var(--accent); }
.due-ink { color: var(--faint); }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.num { text-align: right; }
.nowrap { white-space: nowrap; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip-link { position: fixed; left: 12px; top: -60px; z-index: 20; background: var(--accent); color: var(--accent-ink); padding: 8px 14px; border-radius: 8px; }
.skip-link:focus { top: 8px; }

/* Nothing pulses before 300 ms: a page that is quick shows no skeleton at all. */
.skeleton { border-radius: 4px; background: var(--line); animation: appear 1ms 300ms both, breathe 1.6s 300ms ease-in-out infinite; }
@keyframes appear { from { visibility: hidden; } to { visibility: visible; } }
@keyframes breathe { 50% { opacity: .5; } }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation-duration: 1ms !important; transition-duration: 1ms !important; } }

"""###),
DashboardFile("styles/controls.css", ###"""
.btn { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 30px; padding: 4px 12px; border: 1px solid var(--edge); border-radius: 7px; background: var(--panel); font-size: 13px; font-weight: 560; line-height: 20px; white-space: nowrap; }
.btn:hover { background: var(--hover); text-decoration: none; }
.btn:focus-visible { border-radius: 7px; }
.btn.go { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.btn.go:hover { filter: brightness(1.06); }
.btn.danger { color: var(--fail-ink); }
.btn.small { min-height: 26px; padding: 2px 9px; font-size: 12.5px; }
.btn.bare { border-color: transparent; background: none; }
.btn.icon-only { padding: 2px 6px; }
.btn[disabled] { opacity: .55; cursor: default; }

.seg { display: inline-flex; border: 1px solid var(--edge); border-radius: 7px; overflow: hidden; }
.seg button { border: 0; background: none; padding: 3px 10px; font-size: 12.5px; line-height: 20px; color: var(--soft); }
.seg button + button { border-left: 1px solid var(--line); }
.seg button[aria-pressed="true"] { background: var(--hover); color: var(--ink); font-weight: 580; }
.seg button:focus-visible { outline-offset: -2px; }

.field { width: 100%; border: 1px solid var(--edge); border-radius: 7px; background: var(--panel); padding: 6px 10px; min-height: 34px; }
.field::placeholder { color: var(--faint); opacity: 1; }
.field:focus-visible { outline-offset: -1px; border-radius: 7px; }
textarea.field { font-family: var(--mono); font-size: 12.5px; resize: vertical; line-height: 1.5; }
.field[aria-invalid="true"] { border-color: var(--fail); }
.search { position: relative; flex: 1 1 260px; }
.search .icon { position: absolute; left: 11px; top: 10px; color: var(--faint); width: 15px; height: 15px; }
.search .field { padding-left: 34px; padding-right: 34px; }
.search kbd { position: absolute; right: 9px; top: 7px; }
.search .field:focus ~ kbd { display: none; }
kbd { font: 11.5px/18px var(--mono); color: var(--faint); border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; background: var(--bg); }

.tools { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; margin-bottom: 12px; }
.chip { display: inline-flex; gap: 6px; align-items: center; border: 1px solid var(--edge); border-radius: 999px; background: none; color: var(--soft); padding: 4px 12px; font-size: 13px; line-height: 20px; white-space: nowrap; }
.chip:hover { background: var(--hover); }
.chip b { font-weight: 560; color: var(--faint); }
.chip[aria-pressed="true"] { border-color: var(--ink); color: var(--ink); background: var(--panel); }
.chip[aria-pressed="true"] b { color: var(--ink); }
.chip:focus-visible { border-radius: 999px; }
select.chip { appearance: none; padding-right: 26px; cursor: pointer; max-width: 220px; text-overflow: ellipsis;
  background: no-repeat right 12px center / 8px 5px linear-gradient(45deg, transparent 46%, currentColor 46% 58%, transparent 58%), none; background-image: none; }
.select { position: relative; display: inline-flex; }
.select::after { content: ""; position: absolute; right: 12px; top: 11px; width: 5px; height: 5px; border: solid var(--faint); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); pointer-events: none; }
.select.set select { border-color: var(--ink); color: var(--ink); background-color: var(--panel); }

.tag { display: inline-block; white-space: nowrap; font-size: 11.5px; line-height: 17px; color: var(--soft); background: var(--hover); border-radius: 4px; padding: 0 6px; }
tr:hover .tag { background: var(--panel); }
.copy { all: unset; cursor: pointer; font-family: var(--mono); font-size: 12.5px; border-radius: 4px; }
.copy:hover { text-decoration: underline; text-underline-offset: 2px; }
.copy:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.copy.done::after { content: " copied"; font-family: var(--sans); color: var(--ok-ink); font-size: 12px; }

.card { background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); padding: 15px 18px; min-width: 0; }
.card > h2, .card-head { margin-bottom: 12px; }
.card-head { display: flex; align-items: baseline; gap: 10px; }
.card-head > :last-child:not(:first-child) { margin-left: auto; }
.facts { display: grid; grid-template-columns: minmax(84px, auto) 1fr; gap: 6px 16px; font-size: 13px; }
.facts.three { grid-template-columns: minmax(84px, auto) 1fr auto; }
.facts dt { color: var(--soft); }
.facts dd { min-width: 0; overflow-wrap: anywhere; }
.facts .from { color: var(--faint); font-size: 12px; text-align: right; overflow-wrap: normal; }
pre.log { font: 12px/1.55 var(--mono); font-feature-settings: normal; background: var(--bg); border: 1px solid var(--line); border-radius: 7px; padding: 10px 12px; overflow: auto; max-height: 380px; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { padding: 10px 14px; border-radius: 8px; background: var(--hover); color: var(--soft); font-size: 13px; }
.note.bad { background: var(--fail-wash); color: var(--fail-ink); }
.note.warn { background: var(--miss-wash); color: var(--miss-ink); }
@media (max-width: 760px) {
  .btn { min-height: 38px; } .btn.small { min-height: 34px; }
  .field { min-height: 42px; font-size: 16px; }
  .search .icon { top: 13px; } .search kbd { display: none; }
  .tools .chips { display: flex; gap: 8px; overflow-x: auto; margin: 0 -12px; padding: 2px 12px; scrollbar-width: none; max-width: calc(100% + 24px); }
}
.chips { display: flex; gap: 8px; flex-wrap: wrap; }
@media (max-width: 760px) { .chips { flex-wrap: nowrap; } .chip { flex: none; } }

"""###),
DashboardFile("styles/job.css", ###"""
.title { display: flex; align-items: center; gap: 9px; flex-wrap: wrap; overflow-wrap: anywhere; }
.title .state svg { width: 16px; height: 16px; }
.two { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 16px; align-items: start; }
.wide-strip { margin-bottom: 16px; padding-bottom: 10px; }
.wide-strip .strip { width: 100%; height: 40px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 12px; color: var(--faint); margin-top: 9px; }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.legend span:first-child { margin-right: auto; }
.legend svg { height: 11px; width: 6px; overflow: visible; }

.instants { padding-bottom: 6px; }
.instants table { table-layout: auto; }
.instants td { padding: 7px 0; font-size: 13px; vertical-align: baseline; }
.instants td + td { padding-left: 16px; }
.instants tbody tr:hover td { background: none; }
.instants .when { white-space: nowrap; width: 1%; }
.instants .took { color: var(--faint); white-space: nowrap; width: 1%; }
.instants .more { text-align: right; white-space: nowrap; width: 1%; }
.instants .more .bare { font-weight: 400; font-size: 13px; }
.instants .more .btn { margin: -4px -8px -4px 0; }
.instants .outcome { overflow-wrap: anywhere; }
.instants .outcome b { font-weight: 580; }
.instants .why { color: var(--soft); }
.instants .ahead td { color: var(--faint); }
.instants .now td { padding: 5px 0; border-bottom: 0; }
.instants .now span { display: flex; align-items: center; gap: 10px; color: var(--accent); font-weight: 580; font-size: 12px; }
.instants .now span::after { content: ""; flex: 1; height: 1px; background: var(--accent); opacity: .45; }

.book-bar { display: block; width: 100%; height: 8px; border-radius: 2px; overflow: hidden; }
.book-bar.today { height: 14px; border-radius: 4px; }
.book-ground { fill: var(--hover); }
.fill-ok { fill: var(--ok); } .fill-fail { fill: var(--fail); } .fill-miss { fill: var(--miss); } .fill-skip { fill: var(--skip); }
.fill-run { fill: var(--run); } .fill-none { fill: var(--line); }
.books .sentence { margin-top: 9px; font-size: 13px; color: var(--soft); line-height: 1.7; }
.books .sentence b { color: var(--ink); font-weight: 580; }
.key { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 5px; background: var(--line); }
.key.ok { background: var(--ok); } .key.fail { background: var(--fail); } .key.miss { background: var(--miss); } .key.skip { background: var(--skip); } .key.run { background: var(--run); }
.days { display: grid; gap: 5px; margin-top: 12px; }
.days li { display: grid; grid-template-columns: 52px 1fr minmax(28px, auto); gap: 10px; align-items: center; }
.fold { margin-top: 12px; font-size: 13px; }
.fold summary { color: var(--soft); cursor: pointer; width: fit-content; border-radius: 4px; }
.fold > :last-child { margin-top: 9px; }
.inline-form { display: flex; gap: 8px; margin-bottom: 10px; }
.inline-form .field { max-width: 260px; }
.answer { color: var(--ink) !important; font-size: 14px; margin-bottom: 8px; }
@media (max-width: 980px) { .two { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 760px) {
  .page-head .actions { width: 100%; }
  .page-head .actions .btn { flex: 1; }
  .card { padding: 13px 14px; }
  .instants table, .instants tbody { display: block; }
  .instants tbody tr { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .instants tbody tr:last-child { border: 0; }
  .instants tbody td, .instants td + td { display: block; border: 0; padding: 0; width: auto; }
  .instants tbody td.when { width: auto; }
  .instants .took { grid-column: 2; grid-row: 1; }
  .instants .took, .instants .more { text-align: right; }
  .instants .more .bare { font-weight: 400; font-size: 13px; }
.instants .more .btn { margin: 0; }
  .instants tbody tr.now { display: block; padding: 2px 0; border: 0; }
  .inline-form .field { max-width: none; min-width: 0; }
}

"""###),
DashboardFile("styles/jobs.css", ###"""
.short { display: none; }
.stats { display: grid; grid-template-columns: repeat(5, 1fr); border: 1px solid var(--line); border-radius: var(--radius); background: var(--panel); margin-bottom: 18px; }
.stat { padding: 12px 18px 13px; min-width: 0; }
.stat + .stat { border-left: 1px solid var(--line); }
.stat dt { color: var(--soft); font-size: 12.5px; }
.stat dd:not(.sub) { font-size: 22px; font-weight: 600; letter-spacing: -.02em; line-height: 1.35; }

.jobs-table .c-state { width: 38px; padding-right: 0; }
.jobs-table .c-schedule { width: 17%; }
.jobs-table .c-strip { width: 264px; }
.jobs-table .c-next { width: 224px; }
.jobs-table .c-late { width: 88px; }
.jobs-table .c-owner { width: 112px; }
.jobs-table .c-act { width: 118px; }
.jobs-table tbody tr:not(.gap) { height: 58px; cursor: pointer; }
.jobs-table td { padding-top: 0; padding-bottom: 0; }
.jobs-table .line { min-height: 19px; font-size: 12.5px; }
.row-actions { display: flex; gap: 6px; justify-content: flex-end; opacity: 0; }
tr:hover .row-actions, tr:focus-within .row-actions, tr.on .row-actions { opacity: 1; }
@media (pointer: coarse) { .row-actions { opacity: 1; } }
.skeleton-row { display: flex; gap: 60px; align-items: center; height: var(--tall); padding: 0 50px; border-bottom: 1px solid var(--line); }
.skeleton-row:last-child { border: 0; }
.skeleton-row .skeleton { width: var(--wide); height: 11px; }
.skeleton.line { display: block; height: 11px; width: 60%; margin: 4px 0 10px; }
.skeleton.line.short { width: 30%; }
.empty { padding: 56px 20px; text-align: center; color: var(--soft); }
.empty-title { font-size: 16px; font-weight: 580; color: var(--ink); margin-bottom: 10px; }
.empty pre { display: inline-block; text-align: left; margin: 6px 0 12px; padding: 14px 20px; }
.lead { margin-top: 10px; max-width: 62ch; }
.block { display: block; }
.stack { display: grid; gap: 14px; }

@media (max-width: 1240px) { .jobs-table .c-owner { display: none; } }
@media (max-width: 1080px) { .jobs-table .c-late { display: none; } .jobs-table .c-next { width: 160px; } }
@media (max-width: 920px) { .jobs-table .c-schedule { display: none; } }
@media (max-width: 760px) {
  .stats { grid-template-columns: repeat(4, 1fr); margin-bottom: 14px; }
  .stat { padding: 8px 10px 9px; }
  .stat:last-child, .stat .sub, .stat dt .long { display: none; }
  .stat dt .short { display: inline; }
  .stat dt { font-size: 12px; }
  .stat dd:not(.sub) { font-size: 18px; }
  .page.jobs .page-head .actions { display: none; }
  .search { flex-basis: 100%; }

  .jobs-table, .jobs-table tbody { display: block; }
  .jobs-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .jobs-table tbody tr:not(.gap) { display: grid; height: 78px; grid-template: 36px 32px / 26px 1fr auto; align-items: center; padding: 4px 14px 6px 12px; border-bottom: 1px solid var(--line); }
  .jobs-table tr.gap, .jobs-table tr.gap td { display: block; }
  .jobs-table tbody:last-child > tr:last-child { border-bottom: 0; }
  .jobs-table tbody tr td { display: block; border: 0; padding: 0; width: auto; min-width: 0; }
  .jobs-table tr td.c-schedule, .jobs-table tr td.c-late, .jobs-table tr td.c-owner, .jobs-table tr td.c-act { display: none; }
  .jobs-table tr td.c-state { width: auto; padding-top: 2px; }
  .jobs-table tr td.c-next { grid-area: 1 / 3; width: auto; padding-left: 12px; text-align: right; font-size: 13px; color: var(--soft); }
  .jobs-table td.c-next .sub { display: none; }
  .jobs-table td.c-job .line.sub, .jobs-table td.c-job .tag { display: none; }
  .jobs-table td.c-job .line { font-size: 12px; min-height: 0; line-height: 1.25; }
  .jobs-table tr td.c-strip { grid-area: 2 / 1 / 3 / -1; width: auto; }
  .jobs-table .strip { width: 100%; height: 24px; }
  tr.on td:first-child { box-shadow: none; }
  .jobs-table tr.on { box-shadow: inset 2px 0 var(--accent); }
}

"""###),
DashboardFile("styles/pages.css", ###"""
.narrow { flex: 0 1 190px; } .narrow .field { padding: 4px 10px; min-height: 30px; }
.between { display: flex; gap: 8px 16px; justify-content: space-between; align-items: center; }
.between.top { align-items: flex-start; }
.buttons { display: flex; gap: 6px; flex: none; }
.page > section + section, .page > .two.halves, .page > section + .two { margin-top: 16px; }
.two.halves { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); margin-bottom: 16px; }
.lines li { padding: 9px 0; border-top: 1px solid var(--line); font-size: 13px; }
.lines li:first-child { border-top: 0; padding-top: 0; }
.lines li:last-child { padding-bottom: 0; }
.card > .between + .lines, .fold-button + .lines { margin-top: 10px; border-top: 1px solid var(--line); padding-top: 10px; }
.fold-button { margin: 6px 0 0 -9px; color: var(--soft); }
.message { font-family: var(--mono); font-size: 13px; font-weight: 560; overflow-wrap: anywhere; }
.w-30 { width: 30%; } .w-20 { width: 20%; } .w-when { width: 200px; } .w-who { width: 140px; }

.attention-card { display: grid; grid-template-columns: 22px 1fr auto; gap: 2px 12px; padding: 14px 18px; }
.attention-card.critical { border-color: var(--fail); }
.attention-mark { padding-top: 1px; }
.attention-card h2 { font-size: 14.5px; display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
.attention-text p { margin-top: 2px; max-width: 90ch; }
.attention-actions { display: flex; gap: 6px; align-items: flex-start; flex-wrap: wrap; justify-content: flex-end; }

.attempts { display: grid; gap: 12px; }
.attempts li { padding-left: 14px; border-left: 3px solid var(--line); }
.attempts li.ok { border-left-color: var(--ok); } .attempts li.fail { border-left-color: var(--fail); } .attempts li.run { border-left-color: var(--run); }
.attempts p { margin-top: 2px; overflow-wrap: anywhere; }
.log.error { background: var(--fail-wash); border-color: transparent; color: var(--fail-ink); margin-top: 10px; max-width: 100ch; }
.progress-row { display: flex; gap: 12px; align-items: center; margin-bottom: 16px; font-size: 13px; }
.progress-row progress { flex: 0 1 340px; height: 8px; appearance: none; border: 0; border-radius: 4px; overflow: hidden; background: var(--hover); }
.progress-row progress::-webkit-progress-bar { background: var(--hover); box-shadow: inset 0 0 0 1px var(--edge); border-radius: 4px; }
.progress-row progress::-webkit-progress-value { background: var(--run); }
.progress-row progress::-moz-progress-bar { background: var(--run); }
.progress-row progress.over::-webkit-progress-value { background: var(--skip); }
.progress-row progress.over::-moz-progress-bar { background: var(--skip); }
.log-lines { margin-top: 8px; max-height: 420px; overflow: auto; font: 12.5px/1.6 var(--mono); border-radius: 6px; }
.log-line { overflow-wrap: anywhere; padding-left: 2ch; text-indent: -2ch; }
.page-head .log { margin-top: 10px; }
.note.between { margin-bottom: 16px; }
@media (max-width: 980px) { .two.halves { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 760px) {
  .attention-card { grid-template-columns: 20px 1fr; padding: 12px 14px; }
  .attention-actions { grid-column: 2; justify-content: flex-start; margin-top: 8px; }
  .between.top { flex-direction: column; }
  .stacked thead { display: block; position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .stacked table, .stacked tbody { display: block; }
  .stacked tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 3px 14px; padding: 10px 14px; border-bottom: 1px solid var(--line); }
  .stacked tbody tr:last-child { border: 0; }
  .stacked tbody tr td { display: block; padding: 0; border: 0; text-align: left; font-size: 13px; }
  .stacked tbody tr td:first-child { grid-column: 1 / -1; font-size: 14px; }
  .stacked tbody tr td.wide { grid-column: 1 / -1; }
  .stacked td[data-title]:not(:first-child):not(:empty)::before { content: attr(data-title) " "; color: var(--faint); font-size: 12px; font-weight: 400; }
  .timeline .actions, .page.timeline .page-head .actions { flex-wrap: wrap; }
}

"""###),
DashboardFile("styles/sheet.css", ###"""
dialog { border: 0; padding: 0; color: var(--ink); background: none; max-width: none; max-height: none; }
dialog::backdrop { background: rgb(10 11 13 / .38); }
.sheet { width: min(520px, calc(100vw - 24px)); margin: auto; }
.sheet > form, .sheet > div { background: var(--panel); border: 1px solid var(--edge); border-radius: 13px; max-height: calc(100dvh - 60px); overflow: auto; }
.sheet-head { display: flex; align-items: flex-start; gap: 10px; padding: 17px 20px 0; }
.sheet-head h2 { font-size: 16px; letter-spacing: -.01em; flex: 1; overflow-wrap: anywhere; }
.sheet-body { padding: 12px 20px 4px; display: grid; gap: 14px; }
.sheet-body p { color: var(--soft); }
.sheet-foot { display: flex; gap: 8px; justify-content: flex-end; padding: 14px 20px 18px; flex-wrap: wrap; align-items: center; }
.sheet-foot .why { margin-right: auto; color: var(--fail-ink); font-size: 12.5px; max-width: 280px; }
.row label, .label { display: block; font-size: 12.5px; font-weight: 560; margin-bottom: 5px; }
.row .help { color: var(--faint); font-size: 12.5px; margin-top: 5px; }
.row .help.bad { color: var(--fail-ink); }
.check { display: flex; gap: 9px; align-items: flex-start; }
.check input { width: 16px; height: 16px; margin: 2px 0 0; accent-color: var(--accent); }
.check span { color: var(--soft); display: block; font-size: 12.5px; }
.names { max-height: 150px; overflow: auto; border: 1px solid var(--line); border-radius: 7px; padding: 6px 11px; font-size: 13px; columns: 2; }
.names li { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.life { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 10px 14px; margin-bottom: 12px; border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 8px; background: var(--panel); font-size: 13px; }
.life.fail { border-left-color: var(--fail); } .life.ok { border-left-color: var(--ok); } .life.skip, .life.miss { border-left-color: var(--skip); }
.life ol { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.life li { display: flex; gap: 8px; align-items: center; color: var(--soft); }
.life li:not(:last-child)::after { content: "→"; color: var(--faint); }
.life li.last { color: var(--ink); font-weight: 560; }
.life .close { margin-left: auto; }

.keys-list { display: grid; grid-template-columns: auto 1fr; gap: 9px 18px; align-items: baseline; }
.keys-list dt { white-space: nowrap; } .keys-list dd { color: var(--soft); }
.menu { position: fixed; z-index: 12; min-width: 168px; background: var(--panel); border: 1px solid var(--edge); border-radius: 9px; padding: 5px; }
.menu button, .menu a { display: block; width: 100%; text-align: left; border: 0; background: none; padding: 6px 11px; border-radius: 6px; font-size: 13px; }
.menu button:hover, .menu a:hover, .menu :focus-visible { background: var(--hover); text-decoration: none; outline-offset: -2px; }
@media (max-width: 760px) {
  .sheet { width: 100vw; margin: auto 0 0; }
  .sheet > form, .sheet > div { border-radius: 16px 16px 0 0; border-width: 1px 0 0; padding-bottom: env(safe-area-inset-bottom); max-height: 88dvh; }
  .sheet-foot .btn { flex: 1; } .names { columns: 1; }
}

"""###),
DashboardFile("styles/shell.css", ###"""
.masthead { position: sticky; top: 0; z-index: 5; background: var(--panel); border-bottom: 1px solid var(--line); }
.masthead::before { content: ""; display: block; height: 3px; background: var(--stripe, var(--env)); }
:root:not([data-env]) .masthead::before { display: none; }
.top-row { display: flex; align-items: center; gap: 16px; height: 51px; padding: 0 24px; max-width: 1440px; margin: 0 auto; }
.brand { display: flex; align-items: center; gap: 9px; font-weight: 640; letter-spacing: -.012em; white-space: nowrap; }
.brand:hover { text-decoration: none; }
.brand svg { width: 20px; height: 20px; }
.logo { fill: var(--accent); }
.env { font-size: 12px; font-weight: 560; padding: 2px 8px; border-radius: 5px; background: var(--env-wash); color: var(--env); white-space: nowrap; max-width: 22ch; }
.pages { display: flex; align-self: stretch; gap: 2px; }
.pages a { position: relative; display: flex; align-items: center; gap: 7px; padding: 0 11px; color: var(--soft); white-space: nowrap; }
.pages a:hover { color: var(--ink); text-decoration: none; }
.pages a[aria-current] { color: var(--ink); font-weight: 580; }
.pages a[aria-current]::after { content: ""; position: absolute; left: 11px; right: 11px; bottom: -1px; height: 2px; background: var(--accent); }
.pages a:focus-visible { outline-offset: -3px; }
.badge { min-width: 18px; padding: 0 5px; border-radius: 9px; font-size: 11px; line-height: 18px; font-weight: 620; text-align: center; background: var(--fail-ink); color: var(--panel); }
.top-end { margin-left: auto; display: flex; align-items: center; gap: 14px; color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.live { display: flex; align-items: center; gap: 7px; }
.live i { width: 7px; height: 7px; border-radius: 50%; background: var(--ok); }
.live.polling i { background: none; border: 2px solid var(--ok); }
.live.stale i { background: var(--skip); border-radius: 1px; }

main { max-width: 1440px; margin: 0 auto; padding: 22px 24px 72px; }
.page-head { display: flex; align-items: flex-start; gap: 12px 24px; flex-wrap: wrap; margin-bottom: 18px; }
.page-head > :first-child { flex: 1 1 320px; min-width: 0; }
.page-head p { margin-top: 3px; }
.page-head p:not([class]) { color: var(--soft); }
.page-head .actions { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.crumb { display: inline-flex; align-items: center; gap: 3px; color: var(--faint); font-size: 12.5px; margin-bottom: 4px; }
.crumb .icon { width: 13px; height: 13px; }

.stale-bar { display: flex; align-items: center; gap: 12px; background: var(--hover); border-bottom: 1px solid var(--line); padding: 7px 24px; color: var(--soft); font-size: 13px; justify-content: center; }
.paused-bar { background: var(--miss-wash); color: var(--miss-ink); }

.old { margin-bottom: 14px; }
.bottom { display: none; }
@media (max-width: 1360px) { .live .long { display: none; } }
@media (max-width: 1180px) { .top-row { gap: 12px; } }
@media (max-width: 1000px) { .top-end .seg { display: none; } }
@media (max-width: 760px) {
  .top-row { height: 47px; padding: 0 14px; gap: 10px; }
  .masthead .pages { display: none; }
  .env { overflow: hidden; text-overflow: ellipsis; }
  .brand span { display: none; }
  .top-end .seg { display: inline-flex; }
  .top-end .live span { display: none; }
  .top-end .keys, .top-end .theme, .seg .long { display: none; }
  main { padding: 14px 12px 92px; }
  .page-head { margin-bottom: 12px; }
  .stale-bar { padding: 7px 14px; justify-content: space-between; }
  .bottom { display: flex; position: fixed; inset: auto 0 0; z-index: 6; background: var(--panel); border-top: 1px solid var(--line); padding-bottom: env(safe-area-inset-bottom); }
  .bottom a { position: relative; flex: 1; display: flex; flex-direction: column; align-items: center; gap: 3px; padding: 8px 2px 7px; font-size: 10.5px; color: var(--soft); }
  .bottom a .icon { width: 19px; height: 19px; }
  .bottom a[aria-current] { color: var(--accent); font-weight: 580; }
  .bottom .badge { position: absolute; top: 3px; left: 50%; margin-left: 6px; min-width: 16px; line-height: 16px; font-size: 10px; }
}

"""###),
DashboardFile("styles/table.css", ###"""
.table-frame { background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); overflow: clip; }
table { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; }
th { font-size: 12px; font-weight: 560; color: var(--faint); text-align: left; padding: 9px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; background: var(--panel); }
th button { all: unset; cursor: pointer; display: inline-flex; align-items: center; gap: 3px; border-radius: 4px; }
th button:hover { color: var(--ink); }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th button .icon { width: 11px; height: 11px; }
th[aria-sort] button { color: var(--ink); }
th.num, td.num { text-align: right; }
td { padding: 9px 12px; border-bottom: 1px solid var(--line); vertical-align: middle; }
tbody:last-child > tr:last-child > td { border-bottom: 0; }
tbody tr:hover td, tbody tr.on td { background: var(--hover); }
tr.on td:first-child { box-shadow: inset 2px 0 var(--accent); }
tr.gap td { padding: 0; border: 0; height: var(--tall); }
tr.gap:hover td { background: none; }
.table-foot { display: flex; gap: 14px; padding: 9px 14px; color: var(--faint); font-size: 12.5px; border-top: 1px solid var(--line); }

.state { display: inline-flex; vertical-align: middle; }
.state svg { width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.state.ok { color: var(--ok); } .state.fail { color: var(--fail); } .state.miss { color: var(--miss); }
.state.skip { color: var(--faint); } .state.run { color: var(--run); }
.state .fill { fill: currentColor; stroke: none; }

.strip { display: block; width: 240px; max-width: 100%; height: 26px; cursor: default; touch-action: pan-y; }
.strip-base { stroke: var(--line); fill: none; }
.mark-ok { fill: var(--ok); } .mark-fail { fill: var(--fail); } .mark-miss { fill: var(--miss); } .mark-skip { fill: var(--skip); }
.mark-run { fill: var(--accent-wash); stroke: var(--run); stroke-width: 1; }
.tip { position: fixed; z-index: 30; max-width: 340px; pointer-events: none; background: var(--panel); border: 1px solid var(--edge); border-radius: 8px; padding: 8px 11px; font-size: 12.5px; line-height: 1.5; color: var(--soft); }
.tip-head { display: flex; gap: 9px; color: var(--ink); }
.tip-message { color: var(--ink); overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }

"""###),
DashboardFile("styles/timeline.css", ###"""
.timeline table { table-layout: fixed; }
.timeline th:first-child { width: 246px; }
.timeline thead th { position: sticky; top: 51px; z-index: 3; vertical-align: bottom; padding-bottom: 6px; }
:root[data-env] .timeline thead th { top: 54px; }
.timeline .chart { padding: 0; vertical-align: bottom; }
.timeline tbody th { padding: 0 12px; font-size: 13px; font-weight: 500; color: var(--ink); border: 0; }
.timeline tbody th a { display: block; }
.timeline tbody td { border: 0; padding: 0; height: 34px; }
.timeline tbody tr { height: 34px; }
.timeline tbody tr:hover th { background: var(--hover); }
.timeline tr.group th { color: var(--soft); font-size: 12px; font-weight: 600; vertical-align: bottom; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
.timeline tr.group:hover th { background: none; }
.timeline svg { display: block; }
.timeline svg text, .heat-map text { font: 11px var(--sans); fill: var(--faint); font-variant-numeric: tabular-nums; }
.timeline svg .now-text { fill: var(--accent); font-weight: 580; }
.now-line { stroke: var(--accent); stroke-width: 1; opacity: .5; }
.clock-change { fill: var(--miss-wash); }
.starts { fill: var(--skip); }
.mark-ahead { fill: none; stroke: var(--faint); stroke-width: 1; opacity: .75; }
.timeline .mark-run { stroke: var(--run); }
.seg-text { padding: 3px 8px; font-size: 12.5px; line-height: 20px; border-left: 1px solid var(--line); min-width: 62px; text-align: center; }
.seg-text + button { border-left: 1px solid var(--line); }
.heat { margin-top: 16px; }
.heat .card-head .seg { margin-left: auto; }
.heat-map { display: block; width: 100%; height: auto; margin-bottom: 10px; }
.heat-0 { fill: var(--hover); } .heat-1 { fill: var(--heat-1); } .heat-2 { fill: var(--heat-2); } .heat-3 { fill: var(--heat-3); } .heat-4 { fill: var(--heat-4); }
@media (max-width: 760px) {
  .timeline tbody tr:not(.group):not(.gap) { height: 52px; display: block; }
  .timeline tbody td { display: block; }
  .timeline tbody th { display: block; line-height: 18px; }
  .timeline thead th:first-child { display: none; }
  .timeline thead th { position: static; display: block; }
  .timeline .group { display: block; height: auto; } .timeline tr.group th { display: block; width: auto; padding: 12px 12px 4px; }
  .heat { overflow-x: auto; } .heat-map { min-width: 640px; }
}

"""###),
DashboardFile("styles/tokens.css", ###"""
/* Every colour of the dashboard, for light and for dark. A test computes the contrast of the pairs that are used. */
:root {
  color-scheme: light dark;
  --bg: light-dark(#f9f9f7, #111214);
  --panel: light-dark(#ffffff, #18191c);
  --ink: light-dark(#1a1b1e, #e9eaec);
  --soft: light-dark(#4e535b, #adb2ba);
  --faint: light-dark(#646a73, #8f959e);
  --line: light-dark(#e8e8e4, #27292d);
  --edge: light-dark(#d3d3ce, #3a3d43);
  --hover: light-dark(#f4f4f1, #202226);
  --accent: light-dark(#2c5bcc, #86a9ff);
  --accent-ink: light-dark(#ffffff, #0d1220);
  --accent-wash: light-dark(#eaf0fd, #1d2740);

  /* Marks: at least 3:1 on the panel. */
  --ok: light-dark(#35915f, #4db283);
  --fail: light-dark(#cb3d2c, #ff7c69);
  --miss: light-dark(#bd7b0e, #e2a640);
  --skip: light-dark(#868c96, #717883);
  --run: light-dark(#2c5bcc, #86a9ff);

  /* The same as text: at least 4.5:1 on the panel and on a hovered row. */
  --ok-ink: light-dark(#1e7346, #63c596);
  --fail-ink: light-dark(#b93222, #ff8a78);
  --miss-ink: light-dark(#875505, #e8b358);
  --fail-wash: light-dark(#fdf0ee, #2f1d1b);
  --miss-wash: light-dark(#fcf4e3, #2b2415);

  --env: light-dark(#4e535b, #adb2ba);
  --env-wash: light-dark(#eeeeeb, #232529);

  --heat-1: light-dark(#e3eafa, #1e2a47);
  --heat-2: light-dark(#b5c7f1, #2c4078);
  --heat-3: light-dark(#7e9de4, #4463b4);
  --heat-4: light-dark(#2c5bcc, #86a9ff);

  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace;
  --radius: 10px;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }

/* The environment's colour is one of six, so that its contrast is known. */
:root[data-env="red"] { --env: light-dark(#a52a1b, #ff9a8a); --env-wash: light-dark(#fdebe8, #3a1f1b); }
:root[data-env="amber"] { --env: light-dark(#7a4c00, #f0bd66); --env-wash: light-dark(#fbf0d9, #352a14); }
:root[data-env="green"] { --env: light-dark(#1a653d, #74d0a3); --env-wash: light-dark(#e4f4eb, #16301f); }
:root[data-env="blue"] { --env: light-dark(#234fb8, #9dbaff); --env-wash: light-dark(#e8effd, #1b2743); }
:root[data-env="violet"] { --env: light-dark(#6a35a8, #cba6f7); --env-wash: light-dark(#f2eafb, #2d2140); }

"""###),
  ]
}
