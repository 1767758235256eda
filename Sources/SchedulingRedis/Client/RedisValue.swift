#if Redis
  import CivilTime

  /// A reply of the server.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum RedisValue: Sendable, Hashable {
    /// No value: a missing key, or an empty answer.
    case null
    /// A whole number.
    case integer(Int64)
    /// A status or a value that is valid UTF-8.
    case string(String)
    /// A value that is not valid UTF-8.
    case bytes([UInt8])
    /// A list of replies.
    case array([RedisValue])
    /// An error inside a list. An error that is the whole reply is thrown instead.
    case error(String)

    /// The text, of a string.
    public var string: String? {
      if case .string(let text) = self { text } else { nil }
    }

    /// The bytes, of a string or of bytes.
    public var bytes: [UInt8]? {
      switch self {
      case .string(let text): Array(text.utf8)
      case .bytes(let bytes): bytes
      default: nil
      }
    }

    /// The number, of an integer or of a string of decimal digits.
    public var integer: Int64? {
      switch self {
      case .integer(let number): number
      case .string(let text): Int64(text)
      default: nil
      }
    }

    /// The beginning of it, for an error message.
    var excerpt: String {
      switch self {
      case .string(let text), .error(let text): "'\(text.cut(toBytes: 120))'"
      case .bytes(let bytes): "'\(String(decoding: bytes.prefix(120), as: UTF8.self))'"
      case .integer(let number): "\(number)"
      case .array(let elements): "[" + elements.prefix(4).map(\.excerpt).joined(separator: ", ") + "]"
      case .null: "nothing"
      }
    }

    /// The elements, of a list.
    public var array: [RedisValue]? {
      if case .array(let elements) = self { elements } else { nil }
    }
  }
#endif
