import Scheduling
import Yams

extension ScheduleFileError {
  /// What the YAML parser refused.
  init(_ error: YamlError, in text: String, file: String?) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // The context is where the unfinished thing began: that is the line to look at.
      let line = context?.mark.line ?? mark.line
      let what = [context?.text, problem].compactMap(\.self).joined(separator: ", ")
      self.init(file: file, line: line, "is not YAML: \(what)\(Self.hint(at: mark.line, in: text))")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).filter(\.isNewline).count + 1 }
      self.init(file: file, line: line, "is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        file: file, line: context.mark.line, key: duplicates.prefix(1).map(\.self),
        "the key is there twice in one mapping; keep one")
    default:
      self.init(file: file, "cannot be read as YAML: check it with another YAML tool, and report this if that reads it")
    }
  }

  /// The slip that schedule files invite: `* * * * *` and `@daily` mean something else in YAML.
  private static func hint(at line: Int, in text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.indices.contains(line - 1) else { return "" }
    let compact = lines[line - 1].filter { $0 != " " }
    guard compact.contains("cron:*") || compact.contains("cron:@") else { return "" }
    return "; put cron expressions in quotes: cron: \"* * * * *\""
  }

  /// What slipped through the model's own checks.
  init(_ error: DecodingError) {
    let context: DecodingError.Context? =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: nil
      }
    self.init(
      key: context?.codingPath.map(\.stringValue) ?? [], context?.debugDescription ?? "has a value that cannot be read")
  }
}
