// Disfavored, so that a host's own `minutes`, `hours` and `days` on `Duration` win without an ambiguity.
extension Duration {
  /// A number of minutes, each 60 seconds long. Out of range it is the longest duration of whole seconds.
  @_disfavoredOverload
  public static func minutes(_ count: some BinaryInteger) -> Duration { seconds(count, each: 60) }

  /// A number of hours, each 3,600 seconds long. Out of range it is the longest duration of whole seconds.
  @_disfavoredOverload
  public static func hours(_ count: some BinaryInteger) -> Duration { seconds(count, each: 3_600) }

  /// A number of days, each 86,400 seconds long whatever the clocks of a zone do: for days of the calendar use a cron or a
  /// calendar-interval trigger. Out of range it is the longest duration of whole seconds.
  @_disfavoredOverload
  public static func days(_ count: some BinaryInteger) -> Duration { seconds(count, each: 86_400) }

  private static func seconds(_ count: some BinaryInteger, each size: Int64) -> Duration {
    let (seconds, overflow) = Int64(clamping: count).multipliedReportingOverflow(by: size)
    return .seconds(overflow ? (count < 0 ? Int64.min : Int64.max) : seconds)
  }
}
