/// A hash that is the same in every process and release, unlike Swift's seeded `Hasher`: replicas must agree on jitter.
enum StableHash {
  /// FNV-1a over the UTF-8 bytes, then mixed.
  static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash)
  }

  /// The finalizer of SplitMix64: each bit of the input moves every bit of the output.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
