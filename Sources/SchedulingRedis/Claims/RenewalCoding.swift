#if Redis
  import CivilTime
  import Scheduling

  /// One lease as `renew` wants it; for runs and for locks without a run alike.
  struct RenewalCoding {
    var token: RunID
    var key: String
    var slot: Int
    var milliseconds: Int64

    /// Renews on the connection of its own. At most as long under way as a third of the shortest lease.
    static func renew(
      _ leases: [RenewalCoding], in session: FleetSession
    ) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      let shortest = leases.map(\.milliseconds).min() ?? 1000
      let timeout = min(session.client.configuration.commandTimeout, .milliseconds(max(1, shortest / 3)))
      let answer = try await session.ask(.renew, on: session.client.renewals, timeout: timeout) { epoch, dataSet in
        var call = ScriptCall(keys: [session.keys.meta, session.keys.open], arguments: [epoch, dataSet])
        for lease in leases {
          call.keys += [session.keys.held(lease.key), session.keys.lock(lease.key, lease.slot)]
          call.arguments += [lease.token.description, "\(lease.slot)", "\(lease.milliseconds)"]
        }
        return call
      }
      guard let answer, answer.items.count == leases.count else {
        throw FleetSession.replacedAgainAndAgain
      }
      var verdicts: [RenewalVerdict] = []
      for (lease, item) in zip(leases, answer.items) {
        let deadline = LeaseDeadline.deadline(sent: answer.sent, milliseconds: lease.milliseconds)
        switch item.string {
        case "RENEWED": verdicts.append(.renewed(deadline: deadline))
        case "LOST":
          session.withKnowledge { $0.gaveBack(token: lease.token) }
          verdicts.append(.lost)
        case let reason?:
          if let reason = RunOutcome.CancellationReason(rawValue: reason) {
            verdicts.append(.cancel(deadline: deadline, reason))
          } else {
            verdicts.append(.unreadable)
          }
        case nil: verdicts.append(.unreadable)
        }
      }
      return verdicts
    }
  }
#endif
