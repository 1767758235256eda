import CivilTime
import Foundation
import Scheduling
import Testing

/// Nested values on a thread with 512 KiB of stack, as some systems give to each thread of a host.
@Suite("Nesting on small stacks")
struct SmallStackTests {
  private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Foundation.Thread {
      body()
      done.signal()
    }
    thread.stackSize = 512 * 1_024
    thread.start()
    done.wait()
  }

  @Test(
    "Triggers and arguments that are nested as deeply as is allowed are read, evaluated and written; deeper ones are refused"
  )
  func nesting() throws {
    let outcome = Outcome()
    onSmallStack {
      outcome.note {
        var trigger: any Trigger = try CronTrigger("0 9 * * *")
        for _ in 1..<32 { trigger = try AllOfTrigger([trigger, CronTrigger("0 * * * *")]) }
        let written = try TriggerCoding.builtIn.encode(trigger)
        let read = try TriggerCoding.builtIn.decode(written)
        try TriggerLimits().check(read, at: .epoch)
        return read.next(after: .epoch)?.description == "1970-01-01T09:00:00Z"
          && read.fingerprint == trigger.fingerprint
      }
      outcome.note {
        let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        let read = try JSONDecoder().decode(JobArguments.self, from: Data(text.utf8))
        return try JSONEncoder().encode(read) == Data(text.utf8)
      }
      for levels in [200, 400] {
        outcome.note {
          let text = String(repeating: #"{"a":["#, count: levels) + String(repeating: "]}", count: levels)
          return (try? JSONDecoder().decode(JobArguments.self, from: Data(text.utf8))) == nil
        }
        outcome.note {
          let text =
            String(repeating: #"{"kind":"any","version":1,"of":["#, count: levels)
            + String(repeating: "]}", count: levels)
          return (try? TriggerCoding.builtIn.decode(Data(text.utf8))) == nil
        }
      }
    }
    #expect(outcome.values == [true, true, true, true, true, true])
  }

  private final class Outcome: Sendable {
    private let kept = Lock<[Bool]>([])

    func note(_ body: () throws -> Bool) {
      let value = (try? body()) ?? false
      kept.withLock { $0.append(value) }
    }
    var values: [Bool] { kept.withLock { $0 } }
  }
}
