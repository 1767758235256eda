package import Scheduling

/// What the runs of a fleet under test receive.
package struct FleetArguments: Codable, Sendable, Hashable {
  package var job: String
  /// Names the order of a run by hand.
  package var order: String?
  package var filler: String?

  package init(job: String, order: String? = nil, filler bytes: Int = 0) {
    (self.job, self.order) = (job, order)
    filler = bytes > 0 ? String(repeating: "x", count: bytes) : nil
  }

  /// One word that stands for them in the log: a hash (FNV-1a).
  package var hash: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(job)|\(order ?? "")|\(filler ?? "")".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "x" + String(hash, radix: 16)
  }

  /// As a request carries them.
  package func coded() throws -> JobArguments { try JobArguments(self) }
}
