extension SchedulerError {
  static func unknownDeadLetter(_ id: RunID) -> SchedulerError {
    SchedulerError(.unknownDeadLetter, "there is no dead letter \(id): it was put back, or thrown away")
  }
}
