import Logging

/// The logger of a body: writes where the scheduler's logger writes, and keeps the line as evidence of the run.
struct RecordingLogHandler: LogHandler {
  private var base: any LogHandler
  private let recorder: RunRecorder
  /// What was set after the run's own keys, which its record has.
  private var added: Logger.Metadata = [:]

  init(_ base: any LogHandler, _ recorder: RunRecorder) {
    self.base = base
    self.recorder = recorder
  }

  var logLevel: Logger.Level {
    get { base.logLevel }
    set { base.logLevel = newValue }
  }
  var metadataProvider: Logger.MetadataProvider? {
    get { base.metadataProvider }
    set { base.metadataProvider = newValue }
  }
  var metadata: Logger.Metadata {
    get { base.metadata }
    set {
      added = newValue.filter { base.metadata[$0.key] == nil || added[$0.key] != nil }
      base.metadata = newValue
    }
  }
  subscript(metadataKey name: String) -> Logger.Metadata.Value? {
    get { base[metadataKey: name] }
    set {
      base[metadataKey: name] = newValue
      added[name] = newValue
    }
  }

  func log(event: LogEvent) {
    base.log(event: event)
    var metadata = added
    if let own = event.metadata { metadata.merge(own) { $1 } }
    if let error = event.error { metadata["error"] = "\(error)" }
    recorder.write(event.level, "\(event.message)", metadata)
  }
}
