// All jobs of the fleet in memory: filtered and sorted without a request, refreshed in parts. With many jobs the strips are
// asked for only as rows come into view.

import { get } from "./api.js"
import { ownerWords, searchText, stateWords, urgent } from "./job-words.js"

const withStrips = 150

export class JobList {
  constructor() {
    this.byID = new Map()
    this.all = []
    this.dirty = new Set()
    this.wanted = new Set()
  }

  /** Everything, by pages. A job that is unchanged keeps its object, so that its row is not made again. */
  async load(signal) {
    const jobs = []
    let cursor, isFirst = true, strip = 60
    do {
      const page = await get("jobs", { limit: isFirst ? withStrips : 1000, cursor, strip }, signal)
      if (isFirst && page.total > withStrips) strip = 0
      jobs.push(...page.jobs)
      this.view = page.view
      cursor = page.next_cursor
      isFirst = false
    } while (cursor)
    const before = this.byID
    this.byID = new Map()
    for (const job of jobs) {
      const old = before.get(job.id)
      if (old && job.strip.outcomes === "" && old.strip.outcomes !== "") job.strip = old.strip
      this.byID.set(job.id, old && JSON.stringify(old) === JSON.stringify(job) ? old : job)
    }
    this.all = [...this.byID.values()]
    this.dirty.clear()
  }

  /** The rows that are in view: those without a strip, or that changed, are asked for. */
  async refresh(ids, signal) {
    const asked = ids.filter((id) => this.dirty.has(id) || !this.wanted.has(id)).slice(0, 60)
    if (asked.length === 0) return false
    for (const id of asked) { this.wanted.add(id); this.dirty.delete(id) }
    const page = await get("jobs", { job: asked, limit: 100, strip: 60 }, signal)
    for (const job of page.jobs) this.byID.set(job.id, job)
    this.all = [...this.byID.values()]
    return true
  }

  counts() {
    const sums = { all: this.all.length, attention: 0, running: 0, paused: 0 }
    for (const job of this.all) {
      if (job.states.some((state) => urgent.has(state))) sums.attention += 1
      if (job.running > 0) sums.running += 1
      if (job.paused) sums.paused += 1
    }
    return sums
  }

  choices(name) {
    const found = new Map()
    for (const job of this.all) {
      for (const value of name === "tag" ? job.tags : owners(job)) found.set(value, (found.get(value) ?? 0) + 1)
    }
    return [...found].sort((a, b) => a[0].localeCompare(b[0]))
  }

  filtered({ q = "", state, tag, owner, sort }) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean)
    const found = this.all.filter((job) =>
      matches(job, state) && (!tag || job.tags.includes(tag)) && (!owner || owners(job).includes(owner)) &&
      (words.length === 0 || words.every((word) => searchText(job).includes(word))))
    return found.sort(order(sort))
  }
}

const owners = (job) => [...new Set([job.owner?.responsible, job.owner?.accountable].filter(Boolean))]

function matches(job, state) {
  switch (state) {
    case undefined: case null: case "": return true
    case "attention": return job.states.some((one) => urgent.has(one))
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
const rank = (job) => (job.states.some((state) => urgent.has(state)) ? 0 : 1)
const instant = (text) => (text ? Date.parse(text) : Infinity)

const orders = {
  job: byID,
  next: (a, b) => instant(a.next_run) - instant(b.next_run),
  lateness: (a, b) => (b.lateness_p95_ms ?? -1) - (a.lateness_p95_ms ?? -1),
  owner: (a, b) => collator.compare(ownerWords(a.owner) || "\uffff", ownerWords(b.owner) || "\uffff"),
  state: (a, b) => collator.compare(stateWords(a.state), stateWords(b.state)),
}

/** What needs somebody first, then by name; or by one column, a dash before its name reverses. */
function order(sort) {
  if (!sort) return (a, b) => rank(a) - rank(b) || byID(a, b)
  const compare = orders[sort.replace(/^-/, "")] ?? byID
  const sign = sort.startsWith("-") ? -1 : 1
  return (a, b) => sign * compare(a, b) || byID(a, b)
}
