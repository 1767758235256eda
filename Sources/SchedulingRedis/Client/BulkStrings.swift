#if Redis
  import CivilTime
  import Scheduling

  /// Words of a command in the form in which they travel, each behind its length.
  ///
  /// Keys and numbers are written in their parts: the thousands of them in a burst of firings need no text of their own.
  struct BulkStrings: ExpressibleByArrayLiteral {
    private(set) var count = 0
    private(set) var bytes: [UInt8] = []

    init() {}
    init(_ words: [String]) { self += words }
    init(arrayLiteral words: String...) { self += words }

    mutating func append(_ word: String) {
      begin(length: word.utf8.count)
      bytes.append(contentsOf: word.utf8)
      end()
    }

    mutating func append(_ word: [UInt8]) {
      begin(length: word.count)
      bytes.append(contentsOf: word)
      end()
    }

    /// One word of three parts.
    mutating func append(_ first: String, _ second: StaticString, _ third: String) {
      begin(length: first.utf8.count + second.utf8CodeUnitCount + third.utf8.count)
      bytes.append(contentsOf: first.utf8)
      second.withUTF8Buffer { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: third.utf8)
      end()
    }

    /// The same, and a number behind it.
    mutating func append(
      _ first: String, _ second: StaticString, _ third: String, _ fourth: StaticString, _ number: Int
    ) {
      let length = first.utf8.count + second.utf8CodeUnitCount + third.utf8.count + fourth.utf8CodeUnitCount
      begin(length: length + Int64(number).decimalLength)
      bytes.append(contentsOf: first.utf8)
      second.withUTF8Buffer { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: third.utf8)
      fourth.withUTF8Buffer { bytes.append(contentsOf: $0) }
      bytes.append(digitsOf: Int64(number))
      end()
    }

    mutating func append(_ number: Int64) {
      begin(length: number.decimalLength)
      bytes.append(digitsOf: number)
      end()
    }

    /// A number, or an empty word for none.
    mutating func append(_ number: Int64?) {
      if let number { append(number) } else { append("") }
    }

    mutating func append(_ number: Int) { append(Int64(number)) }

    mutating func append(_ run: RunID) {
      begin(length: 32)
      for half in [run.origin, run.sequence] {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: half >> shift) & 15
          bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
      }
      end()
    }

    mutating func append(contentsOf more: BulkStrings) {
      bytes += more.bytes
      count += more.count
    }

    static func += (words: inout BulkStrings, more: [String]) {
      for word in more { words.append(word) }
    }

    static func + (words: BulkStrings, more: [String]) -> BulkStrings {
      var sum = words
      sum += more
      return sum
    }

    private mutating func begin(length: Int) {
      bytes.append(UInt8(ascii: "$"))
      bytes.append(digitsOf: Int64(length))
      bytes.append(13)
      bytes.append(10)
    }

    private mutating func end() {
      bytes.append(13)
      bytes.append(10)
      count += 1
    }
  }

  extension Int64 {
    /// How many characters it has in decimal, its sign included.
    fileprivate var decimalLength: Int {
      var length = self < 0 ? 2 : 1
      var rest = magnitude
      while rest >= 10 {
        rest /= 10
        length += 1
      }
      return length
    }
  }
#endif
