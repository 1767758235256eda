import CivilTime
import Scheduling

/// What the fleet is asked to do.
extension FleetBook {
  mutating func submit(_ request: FleetRequest, _ now: Instant) {
    guard requests[request.id] == nil, requestAnswers[request.id] == nil else { return }
    var left = request
    left.from = request.from ?? now
    left.through = request.through ?? left.from
    if request.cause == .backfill, let through = left.through { left.through = min(through, now) }
    left.submitted = now
    requests[request.id] = left
  }

  mutating func withdraw(_ id: FleetRequest.ID, owner: String, _ now: Instant) -> Bool {
    guard let request = requests[id] else { return false }
    end(request, .cancelled(.requested), owner, now)
    return true
  }

  func answer(to id: FleetRequest.ID) -> FleetAnswer {
    requests[id].map(FleetAnswer.waiting) ?? requestAnswers[id] ?? .unknown
  }

  /// A part of a request was decided.
  mutating func serve(_ serving: ClaimRequest.Serving, _ verdict: ClaimVerdict, _ owner: String) {
    switch verdict {
    case .won(let lease): requestAnswers[serving.id] = .started(lease.token, instance: owner)
    case .skipped(let reason): requestAnswers[serving.id] = .ended(.skipped(reason))
    default: requestAnswers[serving.id] = .nothingToDo
    }
    if let next = serving.next {
      requests[serving.id]?.from = next
      requests[serving.id]?.wasHeard = false
    } else {
      requests[serving.id] = nil
    }
  }

  /// Requests that can still be served, oldest first; those that have expired are ended.
  mutating func waitingRequests(_ now: Instant, owner: String) -> [FleetRequest] {
    for request in requests.values where request.expires ?? .max <= now {
      end(request, request.outcomeWhenExpired, owner, now)
    }
    return requests.values.sorted { ($0.submitted ?? .min, $0.id) < ($1.submitted ?? .min, $1.id) }
  }

  private mutating func end(_ request: FleetRequest, _ outcome: RunOutcome, _ owner: String, _ now: Instant) {
    requests[request.id] = nil
    requestAnswers[request.id] = .ended(outcome)
    history.append(
      RunRecord(
        job: request.job, instant: request.through ?? now, cause: request.cause, firstInstant: request.from,
        outcome: outcome, ended: now, message: "request \(request.id) of \(request.requestedBy)", instance: owner))
  }
}
