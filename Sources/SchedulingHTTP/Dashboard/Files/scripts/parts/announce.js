// The polite live region: what became of one's own actions, and what one moved to. Never what happens by itself.

export function announce(text) {
  const region = document.getElementById("announcer")
  region.textContent = ""
  // A text that is set in a later task is read even when it is the same as before.
  setTimeout(() => { region.textContent = text }, 30)
}
