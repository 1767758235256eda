/// The name of one run: one firing that was started, together with its retries, which share it. A replica
/// that runs the firing again after a crash or a hand-over does so in a run with an id of its own: use the ``Firing`` as a key
/// of idempotency. Unique across replicas and restarts; it is also the owner token of the run's claim and lock.
///
/// The upper half is drawn at random when a scheduler is made, the lower half counts: making one costs no system call.
public struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Drawn once for each scheduler.
  package let origin: UInt64
  /// Counts from 1 within a scheduler.
  package let sequence: UInt64

  /// A run id from its halves.
  package init(origin: UInt64, sequence: UInt64) {
    self.origin = origin
    self.sequence = sequence
  }

  /// A run id from its 32 hexadecimal digits; nil for any other text.
  public init?(_ description: String) {
    guard description.utf8.count == 32, description.utf8.allSatisfy({ $0 < 128 }),
      let origin = UInt64(description.prefix(16), radix: 16), let sequence = UInt64(description.suffix(16), radix: 16)
    else { return nil }
    self.init(origin: origin, sequence: sequence)
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String {
    String(unsafeUninitializedCapacity: 32) { buffer in
      for index in 0..<32 {
        let half = index < 16 ? origin : sequence
        let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (index & 15))) & 15
        buffer[index] = digit < 10 ? 48 + digit : 87 + digit
      }
      return 32
    }
  }

  /// By origin, then by sequence.
  public static func < (a: RunID, b: RunID) -> Bool { (a.origin, a.sequence) < (b.origin, b.sequence) }
}
