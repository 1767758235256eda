extension CronSchedule {
  /// Whether it is an interval, or begins its hours, minutes or seconds with a star: such schedules follow the clocks as
  /// they are, where fixed times of day do not run twice.
  package var isFrequent: Bool {
    switch expression.kind {
    case .fields: expression.search.followsTheWall
    case .interval: true
    case .startup: false
    }
  }
}
