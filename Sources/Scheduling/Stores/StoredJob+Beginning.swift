import CivilTime

extension StoredJob {
  /// Every instant up to here is decided, or from before the job had this trigger.
  func begins(_ trigger: JobTrigger) -> Instant { max(cursor ?? .min, trigger.beginning(since)) }
}
