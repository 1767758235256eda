import CivilTime
package import Logging

/// A logger for text that others wrote: names, notes, error messages of bodies and servers. Each text stays on its line,
/// moves no cursor, turns no direction of writing, and is at most 2,000 bytes long.
package struct PrintableLog: Sendable {
  private var logger: Logger
  private let redaction: Redaction

  /// A log that hides what the redaction hides.
  package init(_ logger: Logger, redaction: Redaction = .standard) {
    self.logger = logger
    self.redaction = redaction
  }

  package var level: Logger.Level { logger.logLevel }

  /// A fact that every line has.
  package subscript(name: String) -> String {
    get { "\(logger[metadataKey: name] ?? "")" }
    set { logger[metadataKey: name] = .string(newValue.printable(bytes: Redaction.longestMessage)) }
  }

  /// The names of metadata that contain a sentence in which a secret may stand.
  private static let sentences: Set<String> = ["message", "error", "note", "detail", "alert"]

  package func log(
    _ level: Logger.Level, _ text: @autoclosure () -> String, _ metadata: @autoclosure () -> Logger.Metadata = [:]
  ) {
    guard logger.logLevel <= level else { return }
    var shown = metadata()
    for (name, value) in shown {
      let text = "\(value)"
      let safe =
        Self.sentences.contains(name) ? redaction.message(text.cut(toBytes: 2 * Redaction.longestMessage)) : text
      shown[name] = .string(safe.printable(bytes: Redaction.longestMessage))
    }
    let line = text().printable(bytes: 2 * Redaction.longestMessage)
    logger.log(level: level, "\(line)", metadata: shown)
  }

  package func debug(_ text: @autoclosure () -> String, metadata: @autoclosure () -> Logger.Metadata = [:]) {
    log(.debug, text(), metadata())
  }
  package func info(_ text: @autoclosure () -> String, metadata: @autoclosure () -> Logger.Metadata = [:]) {
    log(.info, text(), metadata())
  }
  package func notice(_ text: @autoclosure () -> String, metadata: @autoclosure () -> Logger.Metadata = [:]) {
    log(.notice, text(), metadata())
  }
  package func warning(_ text: @autoclosure () -> String, metadata: @autoclosure () -> Logger.Metadata = [:]) {
    log(.warning, text(), metadata())
  }
  package func error(_ text: @autoclosure () -> String, metadata: @autoclosure () -> Logger.Metadata = [:]) {
    log(.error, text(), metadata())
  }
}
