#if Redis
  /// How `decide` tells of a win: in one word, for most of its answers are wins.
  struct WonAnswer {
    var slot: Int
    var fence: Int64

    /// Nil for anything but `WON|slot|fence`.
    init?(_ answer: RedisValue) {
      guard case .string(let text) = answer, text.utf8.starts(with: "WON|".utf8) else { return nil }
      let numbers = text.utf8.dropFirst(4)
      guard let bar = numbers.firstIndex(of: UInt8(ascii: "|")),
        let slot = ServerNumber.slot.int(text[numbers.startIndex..<bar]),
        let fence = ServerNumber.count.read(text[numbers.index(after: bar)...])
      else { return nil }
      (self.slot, self.fence) = (slot, fence)
    }
  }
#endif
