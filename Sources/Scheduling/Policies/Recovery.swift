/// What becomes of a firing whose process disappeared while its body ran. It is recorded as `crashed` either way.
public enum Recovery: String, Sendable, Hashable, Codable, CaseIterable {
  /// A replica with the job runs it again, under the same firing and with a new fencing token. A body that takes its
  /// process down three times is not run a fourth time: the firing becomes a dead letter and the job is paused.
  case rerun
  /// Nothing more: the next instant runs as usual.
  case record
}

/// What becomes of a firing while the claims cannot be reached.
public enum WhenClaimsUnreachable: String, Sendable, Hashable, Codable, CaseIterable {
  /// The claims are asked again until the misfire grace ends; then it is missed(claimsUnreachable).
  case hold
  /// It is missed(claimsUnreachable) as soon as the claims are found to be out of reach.
  case skip
}
