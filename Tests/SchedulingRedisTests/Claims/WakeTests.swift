#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("What a replica hears at once")
  struct WakeTests {
    private func changes(_ replica: Replica) -> Int {
      replica.events.withLock { $0.count { if case .fleetChanged = $0 { true } else { false } } }
    }

    @Test("a pause, and its end, reach every replica that reports without waiting for its next report")
    func pause() async throws {
      let server = try RedisServer.start()
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      _ = try await b.claims.heartbeat(MemberReport(instance: "b", status: "running"))
      // Listening for the first time is a change by itself: what was said before was not heard.
      try await expectEventually { changes(b) == 1 }
      try await a.claims.pause("job", note: "deploy")
      try await expectEventually { changes(b) == 2 }
      let paused = try await b.claims.heartbeat(MemberReport(instance: "b", status: "running"))
      #expect(paused.pauses.jobs == ["job": "deploy"])
      try await a.claims.pause("job", note: nil)
      try await expectEventually { changes(b) == 3 }
      let resumed = try await b.claims.heartbeat(MemberReport(instance: "b", status: "running"))
      #expect(resumed.pauses == PauseSwitches())
    }

    @Test("a user who may neither publish nor subscribe pauses all the same, and is told what is missing")
    func withoutChannels() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command("ACL", "SETUSER", "quiet", "on", ">word", "~*", "resetchannels", "+@all")
      let quiet = try Replica("quiet", "redis://quiet:word@127.0.0.1:\(server.port ?? 0)")
      try await quiet.claims.pause(nil, note: "")
      let reply = try await quiet.claims.heartbeat(MemberReport(instance: "quiet", status: "running"))
      #expect(reply.pauses.everything == "")
      try await expectEventually {
        quiet.events.withLock {
          $0.contains { if case .warning(let text) = $0 { text.contains("&{test}:wake") } else { false } }
        }
      }
    }

    @Test("a message that cannot be read is named once, in printable words, and changes nothing")
    func foreign() async throws {
      let server = try RedisServer.start()
      let replica = try Replica("a", server.url)
      _ = try await replica.claims.heartbeat(MemberReport(instance: "a", status: "running"))
      try await expectEventually { changes(replica) == 1 }
      for message in ["later \u{1B}[2J\u{202E}", "job 9223372036854775807 x y", "job 1 2 %zz", "cancel zz"] {
        try await replica.client.command("PUBLISH", "{test}:wake", message)
      }
      try await replica.client.command("PUBLISH", "{test}:wake", "fleet")
      try await expectEventually { changes(replica) == 2 }
      let notes = replica.events.withLock { events in
        events.compactMap { if case .note(let text) = $0, text.contains("{test}:wake") { text } else { nil } }
      }
      #expect(notes.count == 1)
      #expect(notes.first?.contains("'later \u{FFFD}[2J\u{FFFD}'") == true)
    }

    @Test("messages of other versions are left alone")
    func messages() {
      let run = RunID(origin: 1, sequence: 2)
      #expect(FleetWake("fleet") == .fleet)
      #expect(FleetWake(FleetWake.text(cancelling: run.description)) == .cancel(run))
      for text in ["", "cancel", "cancel x", "due 17"] { #expect(FleetWake(text) == .other(text)) }
    }
  }
#endif
