import ClaimsModel

/// A call on its way to Redis, or its answer on its way back.
struct Message: Sendable {
  enum Body: Sendable {
    case register(job: Int, trigger: Int)
    // Indirect, so that a message is small and moves fast.
    indirect case decide(ModelQuestion)
    case renew(token: Int, key: Int, slot: Int)
    indirect case finish(ModelReport, ModelRow)
    indirect case abandon(ModelQuestion)
    case heartbeat
    case sweep([ModelKnowledge.Lease])
    indirect case merge(ModelKnowledge, candidate: Int)

    case registered(cursor: Int, since: Int, left: [ModelRedis.Left])
    case decided(ModelVerdict, left: [ModelRedis.Left])
    case renewed(ModelRenewal)
    case finished(breaker: ModelRedis.Breaker?)
    case abandoned(Bool)
    case beaten(expired: [ModelKnowledge.Lease], offered: [Crashed])
    case swept([Crashed])
    case merged(epoch: Int)
    case otherEpoch
  }

  struct Crashed: Sendable {
    var token: Int
    var run: ModelRun
  }

  var replica: Int
  var generation: Int
  /// Which of the replica's calls.
  var call: Int
  /// The data set and the server that the caller believes in.
  var epoch: Int
  var server: Int
  /// The connection's other end.
  var connection: Int
  /// What the answer says Redis's clock showed.
  var stamp = 0
  var isAnswer = false
  var body: Body
}
