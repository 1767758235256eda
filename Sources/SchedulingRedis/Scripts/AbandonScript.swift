#if Redis
  extension RedisScript {
    /// Gives up questions whose answers never came.
    ///
    /// - `KEYS`: meta, open, runs, ended, hist; then for each item held and its locks.
    /// - `ARGV`: epoch, server, owner, history length, items; then for each token, job, instant, cause, attempt, slots.
    static let abandon = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      requireRows(KEYS[5])
      local reply = {stamp, 'OK'}
      local k = 6
      for item = 1, tonumber(ARGV[5]) do
        local a = 6 * item
        local token, slots, won = ARGV[a], tonumber(ARGV[a + 5]), '0'
        for s = 0, slots - 1 do
          if starts(lenient('HGET', KEYS[k], tostring(s)), token) then
            won = '1'
            redis.call('HDEL', KEYS[k], tostring(s), 'x' .. s)
            if lenient('GET', KEYS[k + 1 + s]) == token then redis.call('DEL', KEYS[k + 1 + s]) end
            redis.call('ZREM', KEYS[2], token)
            redis.call('HDEL', KEYS[3], token)
            redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[4], '*', 'r', table.concat({ARGV[a + 1], ARGV[a + 2],
              ARGV[a + 2], '1', ARGV[a + 3], 'missed(claimsUnreachable)', token, '', int(now), ARGV[a + 4], ARGV[3],
              '', ''}, '|'))
          end
        end
        -- The question may still be on its way, on a connection that was given up.
        redis.call('ZADD', KEYS[4], now, token)
        reply[item + 2] = won
        k = k + 1 + slots
      end
      return reply
      """)
  }
#endif
