#if Redis
  /// What only looks.
  extension RedisScript {
    /// The fleet at one moment. `KEYS`: meta, members, members:facts, control, requests, open, runs.
    static let view = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'born', 'schema')
      local members, seen = {}, redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
      for i = 1, #seen, 2 do
        members[#members + 1] = seen[i]
        members[#members + 1] = int(tonumber(seen[i + 1]))
        members[#members + 1] = redis.call('HGET', KEYS[3], seen[i]) or ''
      end
      local runs, open = {}, redis.call('ZRANGE', KEYS[6], 0, 999, 'WITHSCORES')
      for i = 1, #open, 2 do
        runs[#runs + 1] = open[i]
        runs[#runs + 1] = int(tonumber(open[i + 1]))
        runs[#runs + 1] = brief(redis.call('HGET', KEYS[7], open[i]) or '')
      end
      return {stamp, int(now), {meta[1], meta[2], meta[3]}, members, redis.call('HGETALL', KEYS[4]),
        redis.call('HGETALL', KEYS[5]), runs}
      """)

    /// More of jobs than ``jobStates`` tells. `KEYS`: the jobs' hashes.
    static let jobDetails = RedisScript(
      """
      local reply = {stamp}
      for item = 1, #KEYS do
        local state = redis.call('HMGET', KEYS[item], 'cursor', 'since', 'next', 'run', 'fp', 'ver', 'def')
        reply[item + 1] = {state[1] or '', state[2] or '', state[3] or '', state[4] or ''}
        -- Never registered, such as what waits for others; or a stored job that was taken away.
        if not state[5] or (state[6] and not state[7]) then reply[item + 1] = {} end
      end
      return reply
      """)

    /// Who holds locks. `KEYS`: for each lock, held. `ARGV`: the slots.
    static let lockDetails = RedisScript(
      """
      local reply = {stamp}
      for item = 1, #KEYS / 2 do
        local holder = redis.call('GET', KEYS[2 * item - 1]) or ''
        reply[item + 1] = {holder, int(math.max(redis.call('PTTL', KEYS[2 * item - 1]), 0)),
          redis.call('HGET', KEYS[2 * item], ARGV[item]) or ''}
      end
      return reply
      """)
  }
#endif
