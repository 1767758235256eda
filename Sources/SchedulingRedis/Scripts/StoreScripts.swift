#if Redis
  extension RedisScript {
    /// Adds or changes a stored job. A changed fingerprint begins anew: instants up to now are nobody's, and those that
    /// nobody has decided are recorded.
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
      local state = lenient('HMGET', JOB, 'ver', 'def', 'fp', 'since', 'put', 'cursor')
      if not state then return {stamp, 'OK', 'UNREADABLE', JOB .. ' is no hash'} end
      local ver, exists = state[1], state[2]
      if state[5] == token then -- its reply was lost
        return {stamp, 'OK', 'PUT', ver, state[6] or '', state[4] or '', redis.call('HGET', KEYS[1], 'changes') or ''}
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
      if isNew then since = int(now) end
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
      return {stamp, 'OK', 'PUT', version, state[6] or '', since, int(changes)}
      """)

    /// Takes a stored job away. Its hash stays for a week, with the cursor and a version that no question names: a
    /// question that is still on its way decides nothing.
    ///
    /// - `KEYS`: meta, due, jobs, control, job, locks, removed. `ARGV`: epoch, server, job, expected version or nothing,
    ///   token, channel.
    static let remove = RedisScript(
      removing,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local DUE, JOBS, CONTROL, JOB, job, expected = KEYS[2], KEYS[3], KEYS[4], KEYS[5], ARGV[3], ARGV[4]
      local state = lenient('HMGET', JOB, 'ver', 'def', 'put')
      if not state then return {stamp, 'OK', 'UNREADABLE', JOB .. ' is no hash'} end
      if not state[2] then return {stamp, 'OK', state[3] == ARGV[5] and 'REMOVED' or 'UNKNOWN', state[1] or ''} end
      if expected ~= '' and state[1] ~= expected then return {stamp, 'OK', 'CONFLICT', state[1]} end
      local version = int(math.max((bounded(state[1], 0, MOST - 1) or 0) + 1, now))
      redis.call('HSET', JOB, 'ver', version, 'put', ARGV[5])
      local lock = redis.call('HGET', JOB, 'lk')
      if lock then redis.call('ZREM', KEYS[6], lock .. '|' .. job) end
      redis.call('HDEL', JOB, 'def', 'run', 'fp', 'next', 'lk', 'wt')
      redis.call('PEXPIRE', JOB, 604800000)
      redis.call('ZREM', DUE, job)
      redis.call('ZREM', JOBS, job)
      redis.call('HDEL', CONTROL, 'j:' .. job)
      local changes = redis.call('HINCRBY', KEYS[1], 'changes', 1)
      noteRemoval(KEYS[7], changes, job, version)
      redis.call('PUBLISH', ARGV[6], table.concat({'job', int(changes), '-', job}, ' '))
      return {stamp, 'OK', 'REMOVED', version}
      """)

    /// Notes that a job was taken away, and which version that has, so that every replica learns of it: after a loss of data
    /// none of them tells of the job. A hundred thousand at most, each for a week.
    static let removing = """
      local function noteRemoval(removed, changes, job, version)
        redis.call('ZADD', removed, int(changes), job .. '|' .. version)
        redis.call('PEXPIRE', removed, WEEK)
        for _, old in ipairs(redis.call('ZRANGE', removed, 0, 3)) do
          if now - (tonumber(string.match(old, '|(%d+)$')) or 0) > WEEK then redis.call('ZREM', removed, old) end
        end
        local over = redis.call('ZCARD', removed) - 100000
        if over > 0 then redis.call('ZREMRANGEBYRANK', removed, 0, over - 1) end
      end

      """

    /// The head of what is due, and a number that moves with every change of a definition. The head is told when that
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
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply, left, most = {stamp, 'OK'}, tonumber(ARGV[3]), tonumber(ARGV[4])
      local function load(key, known)
        local size = redis.call('HSTRLEN', key, 'def')
        if size == 0 then return {''} end
        local state = redis.call('HMGET', key, 'ver', 'cursor', 'since', 'fp', 'lk', 'br', 'bf', 'bo')
        if state[1] == known then size = 0 end
        if size > most then return {'UNREADABLE', 'its definition has ' .. size .. ' bytes, and ' .. most .. ' is the most'} end
        if size > left and left < tonumber(ARGV[3]) then return {'LATER'} end
        left = left - size
        return {state[1] or '', state[2] or '', state[3] or '', short(state[4] or '', 1000),
          size == 0 and '' or redis.call('HGET', key, 'def'), short(state[5] or '', 1000), short(state[6] or '', 100),
          short((state[7] or '0') .. '|' .. (state[8] or ''), 100)}
      end
      for item = 1, #KEYS - 1 do
        reply[item + 2] = guarded(function() return load(KEYS[item + 1], ARGV[item + 4]) end)
      end
      return reply
      """)

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

    /// Names of stored jobs, in their order. `KEYS`: meta, jobs. `ARGV`: epoch, server, name to begin after, how many.
    static let list = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local from = ARGV[3] == '' and '-' or '(' .. ARGV[3]
      return {stamp, 'OK', redis.call('ZRANGEBYLEX', KEYS[2], from, '+', 'LIMIT', 0, tonumber(ARGV[4]))}
      """)

    /// Tells a data set that lost them of stored jobs, and of jobs that were taken away: the larger version wins.
    ///
    /// Answers with the jobs, and their versions, of which the data set knows that they were taken away later.
    ///
    /// - `KEYS`: meta, due, jobs, locks, control, removed; then the jobs' hashes. `ARGV`: epoch, server, whether more is to
    ///   come; then for each job, version, definition (nothing: taken away), fingerprint, since, next, lock with its slots
    ///   or nothing.
    static let restore = RedisScript(
      merging + removing,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      goOnMerging(KEYS[1], ARGV[3])
      local DUE, JOBS, restored, gone, changes = KEYS[2], KEYS[3], 0, {}, nil
      local function change()
        changes = changes or redis.call('HINCRBY', KEYS[1], 'changes', 1)
        return changes
      end
      for item = 1, #KEYS - 6 do
        local JOB, a = KEYS[item + 6], 7 * item - 3
        local job, version, definition, fp, since, next = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4],
          ARGV[a + 5]
        local lock, state = ARGV[a + 6], lenient('HMGET', JOB, 'ver', 'def', 'fp', 'lk')
        if not state then -- another's key: it is left alone
        elseif (bounded(state[1], 0, MOST) or -1) < tonumber(version) then
          redis.call('HSET', JOB, 'ver', version)
          if state[4] then redis.call('ZREM', KEYS[4], state[4] .. '|' .. job) end
          if definition == '' then
            redis.call('HDEL', JOB, 'def', 'run', 'lk', 'wt')
            redis.call('HDEL', KEYS[5], 'j:' .. job)
            redis.call('PEXPIRE', JOB, WEEK)
            redis.call('ZREM', DUE, job)
            redis.call('ZREM', JOBS, job)
            noteRemoval(KEYS[6], change(), job, version)
          else
            redis.call('HSET', JOB, 'def', definition, 'fp', fp, 'since', since)
            if lock ~= '' then
              redis.call('HSET', JOB, 'lk', lock)
              if split(lock)[1] ~= job then redis.call('ZADD', KEYS[4], 0, lock .. '|' .. job) end
            end
            redis.call('PERSIST', JOB)
            redis.call('ZADD', JOBS, 0, job)
            redis.call('ZADD', DUE, next == '' and int(now + 604860000) or next, job)
            if next == '' then redis.call('PEXPIRE', JOB, WEEK) end
            change()
          end
          restored = restored + 1
        elseif not state[2] and definition ~= '' then
          gone[#gone + 1] = job
          gone[#gone + 1] = state[1] or version
        elseif state[2] and state[1] == version and next ~= '' then
          redis.call('ZADD', DUE, 'NX', next, job)
        end
      end
      return {stamp, 'OK', int(restored), gone}
      """)
  }
#endif
