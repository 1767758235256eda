#if Redis
  import CivilTime
  import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Switches, requests and cancellations: for the claims of a replica, and for an operator who has no scheduler.
  extension FleetSession {
    /// More than this many wait only where nobody serves them.
    static let mostRequests = 256

    /// Sets a pause switch, or clears it where there is no note.
    func setSwitch(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {
      try checkName(job)
      try checkSize(ofNote: note)
      let field = job.map { "j:" + PercentEncoding.encode($0.rawValue) } ?? "*"
      let call = ScriptCall(keys: [keys.control], arguments: [field, note == nil ? "0" : "1", note ?? "", keys.wake])
      try await change(noting: { $0.pauses[field] = note }) { () async throws(ClaimsUnavailable) in
        _ = try await run(.setSwitch, call)
      }
    }

    /// Clears a pause switch that holds this note.
    func endPause(_ job: JobID?, note: String) async throws(ClaimsUnavailable) {
      let field = job.map { "j:" + PercentEncoding.encode($0.rawValue) } ?? "*"
      let call = ScriptCall(keys: [keys.control], arguments: [field, "0", note, keys.wake])
      try await change(noting: { $0.pauses[field] = nil }) { () async throws(ClaimsUnavailable) in
        _ = try await run(.setSwitch, call)
      }
    }

    func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) {
      try checkName(request.job)
      if let arguments = request.arguments {
        try checkSize("the request's arguments", bytes: (try? JSONEncoder().encode(arguments).count) ?? 0)
      }
      try checkSize("the name of who asks", bytes: request.requestedBy.utf8.count)
      let call = ScriptCall(
        keys: [keys.requests, keys.answer(request.id.description)],
        arguments: [request.id.description, "\(Self.mostRequests)", keys.wake] + RequestCoding.words(request))
      guard try await run(.submit, call).first?.string == "left" else {
        throw ClaimsUnavailable(
          "\(Self.mostRequests) requests wait already in \(keys.requests); withdraw some, or start a replica that has "
            + "the jobs.", needsOperator: true)
      }
    }

    func withdraw(_ id: FleetRequest.ID, owner: String, historyBound: String) async throws(ClaimsUnavailable) -> Bool {
      let call = ScriptCall(
        keys: [keys.requests, keys.history, keys.dead, keys.deadLetters, keys.unreadable, keys.answer(id.description)],
        arguments: [owner, historyBound, "1", id.description])
      return try await run(.endRequests, call).first?.string == "1"
    }

    /// Ends what has waited too long.
    func expire(_ ids: [String], owner: String, historyBound: String) async throws(ClaimsUnavailable) {
      for start in stride(from: 0, to: ids.count, by: 100) {
        let names = Array(ids[start..<min(start + 100, ids.count)])
        _ = try await run(
          .endRequests,
          ScriptCall(
            keys: [keys.requests, keys.history, keys.dead, keys.deadLetters, keys.unreadable] + names.map(keys.answer),
            arguments: [owner, historyBound, "0"] + names))
      }
    }

    func answer(to id: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
      // In this order: a request that ends between the two has its answer by then.
      let waiting = try await command(["HGET", keys.requests, id.description])
      if let request = waiting.string.flatMap({ RequestCoding.request(id: id.description, $0) }) {
        return .waiting(request)
      }
      let answer = try await command(["GET", keys.answer(id.description)])
      return answer.string.flatMap(RequestCoding.answer) ?? .unknown
    }

    func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool {
      let token = run.description
      guard let text = try await command(["HGET", keys.runs, token]).string, let place = RunCoding.place(text) else {
        return false
      }
      let call = ScriptCall(
        keys: [keys.open, keys.held(place.key)],
        arguments: [token, "\(place.slot)", keys.wake, FleetWake.text(cancelling: token)])
      return try await self.run(.cancelRun, call).first?.string == "1"
    }
  }
#endif
