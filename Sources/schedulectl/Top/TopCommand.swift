#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl top`: a live screen of a fleet.
  struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "top",
      abstract:
        "A live screen of a fleet: its jobs, those that need somebody first, with keys to pause, run and cancel.",
      discussion: """
        KEYS
          j k, arrows  move        /  search       q  quit
          p  pause or resume       r  run now      c  cancel the job's runs

        Each look costs the server a few commands, whatever else it holds: known jobs are read by their keys, 1,000 at a
        time, and a page of its keys is looked through for new ones.
        Each change is asked about first. It needs a terminal; 'jobs' and 'runs --open' show the same once.
        """)
    @Option(help: "How often to look, in milliseconds, 500 to 60,000.")
    var interval = 2_000
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (500...60_000).contains(interval) else { throw ValidationError("--interval is 500 to 60000") }
      guard !fleet.json else { throw ValidationError("top has no JSON: see 'jobs --json' and 'tail --json'") }
    }

    func run() async throws {
      guard let terminal = RawTerminal() else {
        throw ValidationError("top needs a terminal: see 'jobs' and 'runs --open'")
      }
      try await fleet.with { control in
        // The first look says what is wrong before the screen is taken.
        var screen = TopScreen()
        var jobs = FleetJobList(control)
        screen.take(try await Self.look(&jobs, pages: Self.firstPages))
        terminal.begin()
        defer { terminal.end() }
        var lookAt = MonotonicTime.now() + .milliseconds(interval)
        while true {
          let (width, height) = terminal.size
          terminal.draw(screen.lines(width: width, height: height))
          if let key = terminal.key(within: .milliseconds(200)) {
            switch screen.press(key) {
            case .quit: return
            case .act(let deed):
              screen.message = await act(deed, control)
              lookAt = .now()
            case nil: break
            }
          }
          guard MonotonicTime.now() >= lookAt else { continue }
          lookAt = MonotonicTime.now() + .milliseconds(interval)
          do {
            screen.take(try await Self.look(&jobs, pages: 1))
          } catch let error as ClaimsUnavailable {
            screen.message = "what is shown is old: \(error.message)"
          }
        }
      }
    }

    /// So many of the server's keys, in thousands, are looked through before the first screen.
    private static let firstPages = 200

    private static func look(_ list: inout FleetJobList, pages: Int) async throws -> FleetOfJobs {
      let (jobs, view) = try await list.refresh(pages: pages)
      return FleetOfJobs(jobs: jobs, view: view, facts: [:])
    }

    private func act(_ deed: TopScreen.Deed, _ control: FleetControl) async -> String {
      do throws(ClaimsUnavailable) {
        switch deed {
        case .pause(let job): try await control.pause(job, note: "schedulectl top")
        case .resume(let job): try await control.resume(job)
        case .run(let job): _ = try await control.runNow(job)
        case .cancel(_, let runs): for run in runs { _ = try await control.cancel(run) }
        }
        return "\(TopScreen.words(deed)): done"
      } catch {
        return "\(TopScreen.words(deed)): \(error.message)"
      }
    }
  }
#endif
