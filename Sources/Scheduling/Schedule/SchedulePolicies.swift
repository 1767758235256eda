// How the policies' values are written in a schedule file.

extension Overlap {
  init?(_ mapping: StrictMapping) throws {
    guard let overlap: Overlap = try mapping.word("overlap", ["skip": .skip, "allow": .allow]) else { return nil }
    self = overlap
  }

  func encode(to container: inout KeyedEncodingContainer<ScheduleKey>) throws {
    try container.encode(description, forKey: ScheduleKey("overlap"))
  }
}

extension Coalesce {
  init?(_ mapping: StrictMapping) throws {
    let expected = "latest, none, or { all: 5 } for the newest five"
    guard let written = try mapping.value("coalesce", as: Written.self, expected: expected) else { return nil }
    switch written {
    case .all(let limit): self = .all(limit: limit)
    case .word:
      guard let coalesce: Coalesce = try mapping.word("coalesce", ["latest": .latest, "none": .none]) else {
        return nil
      }
      self = coalesce
    }
  }

  func encode(to container: inout KeyedEncodingContainer<ScheduleKey>) throws {
    let written: Written =
      switch self {
      case .latest: .word("latest")
      case .none: .word("none")
      case .all(let limit): .all(limit)
      }
    try container.encode(written, forKey: ScheduleKey("coalesce"))
  }

  /// A word, or a mapping with the one key `all`.
  private enum Written: Codable {
    case word(String)
    case all(Int)

    init(from decoder: any Decoder) throws {
      if let word = try? decoder.singleValueContainer().decode(String.self) {
        self = .word(word)
        return
      }
      let mapping = try StrictMapping(decoder, of: "the key all", known: ["all"])
      guard let limit: Int = try mapping.value("all", expected: "a whole number of 1 or more") else {
        throw mapping.error("all", "is missing: how many of the newest instants run?")
      }
      self = .all(limit)
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .word(let word):
        var container = encoder.singleValueContainer()
        try container.encode(word)
      case .all(let limit):
        var container = encoder.container(keyedBy: ScheduleKey.self)
        try container.encode(limit, forKey: ScheduleKey("all"))
      }
    }
  }
}

/// An ``Owner`` whose unknown keys are refused.
struct ScheduleOwner: Codable {
  static let expected = "a mapping with responsible and accountable"
  var owner: Owner

  init(_ owner: Owner) { self.owner = owner }

  init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: "responsible and accountable", known: ["responsible", "accountable"])
    owner = Owner(
      responsible: try mapping.value("responsible", expected: "who is paged"),
      accountable: try mapping.value("accountable", expected: "who is notified"))
  }

  func encode(to encoder: any Encoder) throws { try owner.encode(to: encoder) }
}
