#if Redis
  extension RedisScript {
    /// The head of what is due, and a number that moves with every change of a definition. The head is answered when that
    /// number is not the asker's, or when it is asked for. Before it come the removals since a number of changes, with
    /// theirs.
    ///
    /// - `KEYS`: meta, due, removed. `ARGV`: epoch, server, changes seen, whether the head is wanted, how many, due until
    ///   when, changes up to which removals were seen, how many removals.
    static let due = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'changes')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local changes = meta[3] or '0'
      local removals = lenient('ZRANGEBYSCORE', KEYS[3], '(' .. ARGV[7], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[8]) or {}
      if changes == ARGV[3] and ARGV[4] == '0' then return {stamp, 'OK', changes, removals} end
      return {stamp, 'OK', changes, removals,
        redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[6], 'WITHSCORES', 'LIMIT', 0, ARGV[5])}
      """)

    /// Stored jobs: the definition of those whose version is not the asker's. Definitions beyond the bytes that an answer
    /// may have are left for the next question, as `LATER`; one that is too large by itself is `UNREADABLE`.
    ///
    /// - `KEYS`: meta, then the jobs' hashes. `ARGV`: epoch, server, bytes in all, bytes of one; then the versions that the
    ///   asker has.
    static let load = RedisScript(
      undecided,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply, left, most = {stamp, 'OK'}, tonumber(ARGV[3]), tonumber(ARGV[4])
      local function load(key, known)
        local size = redis.call('HSTRLEN', key, 'def')
        if size == 0 then return {''} end
        local state = redis.call('HMGET', key, 'ver', 'cursor', 'since', 'fp', 'lk', 'br', 'bf', 'bo', 'left')
        if state[1] == known then size = 0 end
        if size > most then return {'UNREADABLE', 'its definition has ' .. size .. ' bytes, and ' .. most .. ' is the most'} end
        if size > left and left < tonumber(ARGV[3]) then return {'LATER'} end
        left = left - size
        return {state[1] or '', state[2] or '', state[3] or '', short(state[4] or '', 1000),
          size == 0 and '' or redis.call('HGET', key, 'def'), short(state[5] or '', 1000), short(state[6] or '', 100),
          short((state[7] or '0') .. '|' .. (state[8] or ''), 100),
          state[9] and behind.text(behind.of(state[9], ''), '') or ''}
      end
      for item = 1, #KEYS - 1 do
        reply[item + 2] = guarded(function() return load(KEYS[item + 1], ARGV[item + 4]) end)
      end
      return reply
      """)

    /// Names of stored jobs, in their order. `KEYS`: meta, jobs. `ARGV`: epoch, server, name to begin after, how many.
    static let list = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local from = ARGV[3] == '' and '-' or '(' .. ARGV[3]
      return {stamp, 'OK', redis.call('ZRANGEBYLEX', KEYS[2], from, '+', 'LIMIT', 0, tonumber(ARGV[4]))}
      """)
  }
#endif
