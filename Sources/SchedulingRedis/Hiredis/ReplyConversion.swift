#if Redis
  import CHiredis

  /// From hiredis's reply to ours. Reads only the fields that every version has in common.
  enum ReplyConversion {
    /// hiredis refuses nesting deeper than nine, so the recursion is bounded.
    static func value(of pointer: UnsafePointer<redisReply>) -> RedisValue {
      let reply = pointer.pointee
      switch reply.type {
      case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
        let bytes = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : Int(reply.len))
        return String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(Array(bytes))
      case REDIS_REPLY_INTEGER:
        return .integer(Int64(reply.integer))
      case REDIS_REPLY_ERROR:
        let bytes = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : Int(reply.len))
        return .error(String(decoding: bytes, as: UTF8.self))
      case REDIS_REPLY_ARRAY:
        guard let elements = reply.element else { return .array([]) }
        var values: [RedisValue] = []
        values.reserveCapacity(Int(reply.elements))
        for index in 0..<Int(reply.elements) {
          values.append(elements[index].map { value(of: $0) } ?? .null)
        }
        return .array(values)
      default:
        return .null
      }
    }
  }
#endif
