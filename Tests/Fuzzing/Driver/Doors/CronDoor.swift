import CivilTime
import Cron

// Any text in any dialect is an expression or an error that can be described. What is read keeps its promises: next is
// later and matches, previous leads back, words and findings can be told, and what converts means the same.

private let zones: [Zone] = ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"].compactMap {
  try? Zone(named: $0)
}

extension Door {
  static let cron = Door(name: "cron", longest: 100_000) { bytes in
    var input = Input(bytes)
    let choice = input.byte()
    let text = input.text
    let dialect = CronDialect.allCases[choice & 3]
    let zone = zones[choice >> 2 & 3]
    let expression: CronExpression
    do throws(CronError) {
      expression = try CronExpression(
        text, dialect: dialect, seed: choice & 16 == 0 ? nil : "seed", dayMatch: choice & 32 == 0 ? .standard : .vixie)
    } catch {
      let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
      precondition(lines.count == 2 && error.description.utf8.count < 4_000, "an error is told in two lines")
      precondition(error.range.lowerBound >= 0 && error.range.upperBound <= text.utf8.count, "its place is in the text")
      return
    }
    let schedule = CronSchedule(
      expression, in: zone, gap: choice & 64 == 0 ? .shift : .skip, overlap: choice & 128 == 0 ? .first : .last)
    var instant = Instant(secondsSince1970: Int64(choice) * 25_000_000)
    for _ in 0..<4 {
      guard let next = schedule.next(after: instant) else { break }
      precondition(next > instant, "next is later")
      precondition(schedule.matches(next), "next matches")
      precondition(schedule.previous(before: next.advanced(byNanoseconds: 1)) == next, "previous leads back")
      instant = next
    }
    precondition(!schedule.explanation.isEmpty, "there are words for it")
    for finding in CronLint.findings(schedule, now: .epoch) {
      precondition(finding.range.upperBound <= text.utf8.count, "a finding's place is in the text")
    }
    for other in CronDialect.allCases {
      guard let converted = try? expression.converted(to: other) else { continue }
      let there = CronSchedule(converted, in: zone, gap: schedule.gap, overlap: schedule.overlap)
      precondition(there.next(after: .epoch) == schedule.next(after: .epoch), "what converts means the same")
    }
  }
}
