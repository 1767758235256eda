extension String {
  /// At most `bytes` of the text, cut at a scalar, and without what would end a line, move a terminal's cursor or turn the
  /// direction of writing: control characters of both blocks, format characters and separators of lines.
  ///
  /// For text from outside in messages, logs and terminals.
  package func printable(bytes limit: Int = 128) -> String {
    var shown = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      count += UTF8.width(scalar)
      guard count <= limit else { return String(shown) + "…" }
      shown.append(scalar.isPrintable ? scalar : "\u{FFFD}")
    }
    return String(shown)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar stands on its line and in its place.
  package var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
  }
}
