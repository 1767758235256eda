import Scheduling
import SchedulingRedis

// Whatever a row, a message or a definition in Redis says, it is read as a value in range or not at all.

extension Door {
  static let redisRow = Door(name: "redis-rows", longest: 4_096) { bytes in
    var input = Input(bytes)
    let kind = RedisRows.allCases[input.number(below: RedisRows.allCases.count)]
    kind.read(input.text)
  }

  static let storedDefinition = Door(name: "stored-definitions", longest: 4_096) { bytes in
    _ = StoredRows.handler(of: String(decoding: bytes, as: UTF8.self))
  }
}
