import Cron

/// One line of a crontab, as cron reads it.
enum CrontabLine: Equatable {
  case blank
  case comment(String)
  /// `NAME = value`.
  case setting(name: String, value: String)
  case job(schedule: String, user: String?, command: String)
  /// What cron itself would refuse.
  case unreadable(String)

  /// - Parameter hasUsers: whether a user stands between schedule and command, as in /etc/crontab and /etc/cron.d.
  init(_ text: String, hasUsers: Bool) {
    let line = text.drop { $0 == " " || $0 == "\t" }
    if line.isEmpty {
      self = .blank
    } else if line.hasPrefix("#") {
      self = .comment(Self.trimmed(line.drop { $0 == "#" }))
    } else if let setting = Self.setting(line) {
      self = setting
    } else {
      self = Self.job(line, hasUsers: hasUsers)
    }
  }

  private static func setting(_ line: Substring) -> CrontabLine? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let name = trimmed(line[..<equals])
    guard let first = name.utf8.first, !(0x30...0x39).contains(first),
      name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || isAlphanumeric($0) })
    else { return nil }
    var value = trimmed(line[line.index(after: equals)...])
    if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
      value = String(value.dropFirst().dropLast())
    }
    return .setting(name: name, value: value)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func job(_ line: Substring, hasUsers: Bool) -> CrontabLine {
    // SUSE and cronie: a dash in front keeps the line out of the log.
    var rest = line.first == "-" ? line.dropFirst() : line
    func word() -> String? {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let word = rest.prefix { $0 != " " && $0 != "\t" }
      rest = rest.dropFirst(word.count)
      return word.isEmpty ? nil : String(word)
    }
    var fields: [String] = []
    guard let first = word() else { return .unreadable("there is no schedule") }
    fields.append(first)
    if !first.hasPrefix("@") {
      while fields.count < 5 {
        guard let field = word() else { return .unreadable("a schedule has five fields, this one \(fields.count)") }
        fields.append(field)
      }
    }
    var user: String?
    if hasUsers {
      guard let name = word() else { return .unreadable("there is no user") }
      user = name
    }
    let command = trimmed(rest)
    guard !command.isEmpty else {
      return .unreadable(hasUsers ? "there is no command after the user" : "there is no command")
    }
    return .job(schedule: fields.joined(separator: " "), user: user, command: command)
  }

  /// What to say where the word after the five fields looks like one more; nil where it does not.
  static func sixthFieldHint(user: String?, command: String) -> String? {
    let word = user ?? command.split(whereSeparator: { $0 == " " || $0 == "\t" }).first.map(String.init) ?? ""
    guard isField(word) else { return nil }
    return
      "a schedule has five fields for cron, and the word after them, '\(word)', looks like a sixth: cron takes it for "
      + (user == nil ? "the command" : "the user")
      + ". If the first field was meant as seconds, or the last as a year, write cron: with six or seven fields yourself"
  }

  private static func isField(_ word: String) -> Bool {
    let items = word.lowercased().split(separator: ",", omittingEmptySubsequences: false)
    return items.allSatisfy { item in
      let parts = item.split(whereSeparator: { "-/#".contains($0) })
      return !parts.isEmpty
        && parts.allSatisfy { part in
          ["*", "?", "l"].contains(part) || names.contains(String(part))
            || part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }
  }

  private static let names: Set = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  /// Byte by byte: what a combining mark makes of a blank is still a blank for cron.
  private static func trimmed(_ text: Substring) -> String {
    let bytes = text.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let last = bytes.lastIndex { ![UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
    return last.map { String(decoding: bytes[...$0], as: UTF8.self) } ?? ""
  }
}
