extension FieldText {
  /// What is no value, with the likeliest reason first.
  func notAValue(_ part: Range<Int>) -> Fault {
    let found = text(part)
    if part.isEmpty { return fault(part, "a value is missing: \(field) must be \(expected)") }
    if part.count > 9, bytes[part].allSatisfy({ $0 >= 48 && $0 <= 57 }) {
      return fault(part, "the number is too long: \(field) must be \(expected)")
    }
    if found == "?" { return fault(part, "? stands alone, and only in day of month or day of week") }
    if found == "$" || found.lowercased() == "last" || found.hasPrefix("-") {
      if field == .dayOfMonth { return fault(part, "'\(found)' is not a day of month: the last one is L", write: "L") }
    }
    if found.contains("~") {
      return fault(part, "'\(found)' is not a value: random times differ between replicas", write: "H")
    }
    if found.hasPrefix("+") { return fault(part, "+ is only the first character of day of week") }
    if found.hasPrefix("*") { return fault(part, "* stands alone or before a step, as in */5", write: "*") }
    if let special = special(found) { return special(part) }
    return fault(part, "'\(found)' is not a \(field): it must be \(expected)")
  }

  /// Faults around L, W and #.
  private func special(_ found: String) -> ((Range<Int>) -> Fault)? {
    let upper = found.uppercased()
    if found != upper, upper.contains("L") || upper.contains("W"), upper.allSatisfy({ "LW0123456789-".contains($0) }) {
      return { fault($0, "L and W are written in upper case", write: upper) }
    }
    guard upper == found else { return nil }
    switch field {
    case .dayOfWeek where found == "L":
      return {
        fault($0, "L needs a weekday before it here: SATL is the last Saturday, SAT is every Saturday", write: "SATL")
      }
    case .dayOfWeek where found.contains("#"):
      return { fault($0, "after # comes the week, 1-5 or L", write: "MON#1") }
    case .dayOfMonth where found.hasSuffix("W"):
      return { fault($0, "W needs one day of month before it", write: "15W") }
    case .dayOfMonth where found.contains("#"):
      return { fault($0, "# belongs to day of week") }
    case .dayOfMonth where found.hasSuffix("L"):
      return { fault($0, "a number before L belongs to day of week; the last day is L") }
    case .second, .minute, .hour, .month, .year:
      guard !found.isEmpty, found.allSatisfy({ "LW#0123456789".contains($0) }) else { return nil }
      return { fault($0, "L, W and # belong to the day fields") }
    default: return nil
    }
  }
}
