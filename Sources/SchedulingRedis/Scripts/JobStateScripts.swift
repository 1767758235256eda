#if Redis
  extension RedisScript {
    /// How far jobs have been decided. `KEYS`: meta, then the jobs' hashes. `ARGV`: epoch, server, then the triggers.
    static let cursors = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS - 1 do
        local trigger = ARGV[item + 2]
        local state = lenient('HMGET', KEYS[item + 1], 'cursor', 'fh', 'c:' .. trigger) or {}
        local isCurrent = trigger == '' or not state[2] or state[2] == trigger
        reply[item + 2] = short(isCurrent and state[1] or string.match(state[3] or '', '^([^|]*)') or '', 40)
      end
      return reply
      """)

    /// What the fleet knows of jobs. `KEYS`: the jobs' hashes.
    static let jobStates = RedisScript(
      """
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS do
        local state = lenient('HMGET', KEYS[item], 'cursor', 'run', 'fh') or {}
        reply[item + 2] = {short(state[1] or '', 40), short(state[2] or '', 16384), short(state[3] or '', 40)}
      end
      return reply
      """)
  }
#endif
