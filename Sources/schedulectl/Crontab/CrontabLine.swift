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

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(String(start.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }).reversed())
  }
}
