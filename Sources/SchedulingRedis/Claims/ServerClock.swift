#if Redis
  import CivilTime
  import Scheduling

  /// The server's clock, told from this machine's continuous clock.
  ///
  /// Of the last eight replies the one that was under way for the shortest time is believed: half of that is the most
  /// by which it can be wrong.
  struct ServerClock: Sendable {
    private struct Sample {
      var offset: Int64
      var roundTrip: Int64
    }

    private var samples: [Sample] = []
    private var index = 0

    /// The server's clock at a reading of the continuous clock; nil before the first reply.
    func time(at reading: MonotonicTime) -> Instant? {
      samples.min { $0.roundTrip < $1.roundTrip }.map {
        Instant(nanosecondsSince1970: reading.nanoseconds).advanced(byNanoseconds: $0.offset)
      }
    }

    /// Takes in what the server's clock showed between two readings. Returns by how much the clock jumped, if it did by
    /// more than the replies' travel can explain.
    mutating func observe(_ serverTime: Instant, sent: MonotonicTime, received: MonotonicTime) -> Duration? {
      let roundTrip = max(0, (received - sent).nanoseconds)
      let middle = Instant(nanosecondsSince1970: sent.nanoseconds).advanced(byNanoseconds: roundTrip / 2)
      let sample = Sample(offset: serverTime.nanoseconds(since: middle), roundTrip: roundTrip)
      if let best = samples.min(by: { $0.roundTrip < $1.roundTrip }) {
        let (difference, overflow) = sample.offset.subtractingReportingOverflow(best.offset)
        if overflow || difference.magnitude > 250_000_000 + UInt64(roundTrip / 2 + best.roundTrip / 2) {
          samples = [sample]
          index = 0
          return .nanoseconds(overflow ? (sample.offset > best.offset ? .max : .min) : difference)
        }
      }
      if samples.count < 8 {
        samples.append(sample)
      } else {
        samples[index] = sample
        index = (index + 1) % 8
      }
      return nil
    }
  }
#endif
