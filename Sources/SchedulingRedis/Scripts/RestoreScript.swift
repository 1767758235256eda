#if Redis
  extension RedisScript {
    /// Reports stored jobs, and jobs that were removed, to a data set that lost them: the larger version wins.
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
            if state[3] ~= fp then redis.call('HDEL', JOB, 'left') end
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
