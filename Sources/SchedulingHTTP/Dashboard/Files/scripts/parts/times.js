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
