import CivilTime
import Scheduling

// Any text is a recurrence rule or an error in printable words. What is read ends every search within its steps.

extension Door {
  static let recurrence = Door(name: "rrule", longest: 5_000) { bytes in
    var input = Input(bytes)
    let start = Instant(secondsSince1970: Int64(input.byte()) * 20_000_000)
    let text = input.text
    do {
      let rule = try RecurrenceTrigger(text, starting: start, timeZone: "Europe/Berlin")
      Searches.walk(rule, from: start)
    } catch {
      precondition("\(error)".utf8.count < 8_000, "an error does not grow with what it is about")
    }
  }
}

/// What every trigger promises to whoever asks it for instants.
enum Searches {
  static func walk(_ trigger: any Trigger, from start: Instant) {
    // The limits of a host whose users type expressions, with fewer steps: an input is read in milliseconds.
    var limits = TriggerLimits()
    limits.steps = 20_000
    guard let prepared = try? limits.check(trigger, for: "fuzz", at: start) else { return }
    precondition(!prepared.description.isEmpty, "there are words for it")
    var instant = start
    for _ in 0..<3 {
      var budget = SearchBudget(steps: 20_000)
      let next = prepared.next(after: instant, within: &budget)
      precondition(budget.spent <= 20_000, "a search keeps to its steps")
      guard let next, !budget.isExhausted else { return }
      precondition(next > instant, "next is later")
      instant = next
    }
  }
}
