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
