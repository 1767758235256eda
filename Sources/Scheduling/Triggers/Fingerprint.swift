/// Builds a trigger's fingerprint so that no two triggers share one.
enum Fingerprint {
  /// A kind and its parts. Every part but the last is preceded by its length, so that none runs into the next.
  static func of(_ kind: String, _ parts: String...) -> String { of(kind, parts) }

  static func of(_ kind: String, _ parts: [String]) -> String {
    var text = kind
    for (index, part) in parts.enumerated() {
      text += index == parts.count - 1 ? ":\(part)" : ":\(part.utf8.count)=\(part)"
    }
    return text
  }
}
