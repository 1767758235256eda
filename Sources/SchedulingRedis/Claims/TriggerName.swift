#if Redis
  /// The name of a trigger among those of its job: short, for it goes with every question. Two triggers of one job would
  /// have to draw the same 64 bits to be taken for one.
  enum TriggerName {
    /// FNV-1a over the fingerprint's bytes.
    static func of(_ fingerprint: String) -> String {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in fingerprint.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      return String(hash, radix: 36)
    }
  }
#endif
