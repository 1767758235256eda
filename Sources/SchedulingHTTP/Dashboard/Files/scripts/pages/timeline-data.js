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
