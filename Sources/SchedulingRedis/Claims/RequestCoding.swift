#if Redis
  import CivilTime
  import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// A request as it lies in Redis: fields between bars, names percent-encoded, times in milliseconds. Fields of newer
  /// versions follow these and are left as they are.
  enum RequestCoding {
    /// Job, cause, from, through, overlap, by, submitted, patience, whether heard, arguments in JSON. Nil for what this version cannot read.
    static func request(id: String, _ text: String) -> FleetRequest? {
      let fields = text.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count >= 9, let id = FleetRequest.ID(id), let job = PercentEncoding.decode(fields[0]),
        let cause = FiringCause(rawValue: String(fields[1])), cause != .scheduled,
        let from = Milliseconds.instant(fields[2]), let through = Milliseconds.instant(fields[3]),
        let by = PercentEncoding.decode(fields[5]), let submitted = Milliseconds.instant(fields[6]),
        let patience = ServerNumber.duration.read(fields[7])
      else { return nil }
      var overlap: Overlap?
      if !fields[4].isEmpty {
        // A policy of a newer version: a newer replica serves it.
        guard let known = PercentEncoding.decode(fields[4]).flatMap({ Overlap($0) }) else { return nil }
        overlap = known
      }
      var arguments: JobArguments?
      if fields.count > 9, !fields[9].isEmpty {
        guard let json = PercentEncoding.decode(fields[9]),
          let known = try? JSONDecoder().decode(JobArguments.self, from: Data(json.utf8))
        else { return nil }
        arguments = known
      }
      return FleetRequest(
        id: id, job: JobID(job), cause: cause, from: from, through: through, overlap: overlap, arguments: arguments,
        requestedBy: by, patience: .milliseconds(patience), submitted: submitted, wasHeard: fields[8] == "1")
    }

    /// The words after the id, as `submit` wants them.
    static func words(_ request: FleetRequest) -> [String] {
      [
        PercentEncoding.encode(request.job.rawValue), request.cause.rawValue,
        request.from.map(Milliseconds.text) ?? "", request.through.map(Milliseconds.text) ?? "",
        request.overlap.map { PercentEncoding.encode($0.description) } ?? "",
        PercentEncoding.encode(request.requestedBy), "\(Milliseconds.atLeastOne(request.patience))",
        request.arguments.flatMap(Self.json).map { PercentEncoding.encode($0) } ?? "",
      ]
    }

    private static func json(_ arguments: JobArguments) -> String? {
      (try? JSONEncoder().encode(arguments)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What `decide` or `endRequests` has left for whoever asked.
    static func answer(_ text: String) -> FleetAnswer? {
      let fields = text.split(separator: "|", omittingEmptySubsequences: false)
      switch fields.first {
      case "WON":
        guard fields.count >= 3, let run = RunID(String(fields[1])), let instance = PercentEncoding.decode(fields[2])
        else { return nil }
        return .started(run, instance: instance)
      case "ENDED": return fields.count >= 2 ? RunOutcome(String(fields[1])).map { .ended($0) } : nil
      case "NOTHING": return .nothingToDo
      default: return nil
      }
    }
  }
#endif
