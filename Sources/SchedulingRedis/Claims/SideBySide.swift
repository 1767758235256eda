#if Redis
  import Scheduling

  extension FleetSession {
    /// Runs a script for one call after the other without waiting for the answers in between: a server that is far away
    /// answers many calls in the time of one. They arrive in any order.
    ///
    /// At most 32 calls, and 4 MiB unless one call alone has more, are on their way at a time. Ends early where `heard`
    /// returns false.
    func sideBySide(
      _ script: RedisScript, _ calls: some Sequence<ScriptCall>, runID: String?,
      heard: (RedisValue, _ sent: MonotonicTime) throws(ClaimsUnavailable) -> Bool
    ) async throws(ClaimsUnavailable) -> Bool {
      typealias Reply = (value: Result<RedisValue, RedisError>, sent: MonotonicTime, bytes: Int)
      var failure: ClaimsUnavailable?
      let isWhole = await withTaskGroup(of: Reply.self) { group in
        var (flying, bytes) = (0, 0)
        /// Waits for one answer; false where there is no sense in going on.
        func land() async -> Bool {
          guard let reply = await group.next() else { return true }
          flying -= 1
          bytes -= reply.bytes
          switch reply.value {
          case .success(let value):
            do throws(ClaimsUnavailable) {
              return try heard(value, reply.sent)
            } catch {
              failure = error
              return false
            }
          case .failure(let error):
            // Replaced once more: the question that led here is asked again and leads here again.
            if error.code != .serverChanged { failure = unavailable(await naming(error)) }
            return false
          }
        }
        for call in calls {
          let size = call.keys.bytes.count + call.arguments.bytes.count
          while flying > 0, flying >= Self.mostOnTheirWay || bytes + size > Self.mostBytesOnTheirWay {
            guard await land() else {
              group.cancelAll()
              return false
            }
          }
          flying += 1
          bytes += size
          let sent = MonotonicTime.now()
          group.addTask { [client] in
            do throws(RedisError) {
              return (.success(try await client.run(script, call, on: client.commands, runID: runID)), sent, size)
            } catch {
              return (.failure(error), sent, size)
            }
          }
        }
        while flying > 0 {
          guard await land() else {
            group.cancelAll()
            return false
          }
        }
        return true
      }
      if let failure { throw failure }
      return isWhole
    }

    private static var mostOnTheirWay: Int { 32 }
    private static var mostBytesOnTheirWay: Int { 4 << 20 }
  }
#endif
