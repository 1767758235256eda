// Elements from values, patched in place: rows keep their element, their focus and their scroll position when data changes.
// Data becomes text nodes and attributes only; nothing is parsed as HTML.

const svgNamespace = "http://www.w3.org/2000/svg"

/** A description of an element. `key` identifies it among its siblings. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, key: props?.key, children: flat(children) }
}

/** A description that is made again only when one of its inputs changes. */
export function lazy(key, inputs, make) {
  return { tag: "#lazy", key, inputs, make, props: {}, children: [] }
}

function flat(children) {
  const all = []
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue
    all.push(typeof child === "object" ? child : { tag: "#text", text: String(child), props: {}, children: [] })
  }
  return all
}

const shown = new WeakMap()

/** Makes an element's children those that are described. */
export function render(parent, ...children) {
  const next = flat(children)
  const before = shown.get(parent) ?? []
  const keyed = new Map(), unkeyed = new Map()
  for (const old of before) {
    if (old.key !== undefined) keyed.set(old.key, old)
    else unkeyed.set(old.tag, [...(unkeyed.get(old.tag) ?? []), old])
  }
  const kept = new Set()
  for (const node of next) {
    const old = node.key !== undefined ? keyed.get(node.key) : unkeyed.get(node.tag)?.shift()
    if (old && old.tag === node.tag && !kept.has(old)) {
      kept.add(old)
      update(node, old)
    } else {
      create(node, parent)
    }
  }
  for (const old of before) if (!kept.has(old)) old.element.remove()
  let at = parent.firstChild
  for (const node of next) {
    if (node.element === at) at = at.nextSibling
    else parent.insertBefore(node.element, at)
  }
  shown.set(parent, next)
}

function create(node, parent) {
  if (node.tag === "#text") {
    node.element = document.createTextNode(node.text)
  } else if (node.tag === "#lazy") {
    node.content = node.make()
    create(node.content, parent)
    node.element = node.content.element
  } else {
    const isSVG = node.tag === "svg" || parent.namespaceURI === svgNamespace
    node.element = isSVG ? document.createElementNS(svgNamespace, node.tag) : document.createElement(node.tag)
    for (const name in node.props) if (name !== "value") set(node.element, name, node.props[name])
    render(node.element, node.children)
    // After the children: the value of a select is one of its options.
    if ("value" in node.props) set(node.element, "value", node.props.value)
    node.props.made?.(node.element)
  }
}

function update(node, old) {
  node.element = old.element
  if (node.tag === "#text") {
    if (node.text !== old.text) node.element.data = node.text
  } else if (node.tag === "#lazy") {
    if (node.inputs.every((input, at) => Object.is(input, old.inputs[at]))) {
      node.content = old.content
      return
    }
    node.content = node.make()
    update(node.content, old.content)
  } else {
    for (const name in old.props) if (!(name in node.props)) set(node.element, name, undefined)
    for (const name in node.props) {
      if (node.props[name] !== old.props[name] && name !== "value") set(node.element, name, node.props[name])
    }
    render(node.element, node.children)
    if ("value" in node.props) set(node.element, "value", node.props.value)
  }
}

function set(element, name, value) {
  if (name === "key" || name === "made") return
  if (name.startsWith("on")) element[name] = value ?? null
  else if (name === "vars") for (const key in value ?? {}) element.style.setProperty(key, value[key])
  else if (name === "value" || name === "checked") {
    if (element[name] !== (value ?? "")) element[name] = value ?? ""
  } else if (value === undefined || value === null || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? "" : value)
}

/** An icon of the sprite below, hidden from screen readers: the text beside it says what it means. */
export function icon(name, extra = "") {
  return h("svg", { class: `icon ${extra}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: icons[name] }))
}

const icons = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14",
  run: "M4.5 3v10l8-5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  jobs: "M2.5 4h11M2.5 8h11M2.5 12h7",
  timeline: "M2 4h6M5 8h8M3 12h5M10.5 2v12",
  attention: "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.8v.2",
  fleet: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  dead: "M2.5 4.5h11v8h-11zM2.5 5l5.5 4.5L13.5 5",
  audit: "M4 2.5h8v11H4zM6 5.5h4M6 8h4M6 10.5h2",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  next: "M6 3.5 10.5 8 6 12.5",
  back: "M10 3.5 5.5 8l4.5 4.5",
  check: "M3 8.5 6.5 12 13 4.5",
  clock: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.5V8l2.5 1.5",
}
