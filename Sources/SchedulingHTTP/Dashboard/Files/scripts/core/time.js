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
