import ClaimsModel

/// One replica of the model: what its engine and its session keep.
struct Replica: Sendable {
  /// A job as the replica's engine sees it.
  struct View: Sendable {
    enum State: Sendable { case unregistered, registering, armed, asking }
    var state = State.unregistered
    /// All up to here is decided, as far as this replica knows.
    var cursor = ModelRedis.none
    var since = ModelRedis.none
    /// What the server is expected to hold.
    var expected = ModelRedis.none
    /// On the replica's clock.
    var askAt = ModelRedis.none
  }

  /// A question that waits for its answer, in flight or to be asked again.
  struct Asking: Sendable {
    enum Purpose: Sendable { case scheduled, byHand, takeOver }
    var question: ModelQuestion
    var purpose: Purpose
    var due: Int
    var call = 0
    var wasSent = false
    var askAt = ModelRedis.none
    var isGivenUp = false
    /// What is taken over.
    var crashed: Message.Crashed?
  }

  struct Run: Sendable {
    var token: Int
    var job: Int
    var key: Int
    var slot: Int
    var fence: Int
    var run: ModelRun
    var deadline: Int
    var renewAt: Int
    var endAt: Int
    var startedAt: Int
    /// By the fleet's clock.
    var holdUntil = 0
    var renewCall = 0
    var suspectUntil = ModelRedis.none
    var isRunning = true
    var isFinal = true
    /// Its replica stops, and another one is to run the firing.
    var isHandedOver = false
    var finishCall = 0
    var report: (ModelReport, ModelRow)?
    var finishAt = ModelRedis.none
    /// For the judge: the process was frozen while it ran.
    var wasFrozen = false
    var claimedAt: Int
  }

  /// The end of a run that was acknowledged once, to be reported again to data that may not know it.
  struct End: Sendable {
    var report: ModelReport
    var row: ModelRow
    var isUnknown = false
    var call = 0
    var askAt = ModelRedis.none
  }

  /// A call without an answer so far.
  struct Call: Sendable {
    enum Kind: Sendable { case register, ask, renew, finish, heartbeat, sweep, merge }
    var id: Int
    var kind: Kind
    /// The job or the token.
    var about: Int
    var sent: Int
    var epoch: Int
    /// How often the replica had begun to report what it knows.
    var tellings: Int
  }

  var isAlive = false
  var generation = 0
  /// Which trigger it has of jobs that have several.
  var trigger = 1
  var startAt = 0
  var frozenUntil = 0
  /// Nothing reaches it, and nothing that it sends arrives.
  var cutUntil = 0
  /// Since when nothing was the matter with it.
  var wellSince = 0
  /// Its continuous clock: thousandths by which it is fast, and where it began.
  var drift = 0
  var origin = 0
  /// The fleet's clock minus its own.
  var offset = ModelRedis.none
  var knowledge: ModelKnowledge
  /// The server that it merged with last, and the one that it is connected with.
  var server = ModelRedis.none
  var connection = ModelRedis.none
  var views: [View]
  var askings: [Asking] = []
  var runs: [Run] = []
  var ends: [End] = []
  var hasUnknownEnds = false
  /// How often it has begun to report what it knows.
  var tellings = 0
  /// Something was answered since the report that is on its way was written.
  var heardWhileMerging = false
  var calls: [Call] = []
  var mustMerge = true
  var isMerging = false
  var mergeAt = ModelRedis.none
  var isBeating = false
  var beatAt = ModelRedis.none
  var lastBeat = ModelRedis.none
  var longestBeat = ModelRedis.none
  var lastTick = 0
  var tickAt = Int.max

  init(jobs: Int, keys: Int) {
    knowledge = ModelKnowledge(jobs: jobs, keys: keys)
    views = Array(repeating: View(), count: jobs)
  }

  /// What its continuous clock reads.
  func clock(_ now: Int) -> Int { now + (now - Plan.start) * drift / 1_000 + origin }
  /// The time at which its clock reads `reading`, or a little later.
  func time(ofReading reading: Int) -> Int {
    let passed = reading - origin - Plan.start
    return Plan.start + passed - passed * drift / 1_000 + 2
  }

