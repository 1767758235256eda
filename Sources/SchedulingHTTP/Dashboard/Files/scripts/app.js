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
