/// What a watcher of a file has seen, and what it does next: a value without a file or a clock.
struct ScheduleWatch: Equatable {
  /// The text that was applied last.
  private var applied: String?
  /// The last text that was refused, or the last fault of reading, so that it is reported once.
  private var refused: String?

  enum Step: Equatable {
    /// Nothing is other than before.
    case rest
    /// The text is new, or could not be applied for a reason that may have passed.
    case apply(String)
    /// The file cannot be read, and that has not been reported yet.
    case complain(String)
  }

  /// What to do with what the file holds now.
  mutating func see(_ content: Result<String, Unreadable>) -> Step {
    switch content {
    case .success(let text):
      // The former text again, after a bad one: the schedule is as it is.
      if text == applied {
        refused = nil
        return .rest
      }
      return text == refused ? .rest : .apply(text)
    case .failure(let fault):
      guard refused != fault.message else { return .rest }
      refused = fault.message
      return .complain(fault.message)
    }
  }

  mutating func didApply(_ text: String) {
    applied = text
    refused = nil
  }

  /// The text is at fault and is not tried again.
  mutating func didRefuse(_ text: String) { refused = text }

  struct Unreadable: Error, Equatable {
    var message: String
  }
}
