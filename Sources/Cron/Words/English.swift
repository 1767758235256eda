import CivilTime

/// The small change of English sentences.
package enum English {
  /// "a", "a and b", "a, b and c".
  package static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "1st", "22nd", "13th".
  package static func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (_, 11...13): "\(number)th"
    case (1, _): "\(number)st"
    case (2, _): "\(number)nd"
    case (3, _): "\(number)rd"
    default: "\(number)th"
    }
  }

  /// "first" to "fifth".
  static func rank(_ number: Int) -> String {
    switch number {
    case 1: "first"
    case 2: "second"
    case 3: "third"
    case 4: "fourth"
    default: "fifth"
    }
  }

  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// Values in order as "3", "1 and 2", "1 to 5 and 8"; three neighbours make a range.
  static func runs(_ values: [Int], _ name: (Int) -> String = { "\($0)" }) -> String {
    list(
      Runs(values).ranges.flatMap { range in
        range.count < 3 ? range.map(name) : ["\(name(range.lowerBound)) to \(name(range.upperBound))"]
      })
  }

  /// "1 hour 30 minutes".
  package static func duration(nanoseconds: Int64) -> String {
    let units: [(Int64, String)] = [
      (86_400_000_000_000, "day"), (3_600_000_000_000, "hour"), (60_000_000_000, "minute"), (1_000_000_000, "second"),
      (1_000_000, "millisecond"), (1_000, "microsecond"), (1, "nanosecond"),
    ]
    var rest = nanoseconds
    var parts: [String] = []
    for (size, name) in units where rest >= size {
      let count = rest / size
      parts.append("\(count) \(name)\(count == 1 ? "" : "s")")
      rest %= size
    }
    return parts.joined(separator: " ")
  }
}
