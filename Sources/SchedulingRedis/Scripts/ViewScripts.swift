#if Redis
  /// What only looks.
  extension RedisScript {
    /// The fleet at one moment. `KEYS`: meta, members, members:facts, control, requests, open, runs.
    static let view = RedisScript(
      listing
        + """
        local meta = redis.call('HMGET', KEYS[1], 'epoch', 'born', 'schema')
        local runs, open, hasRoom = {}, redis.call('ZRANGE', KEYS[6], 0, 999, 'WITHSCORES'), room(4194304)
        for i = 1, #open, 2 do
          local run = redis.call('HGET', KEYS[7], open[i]) or ''
          if not hasRoom(run) then break end
          runs[#runs + 1] = open[i]
          runs[#runs + 1] = int(tonumber(open[i + 1]))
          runs[#runs + 1] = brief(run)
        end
        local requests = listRequests(KEYS[5], 0)
        return {stamp, int(now), {meta[1], meta[2], meta[3]}, listMembers(KEYS[2], KEYS[3]), listSwitches(KEYS[4]),
          requests, runs}
        """)

    /// Rows of history, newest first, as many as fit into an answer; at least one where there is any. A row that is larger
    /// than any that this library writes comes cut.
    ///
    /// - `KEYS`: hist. `ARGV`: the id to begin with, how many.
    static let historyPage = RedisScript(
      """
      local reply, left = {stamp}, 4194304
      for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], ARGV[1], '-', 'COUNT', ARGV[2])) do
        local row = short(entry[2][2] or '', 65536)
        left = left - #row
        if left < 0 and #reply > 1 then break end
        reply[#reply + 1] = entry[1]
        reply[#reply + 1] = row
      end
      return reply
      """)

    /// More of jobs than ``jobStates`` tells. `KEYS`: the jobs' hashes.
    static let jobDetails = RedisScript(
      """
      local reply = {stamp}
      for item = 1, #KEYS do
        local state = lenient('HMGET', KEYS[item], 'cursor', 'since', 'next', 'run', 'fp', 'ver') or {}
        reply[item + 1] = {short(state[1] or '', 40), short(state[2] or '', 40), short(state[3] or '', 40),
          short(state[4] or '', 16384)}
        -- Never registered, such as what waits for others; or a stored job that was taken away.
        if not state[5] or (state[6] and redis.call('HEXISTS', KEYS[item], 'def') == 0) then reply[item + 1] = {} end
      end
      return reply
      """)

    /// Who holds locks. `KEYS`: for each lock, held. `ARGV`: the slots.
    static let lockDetails = RedisScript(
      """
      local reply = {stamp}
      for item = 1, #KEYS / 2 do
        local holder = short(lenient('GET', KEYS[2 * item - 1]) or '', 1000)
        reply[item + 1] = {holder, int(math.max(redis.call('PTTL', KEYS[2 * item - 1]), 0)),
          short(lenient('HGET', KEYS[2 * item], ARGV[item]) or '', 1000)}
      end
      return reply
      """)
  }
#endif
