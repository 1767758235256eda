// The address after the hash: `#/jobs/ID?owner=ops`. Relative to wherever the dashboard is mounted.

export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?")
  const [name = "jobs", ...rest] = path.split("/").map(decode)
  return { name: name || "jobs", id: rest.join("/"), query: new URLSearchParams(query) }
}

export function href(name, id, query) {
  const items = query ? new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString() : ""
  return `#/${name}${id ? `/${encodeURIComponent(id)}` : ""}${items ? `?${items}` : ""}`
}

/** Changes the items of the address in place: a reload or a copied link shows the same. */
export function replaceQuery(query) {
  const { name, id } = parse(location.hash)
  history.replaceState(null, "", href(name, id, query))
}

function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
