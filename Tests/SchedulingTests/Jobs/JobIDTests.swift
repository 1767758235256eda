import Foundation
import Scheduling
import SchedulingTesting
import Testing

@Suite struct JobIDTests {
  @Test(arguments: [
    "", " ", "\u{3000}\u{A0}", "a\u{0}b", "a\nb", "a\u{7F}", "a\u{85}b", "a\u{9B}31m", "a\u{202E}b", "a\u{2066}b",
    "a\u{200B}b",
    "a\u{2028}b", "a\u{2029}b", "\u{FEFF}a", String(repeating: "n", count: 201),
    String(repeating: "e\u{301}", count: 101),
  ])
  func whatCannotNameAJobIsRefused(_ text: String) async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let error = await #expect(throws: SchedulerError.self) {
        try await test.scheduler.add(JobID(text), .every(.seconds(60))) { _ in }
      }
      #expect(error?.code == .invalidJobID)
    }
  }

  @Test(arguments: ["a", "caf\u{e9}", "日本", "👩", " padded ", "a/b:c|d{e}"])
  func usualNamesAreTaken(_ text: String) async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add(JobID(text), .every(.seconds(60))) { _ in }
      #expect(test.scheduler.job(JobID(text)) != nil)
    }
  }

  @Test func twoNormalFormsAreOneJob() async throws {
    let (composed, decomposed) = (JobID("caf\u{e9}"), JobID("cafe\u{301}"))
    #expect(composed == decomposed)
    #expect(Array(composed.rawValue.utf8) == Array(decomposed.rawValue.utf8))
    let read = try JSONDecoder().decode([JobID].self, from: Data("[\"cafe\u{301}\"]".utf8))
    #expect(read.first.map { Array($0.rawValue.utf8) } == Array(composed.rawValue.utf8))
    let literal: JobID = "cafe\u{301}"
    #expect(Array(literal.rawValue.utf8) == Array(composed.rawValue.utf8))
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add(composed, .every(.seconds(60))) { _ in }
      let error = await #expect(throws: SchedulerError.self) {
        try await test.scheduler.add(decomposed, .every(.seconds(60))) { _ in }
      }
      #expect(error?.code == .duplicateJob)
    }
  }
}
