#if Redis
  /// What takes out what nobody needs any more, where no time to live can.
  extension RedisScript {
    /// Ends the pauses of jobs of which the fleet has had no data for 30 days: no replica has the job. Answers with the
    /// fields of those that it ended; and of those whose jobs are not there, and since when.
    ///
    /// - `KEYS`: control, control:idle; then for each switch the job's hash. `ARGV`: wake channel; then for each field, and
    ///   since when the asker knows that the job is not there, or nothing.
    static let tidySwitches = RedisScript(
      """
      local CONTROL, IDLE, ended, idle = KEYS[1], KEYS[2], {}, {}
      -- What is left of a stored job that was taken away is no job.
      local function isThere(key)
        local state = lenient('HMGET', key, 'def', 'ver')
        return not state or state[1] or (not state[2] and redis.call('EXISTS', key) == 1)
      end
      for item = 1, #KEYS - 2 do
        local field, told = ARGV[2 * item], bounded(ARGV[2 * item + 1], 0, now)
        if isThere(KEYS[item + 2]) or redis.call('HEXISTS', CONTROL, field) == 0 then
          redis.call('HDEL', IDLE, field)
        else
          redis.call('HSETNX', IDLE, field, int(told or now))
          local since = bounded(redis.call('HGET', IDLE, field), 0, TIMES) or now
          if now - since >= MONTH then
            redis.call('HDEL', CONTROL, field)
            redis.call('HDEL', IDLE, field)
            ended[#ended + 1] = field
          else
            idle[#idle + 1] = field
            idle[#idle + 1] = int(since)
          end
        end
      end
      redis.call('PEXPIRE', IDLE, MONTH + 864000000)
      if #ended > 0 then wake(ARGV[1], 'fleet') end
      return {stamp, ended, idle}
      """)

    /// Takes out the locks of stored jobs that have expired.
    ///
    /// - `KEYS`: locks; then for each member the job's hash. `ARGV`: the members.
    static let tidyLocks = RedisScript(
      """
      for item = 1, #KEYS - 1 do
        if lenient('HEXISTS', KEYS[item + 1], 'def') == 0 then redis.call('ZREM', KEYS[1], ARGV[item]) end
      end
      return {stamp}
      """)
  }
#endif
