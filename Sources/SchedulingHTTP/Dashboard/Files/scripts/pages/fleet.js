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
