// What outcomes, reasons and causes are called for a reader, and which of five kinds an outcome is shown as.

/** The kind decides colour and shape: ok, fail, miss, skip or run. */
export function kind(outcome) {
  switch (outcome) {
    case "succeeded": return "ok"
    case "failed": case "timedOut": case "crashed": return "fail"
    case "missed": return "miss"
    case "running": case "queued": case "retrying": return "run"
    case "due": case "pending": return "due"
    default: return "skip"
  }
}

export const outcomeWords = {
  succeeded: "succeeded", failed: "failed", timedOut: "timed out", crashed: "crashed", cancelled: "cancelled",
  skipped: "skipped", missed: "missed", pending: "not decided yet", running: "running", queued: "queued", retrying: "waiting to retry", due: "due",
}

/** A word that begins a heading. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

const reasons = {
  overlap: "overlap: as many runs as allowed were still running",
  paused: "paused: the job or the scheduler was paused",
  circuitOpen: "breaker open: too many failures in a row",
  draining: "shutting down: the replica took no new runs",
  grace: "grace: later than the misfire grace allows",
  coalesced: "coalesced: a newer instant stands for it",
  schedulerDown: "no scheduler was running",
  noHandler: "no replica serves its handler",
  claimsUnreachable: "claims could not be reached within the grace",
  rescheduled: "the job's trigger was changed while it waited",
  requested: "on request",
  replaced: "a newer run took its place",
  leaseLost: "the lease was lost: another replica may hold the lock",
  shutdown: "the scheduler stopped before the body ended",
}

/** A reason in words; one that this page does not know is shown as it came. */
export const reason = (word) => reasons[word] ?? word ?? ""

/** A reason in one word, for sums such as `7 skipped (overlap)`. */
export const shortReason = (word) =>
  ({
    circuitOpen: "breaker", schedulerDown: "no scheduler", noHandler: "no handler", claimsUnreachable: "claims",
    leaseLost: "lease lost",
  })[word] ?? word

export const causes = {
  scheduled: "by its schedule", "run-now": "on request", backfill: "backfill", requeue: "requeued", event: "after an event",
}
