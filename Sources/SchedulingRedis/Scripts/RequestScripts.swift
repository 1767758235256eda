#if Redis
  extension RedisScript {
    /// Leaves a request, unless it was left before, and wakes the fleet. Answers `left` or `full`.
    ///
    /// - `KEYS`: requests, the request's answer. `ARGV`: id, most requests, wake channel, job, cause, from, through,
    ///   overlap, by, patience, arguments.
    static let submit = RedisScript(
      """
      if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('EXISTS', KEYS[2]) == 1 then
        return {stamp, 'left'}
      end
      if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[2]) then return {stamp, 'full'} end
      local from = ARGV[6] == '' and int(now) or ARGV[6]
      local through = ARGV[7] == '' and from or ARGV[7]
      if ARGV[5] == 'backfill' and tonumber(through) > now then through = int(now) end -- the rest is the schedule's
      redis.call('HSET', KEYS[1], ARGV[1], table.concat({ARGV[4], ARGV[5], from, through, ARGV[8], ARGV[9], int(now),
        ARGV[10], '', ARGV[11]}, '|'))
      wake(ARGV[3], 'fleet')
      return {stamp, 'left'}
      """)

    /// Ends requests that wait, each with a row of history: those that have expired, or one that is withdrawn.
    ///
    /// One to put a dead letter back leaves the letter as it was. One that nobody can read ends a day after it was first
    /// found so.
    ///
    /// - `KEYS`: requests, hist, dead, letters, unreadable; then the answers. `ARGV`: owner, history length, whether
    ///   withdrawn; then the ids.
    static let endRequests = RedisScript(
      """
      local reply = {stamp}
      requireRows(KEYS[2])
      for item = 1, #KEYS - 5 do
        local id = ARGV[item + 3]
        local request = redis.call('HGET', KEYS[1], id)
        local f = split(request or '')
        local outcome
        local submitted, patience = bounded(f[7], 0, TIMES), bounded(f[8], 0, TIMES)
        if ARGV[3] == '1' then
          outcome = 'cancelled(requested)'
        elseif request and not (submitted and patience) then
          if redis.call('HLEN', KEYS[5]) < 1000 then redis.call('HSETNX', KEYS[5], 'request ' .. id, int(now)) end
          local since = bounded(redis.call('HGET', KEYS[5], 'request ' .. id), 0, TIMES) or now
          if now - since >= 86400000 then outcome = 'missed(noHandler)' end
        elseif request and submitted + patience <= now then
          outcome = f[9] == '1' and 'missed(grace)' or 'missed(noHandler)'
        end
        reply[item + 1] = '0'
        if request and outcome then
          redis.call('HDEL', KEYS[1], id)
          redis.call('HDEL', KEYS[5], 'request ' .. id)
          redis.call('SET', KEYS[item + 5], 'ENDED|' .. outcome, 'PX', 3600000)
          local function row(run)
            return table.concat({f[1], f[4] or '', f[3] or '', '1', f[2] or '', outcome, run, '', int(now), '1', ARGV[1],
              '', 'request ' .. id .. ' of ' .. (f[6] or '')}, '|')
          end
          redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'r', row(''))
          if f[2] == 'requeue' and #id == 32 then bury(KEYS[3], KEYS[4], id, (f[10] or '') .. '|' .. row(id)) end
          reply[item + 1] = '1'
        end
      end
      return reply
      """)

    /// Marks a run for cancellation and wakes its holder.
    ///
    /// - `KEYS`: open, held. `ARGV`: token, slot, wake channel, message.
    static let cancelRun = RedisScript(
      """
      local slot = ARGV[2]
      if not redis.call('ZSCORE', KEYS[1], ARGV[1]) or not starts(redis.call('HGET', KEYS[2], slot), ARGV[1]) then
        return {stamp, '0'}
      end
      redis.call('HSET', KEYS[2], 'x' .. slot, ARGV[1] .. '|requested')
      wake(ARGV[3], ARGV[4])
      return {stamp, '1'}
      """)
  }
#endif
