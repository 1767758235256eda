#if Redis
  import CivilTime
  import Logging
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("What runs leave, in Redis")
  struct EvidenceTests {
    private func evidence(_ text: String, progress: Double? = nil) -> RunEvidence {
      RunEvidence(
        lines: [.init(at: .epoch, level: .notice, text: text, attempt: 2)], droppedLines: 3,
        progress: progress.map { RunProgress($0, "note", at: .epoch) })
    }

    @Test("It is kept with the end of the run, read by every replica, and is no condition for the end")
    func shared() async throws {
      let server = try RedisServer.start()
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      let now = try await a.serverNow()
      let lease = try await a.win(a.request(.start(now), cause: .runNow))
      try await a.finish(lease, evidence: evidence("page 1", progress: 0.5))
      #expect(try await b.claims.evidence(of: lease.token, job: "job") == evidence("page 1", progress: 0.5))
      #expect(try await b.claims.evidence(of: lease.token, job: "other") == nil)
      #expect(try await b.claims.evidence(of: b.token(), job: "job") == nil)
      // A key of another type keeps nothing, and keeps no run from ending.
      _ = try await a.client.command("SET", "{test}:evidence:strange", "x")
      let other = try await a.win(a.request(.start(now), job: "strange", cause: .runNow))
      try await a.finish(other, evidence: evidence("lost"))
      #expect(try await a.outcomes(of: "strange") == [.succeeded])
      #expect(try await b.claims.evidence(of: other.token, job: "strange") == nil)
    }

    @Test("Of each job the newest sixteen runs have it, for a week")
    func bounded() async throws {
      let server = try RedisServer.start()
      let a = try Replica("a", server.url)
      let now = try await a.serverNow()
      var tokens: [RunID] = []
      for number in 0..<20 {
        let lease = try await a.win(a.request(.start(now), cause: .runNow))
        try await a.finish(lease, evidence: evidence("\(number)"))
        tokens.append(lease.token)
      }
      for (number, token) in tokens.enumerated() {
        let found = try await a.claims.evidence(of: token, job: "job")
        #expect(found?.lines.first?.text == (number < 4 ? nil : "\(number)"))
      }
      let left = try await a.client.command("PTTL", "{test}:evidence:job").integer ?? 0
      #expect((1...604_800_000).contains(left))
      // A run that left nothing costs nothing.
      let lease = try await a.win(a.request(.start(now), job: "silent", cause: .runNow))
      try await a.finish(lease)
      #expect(try await a.client.command("EXISTS", "{test}:evidence:silent").integer == 0)
    }

    @Test("What is read is within the bounds, whoever wrote it")
    func hostile() {
      let full = RunEvidence(
        lines: (0..<100).map {
          .init(at: .epoch, level: .info, text: "\($0) \"\\\u{FFFD}é" + String(repeating: "x", count: 90))
        },
        progress: RunProgress(1.0 / 3, "é\"", at: .epoch))
      #expect(EvidenceCoding.evidence(EvidenceCoding.text(full) ?? "") == full)
      for text in [
        "", "x", "[]", "{}", #"{"lines":1}"#, #"{"lines":[[1,2,3,4]]}"#, #"{"lines":[["a"]],"progress":[1]}"#,
        #"{"lines":[],"progress":["x","y",1],"dropped":-5}"#, String(repeating: "[", count: 10_000),
      ] {
        let lines = EvidenceCoding.evidence(text)?.lines ?? []
        #expect(lines.isEmpty)
      }
      let long =
        #"{"lines":[[9223372036854775807,"info",-4,"a\u001b[31m\#(String(repeating: "y", count: 9_000))"]],"dropped":9223372036854775807,"progress":[1e300,"\u202e",0]}"#
      guard let read = EvidenceCoding.evidence(long), let line = read.lines.first else {
        Issue.record("it is not read")
        return
      }
      #expect(line.text.unicodeScalars.allSatisfy { $0.isPrintable } && line.text.utf8.count <= 2_010)
      #expect(read.progress?.fraction == 1 && read.progress?.note == "\u{FFFD}")
    }
  }
#endif
