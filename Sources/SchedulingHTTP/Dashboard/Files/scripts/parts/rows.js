// Which rows of a long table exist: those in view and a few more. The rest is two gaps of the right height.

/** From a table's place on the page: the first and the last row to make, of `total` rows that are `tall` pixels. */
export function visibleRows(element, total, tall, spare = 8) {
  const top = element ? element.getBoundingClientRect().top : 0
  const first = Math.max(0, Math.floor(-top / tall) - spare)
  const fits = Math.ceil(innerHeight / tall) + spare * 2
  // In steps, so that scrolling by a few pixels changes nothing.
  const from = Math.min(Math.max(0, total - fits), first - (first % spare))
  return { from: Math.max(0, from), to: Math.min(total, Math.max(0, from) + fits + spare) }
}
