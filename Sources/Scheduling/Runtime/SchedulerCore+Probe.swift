import CivilTime

extension SchedulerCore {
  func probe() -> SchedulerProbe { board.read(goesByItself: goesByItself) }

  /// Whether the clock goes on without being moved by hand.
  var goesByItself: Bool { clock.delay(until: .now()) != nil }
}
