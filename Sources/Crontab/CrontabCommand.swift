/// What the command of a crontab says about its job.
struct CrontabCommand: Equatable {
  /// Without the escapes of `%` and without what stands after the first bare one.
  var text = ""
  /// What cron would have written to the command's standard input.
  var standardInput: String?
  /// The words that name the job, such as `artisan` and `stock:export`.
  var name = "job"
  /// `timeout 5m` in front: how many seconds it may take.
  var timeout: Int?
  /// The file of a `flock` in front.
  var lockFile: String?
  /// Output that was sent to /dev/null.
  var hidesOutput = false

  init(_ written: String) {
    (text, standardInput) = Self.split(written)
    let stripped = text.replacing(" ", with: "")
    hidesOutput = stripped.contains(">/dev/null") || stripped.contains("&>/dev/null")
    read(Self.words(text))
  }

  /// Cron ends the command at the first bare `%`; what follows is standard input, in which each further one is a new line.
  private static func split(_ written: String) -> (String, String?) {
    var parts: [String] = [""]
    var isEscaped = false
    for character in written {
      if isEscaped {
        parts[parts.count - 1] += character == "%" ? "%" : "\\\(character)"
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "%" {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    if isEscaped { parts[parts.count - 1] += "\\" }
    return (parts[0], parts.count > 1 ? parts[1...].joined(separator: "\n") : nil)
  }

  /// Words as a shell parts them, quotes taken off. `&&`, `;` and `|` are words of their own.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    func end() {
      if let done = word { words.append(done) }
      word = nil
    }
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        end()
      } else if "&;|".contains(character) {
        if let last = words.last, word == nil, last.allSatisfy({ "&|".contains($0) }) {
          words[words.count - 1].append(character)
        } else {
          end()
          words.append(String(character))
        }
      } else {
        word = (word ?? "") + String(character)
      }
    }
    end()
    return words
  }

  private static let interpreters: Set<String> = [
    "php", "python", "python2", "python3", "ruby", "perl", "node", "java", "bash", "sh", "zsh", "dash", "env", "npx",
  ]
  /// Programs whose next word says what they do.
  private static let dispatchers: Set<String> = [
    "artisan", "manage.py", "console", "rake", "wp", "npm", "yarn", "bundle", "exec", "run", "magento", "drush", "cake",
    "craft", "docker", "rails", "bin/rails", "mix", "make",
  ]

  private mutating func read(_ words: [String]) {
    var rest = words[...]
    // cd /srv/app && …
    while let first = rest.first {
      if first == "cd" || first == "." || first == "source" || first == "test" || first == "[" {
        guard let separator = rest.firstIndex(where: { $0 == "&&" || $0 == ";" || $0 == "||" }) else { break }
        rest = rest[rest.index(after: separator)...]
      } else if first.contains("="), !first.hasPrefix("="), !first.hasPrefix("-") {
        rest = rest.dropFirst()
      } else if let wrapped = unwrap(rest) {
        rest = wrapped
      } else {
        break
      }
    }
    if let end = rest.firstIndex(where: { $0.allSatisfy { "&;|".contains($0) } }) { rest = rest[..<end] }
    name = Self.name(rest.filter { !$0.contains(">") })
  }

  /// What stands behind a wrapper; nil where there is none.
  private mutating func unwrap(_ words: ArraySlice<String>) -> ArraySlice<String>? {
    guard let first = words.first else { return nil }
    var rest = words.dropFirst()
    /// Takes options away; those named take the word after them as well.
    func dropOptions(_ withValue: Set<String>) {
      while let option = rest.first, option.hasPrefix("-"), option != "-c" {
        rest = rest.dropFirst()
        if withValue.contains(option) { rest = rest.dropFirst() }
      }
    }
    switch Self.base(first) {
    case "nice", "ionice", "chrt": dropOptions(["-n", "-c", "-p"])
    case "sudo", "su", "runuser": dropOptions(["-u", "-g"])
    case "nohup", "time", "chronic", "setsid", "exec": break
    case "env":
      while rest.first?.contains("=") == true || rest.first?.hasPrefix("-") == true { rest = rest.dropFirst() }
    case "timeout":
      dropOptions(["-k", "-s", "--kill-after", "--signal"])
      if let limit = rest.first { timeout = Self.seconds(limit) }
      rest = rest.dropFirst()
    case "flock":
      dropOptions(["-w", "-E", "--timeout", "--wait"])
      lockFile = rest.first
      rest = rest.dropFirst()
    default: return nil
    }
    if rest.first == "-c", let shell = rest.dropFirst().first { return Self.words(shell)[...] }
    return rest.isEmpty ? nil : rest
  }

  private static func seconds(_ text: String) -> Int? {
    let digits = text.prefix { $0.isNumber && $0.isASCII }
    let units = ["": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let count = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow || seconds == 0 ? nil : seconds
  }

  private static func base(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private static func name(_ words: [String]) -> String {
    var parts: [String] = []
    for word in words {
      let base = base(word)
      if parts.isEmpty, interpreters.contains(base) || base.hasPrefix("python") { continue }
      if word.hasPrefix("-") {
        // bash -c 'backup --all': the quoted text names the job.
        if parts.isEmpty { continue }
        break
      }
      let isLast = !dispatchers.contains(base)
      let plain = base.split(separator: " ").first.map(String.init) ?? base
      parts.append(plain)
      if isLast { break }
    }
    let named = parts.joined(separator: "-").lowercased()
    var slug = ""
    for character in named {
      let isPlain = character.isASCII && (character.isLetter || character.isNumber || character == ":")
      if isPlain { slug.append(character) } else if slug.last != "-", !slug.isEmpty { slug.append("-") }
    }
    for suffix in ["-sh", "-py", "-php", "-rb", "-pl", "-js"] where slug.hasSuffix(suffix) && slug.count > suffix.count
    {
      slug.removeLast(suffix.count)
    }
    slug = slug.replacing("manage-", with: "").replacing("manage-py-", with: "")
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "job" : String(slug.prefix(60))
  }
}
