import Foundation
import Testing

#if Redis
  import Scheduling
#endif

@Suite("schedulectl forecast", .timeLimit(.minutes(2)))
struct ForecastCommandTests {
  /// The night in which Berlin's clocks go forward.
  static let night = ["--from", "2027-03-27T22:00:00Z", "--for", "12h"]

  static func withFile(_ body: (String) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("ahead-\(UUID().uuidString).yaml").path
    try """
    timezone: Europe/Berlin
    jobs:
      nightly: { cron: "30 2 * * *" }
      stats: { cron: "0 3 * * *" }
      sweep: { cron: "*/10 * * * *", paused: true }
      report: { after: { job: stats, on: success } }
    """.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
  }

  @Test("A night of a schedule file: its starts, the change of the clocks, and what starts together")
  func file() async throws {
    try await Self.withFile { file in
      let tool = try Tool.run(["forecast", file] + Self.night)
      #expect(tool.status == 0, "\(tool.error)")
      #expect(
        tool.output == """
          from 2027-03-27T23:00:00+01:00 to 2027-03-28T12:00:00+02:00, Europe/Berlin
            Sun 2027-03-28T03:00:00+02:00  clocks in Europe/Berlin: +01:00 -> +02:00, of 3 jobs
            Sun 2027-03-28T03:00:00+02:00  nightly  with stats
            Sun 2027-03-28T03:00:00+02:00  stats  with nightly
            73 times  sweep  paused: Every 10 minutes, Europe/Berlin
            when it happens  report: After a run of stats has succeeded
          several jobs start in 1 minute; the fullest, 2027-03-28T03:00:00+02:00: nightly, stats

          """, "\(tool.output)")
      let json = try Tool.run(["forecast", file, "--json", "--tz", "UTC"] + Self.night)
      #expect(
        json.output.contains(#""collisions":[{"minute":"2027-03-28T01:00:00+00:00","jobs":["nightly","stats"]}]"#))
      #expect(json.output.contains(#""offset_before":3600,"offset_after":7200"#), "\(json.output)")
      #expect(try Tool.run(["forecast", file, "--for", "40d"]).status == 64)
      #expect(try Tool.run(["forecast"]).status == 64)
      #expect(try Tool.run(["forecast", file + ".none"]).status == 2)
    }
  }

  #if Redis
    @Test("Of a fleet it knows durations and pauses; a schedule file says what its code does")
    func fleet() async throws {
      try await FleetCommandTests().withFleet { scheduler, options in
        let fleet = Array(options.prefix(4))
        _ = try await Tool.running(["run", "nightly"] + options)
        while scheduler.localHistory(of: "nightly").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let alone = try await Tool.running(["forecast"] + fleet)
        #expect(alone.output.contains("the next instant alone is known of endless, import, nightly"), "\(alone)")
        _ = try await Tool.running(["pause", "nightly"] + options)
        try await Self.withFile { file in
          let both = try await Tool.running(["forecast", file] + Self.night + fleet)
          #expect(both.output.firstMatch(of: #/nightly  ~\d+ ms  paused\n/#) != nil, "\(both)")
          #expect(both.output.contains("known of endless, import:"), "\(both)")
        }
        let nowhere = ["--redis", "redis://127.0.0.1:1", "--namespace", "shop"]
        #expect(try await Tool.running(["forecast"] + nowhere).status == 3)
      }
    }
  #endif
}
