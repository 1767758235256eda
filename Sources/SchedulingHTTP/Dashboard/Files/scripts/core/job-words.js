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

