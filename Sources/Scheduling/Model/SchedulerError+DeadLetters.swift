extension SchedulerError {
  static func unknownDeadLetter(_ id: RunID) -> SchedulerError {
    SchedulerError(.unknownDeadLetter, "there is no dead letter \(id): it was already requeued or discarded")
  }
}
