// A remedy of the attention page, through the same sheets as elsewhere where the job is known.

import { get, path } from "../core/api.js"
import { confirm } from "./confirm-sheet.js"
import { openPause, openResume } from "./pause-sheet.js"
import { openRun } from "./run-sheet.js"

const sheets = { run: openRun, pause: openPause, resume: openResume }

export async function remedy(card, one, app) {
  const open = sheets[one.action]
  if (open && card.job) {
    try {
      return open((await get(path("jobs", card.job))).job, app)
    } catch {
      // The plain confirmation below says what is wrong when it is sent.
    }
  }
  if (open && one.path === one.action) return open(null, app)
  confirm({ title: one.label, text: [card.title, card.detail], action: one.label, danger: one.action === "discard", typed: one.action === "discard" ? card.job ?? "discard" : undefined, path: one.path, app })
}
