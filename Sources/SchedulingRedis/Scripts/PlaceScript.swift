#if Redis
  extension RedisScript {
    /// Corrects the places of stored jobs whose version and cursor are still the asker's, and takes out those that have
    /// expired. One that cannot be read is put off by a minute.
    ///
    /// - `KEYS`: meta, due, jobs; then the jobs' hashes. `ARGV`: epoch, server; then for each job, version, cursor, next.
    static let place = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      for item = 1, #KEYS - 3 do
        local a = 4 * item - 1
        local state = lenient('HMGET', KEYS[item + 3], 'ver', 'cursor')
        if not state then
          redis.call('ZADD', KEYS[2], 'XX', int(now + 60000), ARGV[a])
        elseif ARGV[a + 1] == '*' then -- whoever asks cannot read it
          redis.call('ZADD', KEYS[2], 'XX', int(now + 60000), ARGV[a])
        elseif redis.call('HEXISTS', KEYS[item + 3], 'def') == 0 then
          redis.call('ZREM', KEYS[2], ARGV[a])
          redis.call('ZREM', KEYS[3], ARGV[a])
        elseif (state[1] or '') == ARGV[a + 1] and (state[2] or '') == ARGV[a + 2] then
          if ARGV[a + 3] ~= '' then
            redis.call('ZADD', KEYS[2], ARGV[a + 3], ARGV[a])
          else
            redis.call('ZADD', KEYS[2], int(now + 604860000), ARGV[a])
            redis.call('PEXPIRE', KEYS[item + 3], 604800000)
          end
        end
      end
      return {stamp, 'OK'}
      """)
  }
#endif
