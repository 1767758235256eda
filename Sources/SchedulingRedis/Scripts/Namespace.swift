#if Redis
  import CivilTime
  import Scheduling

  /// What names a fleet in Redis: a part of every key, of the wake channel, of the patterns in access control lists and of
  /// messages.
  enum Namespace {
    static let longest = 100

    /// Why this text cannot be a namespace; nil when it can.
    static func fault(_ name: String) -> String? {
      let isFine =
        (1...longest).contains(name.utf8.count)
        && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"{}|%*?[]\\".utf8.contains($0) }
      if isFine { return nil }
      return
        "the namespace '\(name.printable(bytes: 60))' cannot be used: a namespace has 1 to \(longest) printable ASCII "
        + "characters without blanks and without { } | % * ? [ ] \\, such as 'orders' or 'shop/eu'. Choose another, the same "
        + "for every replica"
    }

    static func error(_ name: String) -> ClaimsUnavailable? {
      fault(name).map { ClaimsUnavailable($0 + ".", needsOperator: true) }
    }
  }
#endif