  /// A process begins anew and knows nothing.
  mutating func restart() {
    isAlive = true
    generation += 1
    offset = ModelRedis.none
    knowledge = ModelKnowledge(jobs: views.count, keys: knowledge.fences.count)
    knowledge.longestLease = Plan.lease
    (server, connection) = (ModelRedis.none, ModelRedis.none)
    for index in views.indices { views[index] = View() }
    askings.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    hasUnknownEnds = false
    calls.removeAll(keepingCapacity: true)
    (mustMerge, isMerging, isBeating) = (true, false, false)
    (mergeAt, beatAt, lastBeat, longestBeat) = (ModelRedis.none, ModelRedis.none, ModelRedis.none, ModelRedis.none)
  }

  mutating func saw(cursor: Int, of job: Int) {
    if knowledge.jobs[job].cursor < cursor { knowledge.jobs[job].cursor = cursor }
  }

  /// A job that has been decided up to an earlier instant did not begin later.
  mutating func heard(cursor: Int, _ left: [ModelRedis.Left], of job: Int) {
    knowledge.jobs[job].left = left
    if knowledge.jobs[job].since > cursor { knowledge.jobs[job].since = cursor }
  }

  /// The data may be older than the ends of runs.
  mutating func repeatEnds() {
    for index in ends.indices { (ends[index].isUnknown, ends[index].call, ends[index].askAt) = (true, 0, .min) }
    hasUnknownEnds = !ends.isEmpty
  }

  /// An end was acknowledged by a data set to which the run may have been reported as open meanwhile.
  mutating func repeatEnd(_ token: Int) {
    guard let index = ends.firstIndex(where: { $0.report.token == token }) else { return }
    (ends[index].isUnknown, ends[index].call, ends[index].askAt) = (true, 0, .min)
    hasUnknownEnds = true
  }

  /// Returns the job of the run.
  mutating func acknowledged(_ token: Int) -> Int? {
    gaveBack(token)
    if let position = runs.firstIndex(where: { $0.token == token && !$0.isRunning }) {
      if let report = runs[position].report { ends.append(End(report: report.0, row: report.1)) }
      return runs.remove(at: position).job
    } else if let position = ends.firstIndex(where: { $0.report.token == token }) {
      ends[position].isUnknown = false
      hasUnknownEnds = ends.contains { $0.isUnknown }
      return ends[position].row.job
    }
    return nil
  }

  mutating func gaveBack(_ token: Int) { knowledge.leases.removeAll { $0.token == token } }

  /// Sets when it looks again.
  mutating func schedule(_ now: Int, jitter: Int) {
    let clock = clock(now)
    var next = Int.max
    for index in calls.indices { next = min(next, calls[index].sent + Plan.commandTimeout) }
    for index in runs.indices {
      if runs[index].isRunning {
        next = min(next, runs[index].endAt - now + clock)
        let isSuspect = runs[index].suspectUntil != ModelRedis.none
        next = min(next, isSuspect ? runs[index].suspectUntil : runs[index].deadline)
        if runs[index].renewCall == 0, !mustMerge, !isSuspect { next = min(next, runs[index].renewAt) }
      } else if runs[index].finishCall == 0, !mustMerge {
        next = min(next, runs[index].finishAt)
      }
    }
    if mustMerge {
      if !isMerging { next = min(next, mergeAt) }
    } else {
      if !isBeating { next = min(next, beatAt) }
      if hasUnknownEnds {
        for end in ends where end.isUnknown && end.call == 0 { next = min(next, end.askAt) }
      }
      for index in views.indices where views[index].state == .armed || views[index].state == .unregistered {
        next = min(next, views[index].askAt)
      }
      for index in askings.indices where askings[index].call == 0 { next = min(next, askings[index].askAt) }
    }
    if next == Int.max {
      tickAt = now + 200
    } else {
      tickAt = max(next <= clock ? now + 1 : time(ofReading: next), now + 1) + jitter
    }
  }

  /// How long the script is asked to hold back old instants at least.
  var quarantineLeast: Int { longestBeat == ModelRedis.none ? 60_000 : longestBeat + longestBeat / 5 + 200 }
}
