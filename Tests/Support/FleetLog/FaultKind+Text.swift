extension FaultKind {
  /// What it does, and until when.
  package var summary: String {
    switch self {
    case .kill: "kill -9 of a replica, started again within 1 s"
    case .terminate: "SIGTERM to a replica, started again within 1 s"
    case .stopShort: "SIGSTOP of a replica for 0.2 to 0.8 leases"
    case .stopLong: "SIGSTOP of a replica for 1.1 to 2.5 leases"
    case .partition: "commands of a replica arrive, replies do not; 0.3 to 2.5 leases"
    case .slowCommands: "commands of a replica arrive 0.1 to 3 s late; for 0.5 to 2 leases"
    case .slowReplies: "replies to a replica arrive 0.1 to 3 s late; for 0.5 to 2 leases"
    case .halfWrites: "3 % of what replicas and Redis send is cut in its middle, with the connection; 0.7 to 2 leases"
    case .dropReplies: "3 % of the replies are lost, each with its connection; 0.7 to 2 leases"
    case .clientKill: "CLIENT KILL of every connection, 1 to 4 times"
    case .clientPause: "CLIENT PAUSE for 0.2 to 1.5 leases, all commands or the writes"
    case .debugSleep: "DEBUG SLEEP for 0.2 to 1.5 leases"
    case .outOfMemory: "maxmemory set to 1 byte, lifted after 0.3 to 1.5 leases"
    case .redisEmpty: "kill -9 of Redis, started again without its data"
    case .redisRestart: "kill -9 of Redis, started again with its append-only file"
    case .redisStop: "SIGSTOP of Redis for 1.1 to 2 leases"
    case .olderDump: "SAVE; 0.2 to 2 leases later kill -9 of Redis, started again from that dump"
    case .cutTail: "kill -9 of Redis, the last 0.1 to 1 leases cut from its append-only file, started again"
    case .swapDatabases: "SWAPDB 0 1, and again after 0.2 to 1.5 leases: each brings older data"
    case .flushAll: "FLUSHALL"
    case .flushBurst: "3 to 6 FLUSHALL, 5 to 150 ms apart"
    case .failOver: "another server takes over, without the writes of the last 25 to 500 ms"
    case .scriptFlush: "SCRIPT FLUSH"
    case .deleteKey: "DEL of one key of the namespace, of a kind drawn first"
    case .renameKey: "RENAME of one key, and back after 0.1 to 1 leases unless there is a new one"
    case .wrongType: "a list in the place of one key for 0.1 to 1 leases"
    case .workerClock: "the wall clock of a replica jumps by up to 3 s, three times"
    case .redisClock: "the wall clock of Redis is up to 1.5 s wrong for 0.3 to 1.5 leases"
    case .thirtyReplicas: "more replicas at once, 30 in all, for 1 to 2 leases; half end by SIGTERM, half by kill -9"
    case .twelveReplicas: "12 replicas in all for 2 to 3 s, more than ask without turns"
    case .rollingChange: "one replica after the other restarts with other triggers and options; then back again"
    case .orders: "runs by hand and dead letters put back, while a replica is killed or terminated"
    case .largeArguments: "20 to 40 runs by hand with arguments of 100 kB"
    case .unreadable: "overdue definitions, and requests, that this version cannot read; removed after 1 to 3 leases"
    }
  }

  /// Which promise it voids while it lasts, as narrowly as the judge does; nil for a fault that voids none.
  package var voids: String? {
    switch self {
    case .stopShort, .stopLong: "I2 of the frozen process's own runs"
    case .kill, .terminate, .partition, .slowCommands, .slowReplies:
      "I1 and I3 of what this replica alone had heard, if data is lost within two leases"
    case .redisEmpty:
      "I2 of runs that go on meanwhile; I1 and I3 of what only replicas knew that were cut off; I3 of what was due in the "
        + "50 ms before, unless a replica begins; I7 of earlier rows"
    case .flushAll, .flushBurst, .failOver, .olderDump, .cutTail, .swapDatabases:
      "I2 of runs that go on meanwhile; I1 and I3 of what only replicas knew that were cut off; I7 of earlier rows"
    case .redisClock: "I2 while it lasts; I1 and I4 if data is lost before the clock has caught up"
    case .deleteKey, .renameKey, .wrongType:
      "by key, for runs that go on meanwhile: lock (I2 of that job), open, runs and hist (I7), job of a stored job (I3), "
        + "job of a job of the code (I1 of its last instant); "
        + "renamed back: open, runs and crashed (I9, I10)"
    case .rollingChange: "I3 of stored jobs whose trigger changes, at the change: a changed trigger has no backlog"
    default: nil
    }
  }
}
