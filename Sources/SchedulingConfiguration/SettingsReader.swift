#if Configuration
  import CivilTime
  import Configuration
  import Scheduling

  /// Reads settings and collects what is wrong with them, so that all faults are reported at once.
  struct SettingsReader {
    let config: ConfigReader
    private(set) var faults: [ConfigurationError.Fault] = []

    init(_ config: ConfigReader) { self.config = config }

    mutating func refuse(_ key: String, _ message: String) {
      // One fault for each key: what could not be read is not said to be out of range as well.
      guard !faults.contains(where: { $0.key == key }) else { return }
      faults.append(.init(key: key, message: message.printable(bytes: 500)))
    }

    func finish() throws(ConfigurationError) {
      if !faults.isEmpty { throw ConfigurationError(faults: faults) }
    }

    mutating func text(_ key: String, isSecret: Bool = false) -> String? {
      if let text = config.string(forKey: ConfigKey(key), isSecret: isSecret) { return text }
      if isPresent(key, isSecret) { refuse(key, "must be a text") }
      return nil
    }

    mutating func texts(_ key: String) -> [String]? {
      if let texts = config.stringArray(forKey: ConfigKey(key)) { return texts.filter { !$0.isEmpty } }
      if isPresent(key, false) { refuse(key, "must be a list of texts") }
      return nil
    }

    mutating func number(_ key: String, _ range: ClosedRange<Int>) -> Int? {
      guard let number = config.int(forKey: ConfigKey(key)) else {
        if isPresent(key, false) { refuse(key, "must be a whole number, \(Self.words(range))") }
        return nil
      }
      guard range.contains(number) else {
        refuse(key, "is \(Self.words(range)); this one is \(number)")
        return nil
      }
      return number
    }

    mutating func truth(_ key: String) -> Bool? {
      if let value = config.bool(forKey: ConfigKey(key)) { return value }
      if isPresent(key, false) { refuse(key, "must be true or false") }
      return nil
    }

    mutating func duration(_ key: String, _ range: ClosedRange<Duration>? = nil) -> Duration? {
      guard let text = text(key) else { return nil }
      guard let duration = ScheduleDuration.parse(text) else {
        refuse(key, "must be \(ScheduleDuration.expected)")
        return nil
      }
      if let range, !range.contains(duration) {
        refuse(key, "is \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)); this one is \(text)")
        return nil
      }
      return duration
    }

    /// A value of another type reads as if there were none. Two ways to require it fail alike only where there is none.
    private func isPresent(_ key: String, _ isSecret: Bool) -> Bool {
      do {
        _ = try config.requiredInt(forKey: ConfigKey(key), isSecret: isSecret)
        return true
      } catch let asNumber {
        do {
          _ = try config.requiredBool(forKey: ConfigKey(key), isSecret: isSecret)
          return true
        } catch {
          return String(describing: asNumber) != String(describing: error)
        }
      }
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
      range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }

    private static func text(_ duration: Duration) -> String { ScheduleDuration.text(duration) ?? "\(duration)" }
  }
#endif
