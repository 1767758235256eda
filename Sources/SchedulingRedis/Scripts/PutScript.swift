#if Redis
  extension RedisScript {
    /// Adds or changes a stored job. A changed fingerprint begins anew: instants up to now are ignored, and those that no
    /// replica has decided are recorded.
    ///
    /// Jobs that share a lock have to count its slots alike: answers `SLOTS`, what the others count and the name of one of
    /// them where they do not.
    ///
    /// - `KEYS`: meta, due, jobs, control, job, locks, the job that is named as the lock, hist.
    /// - `ARGV`: epoch, server, job, what is expected (`absent`, `any` or a version), definition, fingerprint, next,
    ///   token, the note of a job added paused or nothing, channel, breaker, lock, slots, whether the job names the lock;
    ///   what the old trigger leaves, or nothing: first, last, count, reason, cursor then, owner, history length.
    static let put = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local DUE, JOBS, CONTROL, JOB = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
      local job, expected, definition, fp, next, token = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
      local state = lenient('HMGET', JOB, 'ver', 'def', 'fp', 'since', 'put', 'cursor', 'left')
      if not state then return {stamp, 'OK', 'UNREADABLE', JOB .. ' is no hash'} end
      local ver, exists = state[1], state[2]
      if state[5] == token then -- its reply was lost
        return {stamp, 'OK', 'PUT', ver, state[6] or '', state[4] or '', redis.call('HGET', KEYS[1], 'changes') or '',
          short(state[7] or '', 1000)}
      end
      if expected == 'absent' and exists then return {stamp, 'OK', 'EXISTS', ver} end
      if expected ~= 'absent' and expected ~= 'any' and (not exists or ver ~= expected) then
        return {stamp, 'OK', 'CONFLICT', exists and ver or ''}
      end
      local leaves = exists and ARGV[15] ~= '' and state[3] ~= fp
      if leaves then
        if (tonumber(state[6]) or '') ~= (tonumber(ARGV[19]) or '') then return {stamp, 'OK', 'CONFLICT', ver} end
        requireRows(KEYS[8])
      end
      local lock, slots, isNamed = ARGV[12], ARGV[13], ARGV[14] == '1'
      local others = redis.call('ZRANGEBYLEX', KEYS[6], '[' .. lock .. '|', '(' .. lock .. '|\\255', 'LIMIT', 0, 2)
      for _, member in ipairs(others) do
        local other = split(member)
        if other[3] ~= job and other[2] ~= slots then return {stamp, 'OK', 'SLOTS', other[2], other[3]} end
      end
      if isNamed and lock ~= job then
        local owner = lenient('HMGET', KEYS[7], 'lk', 'def') or {}
        local own = split(owner[1] or '')
        if owner[2] and own[1] == lock and own[2] ~= slots then return {stamp, 'OK', 'SLOTS', own[2], lock} end
      end
      local before = redis.call('HGET', JOB, 'lk')
      if before then redis.call('ZREM', KEYS[6], before .. '|' .. job) end
      redis.call('HSET', JOB, 'lk', lock .. '|' .. slots)
      if isNamed then redis.call('ZADD', KEYS[6], 0, lock .. '|' .. slots .. '|' .. job) end
      local version = int(math.max((bounded(ver, 0, MOST - 1) or 0) + 1, now))
      local since, isNew = state[4], not exists or state[3] ~= fp or not state[4]
      if isNew then
        since = int(now)
        redis.call('HDEL', JOB, 'left')
      end
      redis.call('HSET', JOB, 'ver', version, 'def', definition, 'fp', fp, 'since', since, 'put', token,
        'next', next)
      if ARGV[11] == '' then redis.call('HDEL', JOB, 'br', 'bf', 'bo') else redis.call('HSET', JOB, 'br', ARGV[11]) end
      redis.call('PERSIST', JOB)
      redis.call('ZADD', JOBS, 0, job)
      if next == '' then -- it comes up when its hash has expired, to be taken out
        redis.call('ZADD', DUE, int(now + 604860000), job)
        redis.call('PEXPIRE', JOB, 604800000)
      else -- of an unchanged trigger never later than its true next instant, for a cursor only rises
        redis.call('ZADD', DUE, next, job)
      end
      if leaves then
        redis.call('HDEL', JOB, 'wt')
        redis.call('XADD', KEYS[8], 'MAXLEN', '~', ARGV[21], '*', 'r', job .. '|' .. ARGV[16] .. '|' .. ARGV[15] .. '|' ..
          ARGV[17] .. '|scheduled|missed(' .. ARGV[18] .. ')|||' .. int(now) .. '|1|' .. ARGV[20] .. '||')
      end
      if not exists and ARGV[9] ~= '' then redis.call('HSET', CONTROL, 'j:' .. job, ARGV[9]) end
      local changes = redis.call('HINCRBY', KEYS[1], 'changes', 1)
      redis.call('PUBLISH', ARGV[10], table.concat({'job', int(changes), next == '' and '-' or next, job}, ' '))
      return {stamp, 'OK', 'PUT', version, state[6] or '', since, int(changes), isNew and '' or short(state[7] or '', 1000)}
      """)
  }
#endif
