// The filters of the list live in the address, so that a copied link shows the same rows.

import { replaceQuery } from "../core/route.js"

export function setFilter(context, values) {
  Object.assign(context.filters, values)
  context.at = -1
  context.order = undefined
  replaceQuery(context.filters)
  context.redraw()
}
