// What is remembered in this browser, and only here. A browser that refuses storage forgets it at the end of the page.

const memory = new Map()

/** Kept until it is cleared. */
export const kept = store(() => localStorage)
/** Kept until the tab is closed. */
export const forThisTab = store(() => sessionStorage)

function store(storage) {
  const attempt = (act) => {
    try {
      return act(storage())
    } catch {
      return undefined
    }
  }
  return {
    get: (name) => memory.get(name) ?? attempt((it) => it.getItem(name)) ?? undefined,
    set(name, value) {
      memory.set(name, value)
      attempt((it) => it.setItem(name, value))
    },
    remove(name) {
      memory.delete(name)
      attempt((it) => it.removeItem(name))
    },
  }
}
