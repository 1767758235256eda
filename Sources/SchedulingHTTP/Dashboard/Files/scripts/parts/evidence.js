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
