extension String {
  /// At most `bytes` of the text, cut at a scalar, and without what would end a line, move a terminal's cursor or turn the
  /// direction of writing: control characters of both blocks, format characters and separators of lines.
  ///
  /// For text from outside in messages, logs and terminals. `keepingLines` keeps line feeds, for text of several lines
  /// whose parts are printable themselves.
  package func printable(bytes limit: Int = 128, keepingLines: Bool = false) -> String {
    // Most text is plain and short: it is returned as it is.
    if utf8.count <= limit, utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var shown = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      count += UTF8.width(scalar)
      guard count <= limit else { return String(shown) + "…" }
      shown.append(scalar.isPrintable || (keepingLines && scalar == "\n") ? scalar : "\u{FFFD}")
    }
    return String(shown)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar stands on its line and in its place.
  package var isPrintable: Bool {
    if isASCII { return (0x20..<0x7F).contains(value) }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
    default: return true
    }
  }
}
