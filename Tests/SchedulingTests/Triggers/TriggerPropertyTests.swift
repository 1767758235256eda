import CivilTime
import Scheduling
import Testing

@Suite("What every trigger keeps to")
struct TriggerPropertyTests {
  @Test("Instants increase and do not depend on how they are reached, forwards or backwards", arguments: 0..<8)
  func stepping(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 977 &+ 5)
    for _ in 0..<40 {
      let trigger = try random.trigger()
      let start = Instant(secondsSince1970: Int64(random.int(1_400_000_000...1_950_000_000)))
      let instants = trigger.next(12, after: start)
      var last = start
      for instant in instants {
        #expect(instant > last, "\(trigger)")
        // From anywhere between two instants the later one follows.
        let gap = instant.nanoseconds(since: last)
        let between = last.advanced(byNanoseconds: gap > 1 ? Int64.random(in: 0..<gap, using: &random) : 0)
        #expect(trigger.next(after: between) == instant, "\(trigger) after \(between)")
        #expect(trigger.next(after: instant.advanced(byNanoseconds: -1)) == instant, "\(trigger)")
        #expect(trigger.previous(before: instant.advanced(byNanoseconds: 1)) == instant, "\(trigger) \(instant)")
        if last != start {
          #expect(trigger.previous(before: instant) == last, "\(trigger) before \(instant)")
        } else if let before = trigger.previous(before: instant) {
          #expect(before <= start, "\(trigger) before \(instant): \(before)")
        }
        last = instant
      }
      if let first = instants.first, let final = instants.last {
        #expect(trigger.count(from: first, through: final) == instants.count, "\(trigger)")
      }
      #expect(!trigger.description.isEmpty && !trigger.description.contains("\n"))
    }
  }

  @Test("What is written is read again as the same trigger", arguments: 0..<4)
  func encoding(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 31 &+ 77)
    for _ in 0..<40 {
      let trigger = try random.trigger()
      let data = try TriggerCoding.builtIn.encode(trigger)
      let read = try TriggerCoding.builtIn.decode(data)
      #expect(read.fingerprint == trigger.fingerprint)
      #expect(try TriggerCoding.builtIn.encode(read) == data)
      #expect(read.next(3, after: .epoch) == trigger.next(3, after: .epoch), "\(trigger)")
    }
  }

  @Test("No trigger fails at the ends of time")
  func extremes() throws {
    var random = SeededGenerator(seed: 4711)
    for _ in 0..<60 {
      let trigger = try random.trigger(depth: 1)
      if let first = trigger.next(after: .min) { #expect(first > .min) }
      #expect(trigger.next(after: .max) == nil, "\(trigger)")
      #expect(trigger.previous(before: .min) == nil, "\(trigger)")
      if let last = trigger.previous(before: .max) { #expect(last < .max) }
    }
  }
}
