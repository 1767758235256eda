/// A set of years from 1970 to 2199.
struct YearSet: Hashable, Sendable {
  static let years = 1970...2199
  static let all: YearSet = {
    var set = YearSet()
    set.insert(from: years.lowerBound, through: years.upperBound, step: 1)
    return set
  }()

  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  var isAll: Bool { self == .all }

  static func == (a: YearSet, b: YearSet) -> Bool { a.words == b.words }

  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  private subscript(word index: Int) -> UInt64 {
    get {
      switch index {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    }
    set {
      switch index {
      case 0: words.0 = newValue
      case 1: words.1 = newValue
      case 2: words.2 = newValue
      default: words.3 = newValue
      }
    }
  }

  /// Adds years of 1970 to 2199; others are left out.
  mutating func insert(from start: Int, through end: Int, step: Int) {
    var year = max(start, Self.years.lowerBound)
    while year <= min(end, Self.years.upperBound) {
      let bit = year - Self.years.lowerBound
      self[word: bit >> 6] |= 1 << UInt64(bit & 63)
      year += step
    }
  }

  func contains(_ year: Int) -> Bool {
    guard Self.years.contains(year) else { return false }
    let bit = year - Self.years.lowerBound
    return self[word: bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// The first year of the set from `year` on.
  func first(from year: Int) -> Int? {
    guard year <= Self.years.upperBound else { return nil }
    if contains(year) { return year }
    let bit = max(0, year - Self.years.lowerBound)
    var index = bit >> 6
    var word = (self[word: index] >> UInt64(bit & 63)) << UInt64(bit & 63)
    while word == 0 {
      index += 1
      if index > 3 { return nil }
      word = self[word: index]
    }
    return Self.years.lowerBound + index << 6 + word.trailingZeroBitCount
  }

  /// The last year of the set up to `year`.
  func last(through year: Int) -> Int? {
    guard year >= Self.years.lowerBound else { return nil }
    let bit = min(year, Self.years.upperBound) - Self.years.lowerBound
    var index = bit >> 6
    let unwanted = UInt64(63 - bit & 63)
    var word = (self[word: index] << unwanted) >> unwanted
    while word == 0 {
      index -= 1
      if index < 0 { return nil }
      word = self[word: index]
    }
    return Self.years.lowerBound + index << 6 + 63 - word.leadingZeroBitCount
  }

  /// The years in order.
  var values: [Int] { Self.years.filter(contains) }
}
