/// What becomes of a month that lacks the anchor's day: 31 in April, 29 in most Februaries.
public enum DayOverflow: String, Hashable, Sendable, CaseIterable, Codable {
  /// The month is left out.
  case skip
  /// The last day of the month stands in.
  case clamp
}
