/// What can be done to a fleet.
package enum FaultKind: String, CaseIterable, Sendable {
  case kill
  case terminate
  case stopShort = "stop-short"
  case stopLong = "stop-long"
  case partition
  case slowCommands = "slow-commands"
  case slowReplies = "slow-replies"
  case halfWrites = "half-writes"
  case dropReplies = "drop-replies"
  case clientKill = "client-kill"
  case clientPause = "client-pause"
  case debugSleep = "debug-sleep"
  case outOfMemory = "out-of-memory"
  case redisEmpty = "redis-empty"
  case redisRestart = "redis-restart"
  case redisStop = "redis-stop"
  case olderDump = "older-dump"
  case cutTail = "cut-tail"
  case swapDatabases = "swap-db"
  case flushAll = "flushall"
  case flushBurst = "flush-burst"
  case failOver = "fail-over"
  case scriptFlush = "script-flush"
  case deleteKey = "delete-key"
  case renameKey = "rename-key"
  case wrongType = "wrong-type"
  case workerClock = "worker-clock"
  case redisClock = "redis-clock"
  case thirtyReplicas = "thirty-replicas"
  case twelveReplicas = "twelve-replicas"
  case rollingChange = "rolling-change"
  case orders
  case largeArguments = "large-arguments"
  case unreadable

  /// Redis forgets what it acknowledged.
  package var losesData: Bool {
    switch self {
    case .redisEmpty, .flushAll, .flushBurst, .failOver: true
    default: bringsOlderData
    }
  }

  /// Redis returns with an older data set. In the log `from` to `to` of such a fault is the time whose writes are lost,
  /// and the loss happens at its end.
  package var bringsOlderData: Bool { self == .olderDump || self == .cutTail || self == .swapDatabases }

  /// The replica cannot tell what it knows, for a while or for ever.
  package var silencesReplica: Bool { endsReplica || freezesReplica || delaysReplica || self == .partition }

  /// What one replica and Redis send to each other arrives late.
  package var delaysReplica: Bool { self == .slowCommands || self == .slowReplies }

  /// What Redis has decided may not be heard for a while.
  package var keepsAnswersBack: Bool {
    switch self {
    case .redisStop, .redisRestart, .dropReplies, .partition, .stopShort, .stopLong, .failOver, .slowCommands,
      .slowReplies, .halfWrites, .clientKill, .clientPause, .debugSleep, .wrongType:
      true
    default: false
    }
  }

  /// For as long as it lasts Redis carries out nothing, for any replica.
  package var stopsRedis: Bool {
    switch self {
    case .redisStop, .redisRestart, .redisEmpty, .failOver, .clientPause, .debugSleep, .outOfMemory, .wrongType: true
    default: false
    }
  }

  /// A wall clock is wrong.
  package var shiftsClock: Bool { self == .workerClock || self == .redisClock }
  /// The process does not notice that time passes.
  package var freezesReplica: Bool { self == .stopShort || self == .stopLong }
  /// The process that the log names ends.
  package var endsReplica: Bool {
    switch self {
    case .kill, .terminate, .thirtyReplicas, .twelveReplicas, .rollingChange: true
    default: false
    }
  }

  /// Does something to a single key, as an operator's hand does.
  package var changesKey: Bool { self == .deleteKey || self == .renameKey || self == .wrongType }

  /// Ends and starts the redis-server; never two of these at once.
  package var replacesServer: Bool {
    switch self {
    case .redisEmpty, .redisRestart, .olderDump, .cutTail, .failOver, .swapDatabases: true
    default: false
    }
  }
  /// Ends and starts replicas; never two of these at once unless each has a replica of its own.
  package var changesFleet: Bool {
    switch self {
    case .thirtyReplicas, .twelveReplicas, .rollingChange, .orders: true
    default: false
    }
  }
}
