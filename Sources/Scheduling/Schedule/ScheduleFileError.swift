public import CivilTime

/// What is wrong with a schedule file, where, and what would be right. A file that has several faults reports them all.
public struct ScheduleFileError: SchedulingError, Hashable {
  /// The file; nil when the schedule did not come from one.
  public var file: String?
  /// The line, from 1; nil where the format has none.
  public var line: Int?
  /// The way to the value, from the top: `["jobs", "driver-inactivity-check", "every"]`. A member of a list is `"Index 0"`,
  /// which ``description`` writes as `[0]`.
  public var key: [String]
  /// What is wrong and what would be right.
  public var message: String
  /// The other faults of the same file, in the order of its lines.
  public var others: [ScheduleFileError] = []

  /// An error.
  package init(file: String? = nil, line: Int? = nil, key: [String] = [], _ message: String) {
    self.file = file
    self.line = line
    self.key = key
    self.message = message.printable(bytes: Redaction.longestMessage)
  }

  /// Always `invalidInput`.
  public var kind: SchedulingErrorKind { .invalidInput }

  /// Every fault of the file on its own, this one first.
  public var faults: [ScheduleFileError] {
    var first = self
    first.others = []
    return [first] + others
  }

  /// All faults as one error; nil where there is none.
  package init?(_ faults: [ScheduleFileError]) {
    let each = faults.flatMap(\.faults)
    guard let first = each.first else { return nil }
    self = first
    others = Array(each.dropFirst())
  }

  /// No message repeats more faults than this.
  private static let mostWritten = 100

  /// `delivery-app.yaml:9: jobs.driver-inactivity-check.every: what is wrong`, one line for each fault.
  public var description: String {
    guard !others.isEmpty else { return ownLine }
    var lines = faults.prefix(Self.mostWritten).map(\.ownLine)
    if others.count >= Self.mostWritten { lines.append("and \(others.count + 1 - Self.mostWritten) more faults") }
    return lines.joined(separator: "\n")
  }

  private var ownLine: String {
    let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
    let path = key.reduce(into: "") { path, step in
      // Decoders name the members of a list so.
      if step.hasPrefix("Index "), let index = Int(step.dropFirst(6)) {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? step : ".\(step)"
      }
    }
    return [place, path, message].filter { !$0.isEmpty }.map { $0.printable(bytes: Redaction.longestMessage) }
      .joined(separator: ": ")
  }
}

/// Collects the faults of a file, so that one does not hide the others.
struct FaultCollector {
  private(set) var faults: [ScheduleFileError] = []

  /// Nil where the body threw faults of the file; other errors are passed on.
  mutating func collect<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch let error as ScheduleFileError {
      faults += error.faults
      return nil
    }
  }

  mutating func add(_ fault: ScheduleFileError?) { if let fault { faults += fault.faults } }

  func finish() throws(ScheduleFileError) { if let error = ScheduleFileError(faults) { throw error } }
}
