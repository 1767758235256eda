#if Redis
  extension RedisScript {
    /// How far jobs have been decided. `KEYS`: meta, then the jobs' hashes. `ARGV`: epoch, server, then the triggers.
    /// Answers, for each job, its cursor, or the cursor and what is left undecided behind it.
    static let cursors = RedisScript(
      undecided,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS - 1 do
        local trigger = ARGV[item + 2]
        local state = lenient('HMGET', KEYS[item + 1], 'cursor', 'fh', 'c:' .. trigger, 'left') or {}
        local isCurrent = trigger == '' or not state[2] or state[2] == trigger
        local cursor = short(isCurrent and state[1] or string.match(state[3] or '', '^([^|]*)') or '', 40)
        if state[4] then
          local name = trigger ~= '' and trigger or state[2] or ''
          cursor = {cursor, behind.text(behind.of(state[4], name), name)}
        end
        reply[item + 2] = cursor
      end
      return reply
      """)

    /// What the fleet knows of jobs. `KEYS`: the jobs' hashes.
    static let jobStates = RedisScript(
      undecided,
      """
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS do
        local state = lenient('HMGET', KEYS[item], 'cursor', 'run', 'fh', 'left') or {}
        reply[item + 2] = {short(state[1] or '', 40), short(state[2] or '', 16384), short(state[3] or '', 40),
          state[4] and behind.text(behind.of(state[4], state[3] or ''), state[3] or '') or ''}
      end
      return reply
      """)
  }
#endif
