#if Redis
  extension RedisScript {
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
    /// none of them reports the job. A hundred thousand at most, each for a week.
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
  }
#endif
