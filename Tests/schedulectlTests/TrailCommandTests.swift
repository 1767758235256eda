#if Redis
  import Foundation
  import Scheduling
  import Testing

  @Suite("schedulectl audit and tail", .serialized, .timeLimit(.minutes(2)))
  struct TrailCommandTests {
    @Test("The audit trail says who did what, newest first, and is filtered by job, caller and action")
    func audit() async throws {
      try await FleetCommandTests().withFleet { _, options in
        #expect(try await Tool.running(["audit"] + options).output == "nobody has done anything\n")
        _ = try await Tool.running(["pause", "nightly", "--note", "oven"] + options)
        _ = try await Tool.running(["resume", "nightly"] + options.map { $0 == "ada" ? "grace" : $0 })
        _ = try await Tool.running(["run", "import", "--no-wait"] + options)
        let lines = try await Tool.running(["audit", "--json"] + options).output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains(#""action":"run","job":"import""#) == true, "\(lines)")
        #expect(lines.last?.contains(#""by":"ada","action":"pause","job":"nightly""#) == true, "\(lines)")
        #expect(lines.last?.contains(#""via":"schedulectl""#) == true && lines.last?.contains("oven") == true)
        for (filter, value, count) in [("--job", "nightly", 2), ("--caller", "grace", 1), ("--action", "run", 1)] {
          let found = try await Tool.running(["audit", filter, value, "--json"] + options).output
          #expect(found.split(separator: "\n").count == count, "\(filter): \(found)")
        }
        #expect(try await Tool.running(["audit", "--limit", "1", "--json"] + options).output.contains("import"))
        #expect(try await Tool.running(["audit", "--limit", "0"] + options).status == 64)
      }
    }

    @Test("tail writes what happens as it happens, and only what its filters let through")
    func tail() async throws {
      try await FleetCommandTests().withFleet { _, options in
        let look = ["tail", "--interval", "100", "--json"] + options
        try await Tool.whileRunning(look) { all in
          try await Tool.whileRunning(look + ["--kind", "run-ended", "--outcome", "failed"]) { failed in
            // Until both have begun to look, a switch goes to and fro.
            while !all().contains(#""kind":"paused""#) {
              _ = try await Tool.running(["pause", "nightly", "--note", "oven"] + options)
              _ = try await Tool.running(["resume", "nightly"] + options)
            }
            while !failed().contains(#""job":"import""#) { _ = try await Tool.running(["run", "import"] + options) }
            _ = try await Tool.running(["run", "nightly"] + options)
            while !all().contains(#""kind":"run-ended","job":"nightly","outcome":"succeeded""#) {
              try await Task.sleep(for: .milliseconds(20))
            }
            #expect(all().contains(#""kind":"audit","job":"nightly""#), "\(all())")
            #expect(!failed().contains("nightly") && !failed().contains("audit"), "\(failed())")
          }
        }
        #expect(try await Tool.running(["tail", "--kind", "nothing"] + options).status == 64)
      }
    }
  }
#endif
