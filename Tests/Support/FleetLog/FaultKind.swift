/// What can be done to a fleet.
package enum FaultKind: String, CaseIterable, Sendable {
  case kill
  case terminate
  case stopShort = "stop-short"
  case stopLong = "stop-long"
  case redisEmpty = "redis-empty"
  case redisRestart = "redis-restart"
  case redisStop = "redis-stop"
  case flushAll = "flushall"
  case scriptFlush = "script-flush"
  case dropReplies = "drop-replies"
  case partition
  case failOver = "fail-over"
  case workerClock = "worker-clock"
  case redisClock = "redis-clock"

  /// Redis forgets what it acknowledged.
  package var losesData: Bool { self == .redisEmpty || self == .flushAll || self == .failOver }
  /// The replica cannot tell what it knows, for a while or for ever.
  package var silencesReplica: Bool {
    switch self {
    case .kill, .terminate, .stopShort, .stopLong, .partition: true
    default: false
    }
  }
  /// What Redis has decided may not be heard for a while.
  package var keepsAnswersBack: Bool {
    switch self {
    case .redisStop, .redisRestart, .dropReplies, .partition, .stopShort, .stopLong, .failOver: true
    default: false
    }
  }
  /// A wall clock is wrong.
  package var shiftsClock: Bool { self == .workerClock || self == .redisClock }
  /// The process does not notice that time passes.
  package var freezesReplica: Bool { self == .stopShort || self == .stopLong }
  /// The process ends.
  package var endsReplica: Bool { self == .kill || self == .terminate }
}
