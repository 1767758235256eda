#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl audit`: who did what.
  struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows who paused, resumed, ran, cancelled, requeued or discarded what in a fleet, newest first.",
      discussion:
        "The trail has what went through the management API and through schedulectl: about the last 10,000 entries.")
    @Option(help: "About this job alone.")
    var job: String?
    @Option(help: "By this caller alone.")
    var caller: String?
    @Option(help: "This action alone, such as pause or run.")
    var action: String?
    @Option(help: "How many entries, 1 to 10,000.")
    var limit = 50
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
    }

    func run() async throws {
      try await fleet.with { control in
        // A filter passes over entries: as many are read as there can be.
        let isFiltered = job != nil || caller != nil || action != nil
        let entries = try await control.audit(limit: isFiltered ? 10_000 : limit).filter { entry in
          (job == nil || entry.job?.rawValue == job) && (caller == nil || entry.by == caller)
            && (action == nil || entry.action == action)
        }
        fleet.show(Self.columns, entries.prefix(limit).map(Self.row), none: "nobody has done anything")
      }
    }

    static let columns = ["at", "by", "action", "job", "target", "result", "from", "via", "detail"]

    static func row(_ entry: AuditEntry) -> [JSONText] {
      [
        JSONText(entry.at), .string(entry.by), .string(entry.action), JSONText(entry.job?.rawValue),
        JSONText(entry.target), .string(entry.result), JSONText(entry.from), .string(entry.via), JSONText(entry.detail),
      ]
    }
  }
#endif
