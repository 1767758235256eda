// Light and dark: as the system says, or as the viewer chose here.

import { kept } from "./store.js"

export function applyTheme() {
  const chosen = kept.get("theme")
  if (chosen) document.documentElement.dataset.theme = chosen
  else delete document.documentElement.dataset.theme
}

export const isDark = () =>
  (kept.get("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark"

export function toggleTheme() {
  const wanted = isDark() ? "light" : "dark"
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  if (wanted === system) kept.remove("theme")
  else kept.set("theme", wanted)
  applyTheme()
}
