import Logging

/// Keeps each line with its metadata.
struct RecordingHandler: LogHandler {
  let lines: Tally<String>
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let words = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    lines.add((["\(event.level) \(event.message)"] + words).joined(separator: " "))
  }
}
