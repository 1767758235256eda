/// What becomes of instants that are due together, after a pause of the process, an outage or a clock step.
public enum Coalesce: Sendable, Hashable {
  /// One run, of the newest instant, if it is within the misfire grace; the older ones are missed(coalesced).
  case latest
  /// The newest `limit` instants that are within the grace run, oldest first, one after the other. At least 1.
  case all(limit: Int)
  /// All of them are recorded as missed and none runs.
  case none
}
