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
