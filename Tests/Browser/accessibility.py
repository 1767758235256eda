"""What a screen reader and a keyboard need of a page, asked of the page itself."""

CHECK = r"""
(() => {
  const problems = []
  const visible = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden"
  const all = (selector) => [...document.querySelectorAll(selector)].filter(visible)
  const say = (e) => `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}.${e.getAttribute("class") ?? ""}`
  const name = (e) => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") && document.getElementById(e.getAttribute("aria-labelledby"))?.textContent)
    || (e.id && document.querySelector(`label[for="${e.id}"]`)?.textContent) || e.closest("label")?.textContent || e.textContent || e.getAttribute("title") || "").trim()
  if (all("h1").length !== 1) problems.push(`${all("h1").length} h1 instead of one`)
  if (document.documentElement.lang === "") problems.push("no language")
  if (all("main").length !== 1) problems.push("not one main")
  if (all("header").length < 1) problems.push("no banner")
  for (const nav of all("nav")) if (!nav.getAttribute("aria-label")) problems.push("a nav without a name")
  for (const e of all("a[href], button, input, select, textarea, summary, [role=img], [tabindex='0']")) if (!name(e)) problems.push(`${say(e)} has no name`)
  for (const e of all("[role=img]")) if (!e.getAttribute("aria-label")) problems.push(`${say(e)} is an image without a label`)
  for (const e of document.querySelectorAll("table")) {
    if (!e.caption?.textContent) problems.push("a table without a caption")
    if (!e.querySelector("thead th[scope=col]")) problems.push("a table without headers")
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id)
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) problems.push(`the id ${id} is there twice`)
  for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) for (const attribute of ["aria-labelledby", "aria-describedby"]) {
    const id = e.getAttribute(attribute)
    if (id && !document.getElementById(id)) problems.push(`${say(e)} points to ${id}, which is not there`)
  }
  for (const e of document.querySelectorAll("[tabindex]")) if (Number(e.getAttribute("tabindex")) > 0) problems.push(`${say(e)} has a tabindex above 0`)
  const live = document.querySelector("[aria-live=polite]#announcer")
  if (!live) problems.push("no polite live region")
  for (const level of all("h3, h4")) problems.push(`${say(level)} skips a level`)
  for (const e of document.querySelectorAll("[style]")) if (/[a-z-]+:/.test((e.getAttribute("style") ?? "").replace(/--[\w-]+:|(^|;)\s*(left|top):/g, ""))) problems.push(`${say(e)} has a style of its own: ${e.getAttribute("style")}`)
  return [...new Set(problems)]
})()
"""

# Where the focus is: whether it moved back in the document, its name, and whether it can be seen. A field for a time has several
# stops of its own, and what had the focus may be gone from the page by now.
FOCUS = r"""
(() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const box = e.getBoundingClientRect(), style = getComputedStyle(e)
  const last = window.lastFocus
  const back = Boolean(last?.isConnected && last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING)
  window.lastFocus = e
  return { back, tag: e.tagName, name: (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40), outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1, size: box.width * box.height }
})()
"""
