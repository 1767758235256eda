/// What is wrong with a schedule file, where, and what would be right.
public struct ScheduleFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file; nil when the schedule did not come from one.
  public var file: String?
  /// The line, from 1; nil where the format cannot tell.
  public var line: Int?
  /// The way to the value, from the top: `["jobs", "driver-inactivity-check", "every"]`.
  public var key: [String]
  /// What is wrong and what would be right.
  public var message: String

  /// An error.
  public init(file: String? = nil, line: Int? = nil, key: [String] = [], _ message: String) {
    self.file = file
    self.line = line
    self.key = key
    self.message = message
  }

  /// `delivery-app.yaml:9: jobs.driver-inactivity-check.every: what is wrong`.
  public var description: String {
    let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
    let path = key.joined(separator: ".")
    return [place, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}
