#if Redis
  extension RedisScript {
    /// Declares crashed what is: the lease ended, and the lock is gone or another's.
    ///
    /// A run that is to be run again and has crashed three times is poison: it becomes a dead letter, its job is paused.
    /// So is a job of which six processes in a row have disappeared, whatever its firings: one that is due more often
    /// than its crashed runs are taken over would take down one replica after the other. What one process had won before
    /// it was found gone is one disappearance, however many runs that were; and a run that was won before the data set
    /// came back, and that no replica has reported since, may have ended: it counts for nothing.
    ///
    /// - `KEYS`: meta, open, runs, crashed, ended, hist, control, dead, letters; then for each run held, lock, job.
    /// Answers with the runs that are dead. The orders of so many bytes go with them; a run whose order does not fit is
    /// answered as one that is not run again, and offered with the next heartbeat.
    ///
    /// - `ARGV`: epoch, server, replica, history length, wake channel, how many bytes of orders; then the tokens.
    static let sweep = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'aged', 'born')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      requireRows(KEYS[6])
      -- A run leaves the open ones before it is offered: it must be possible to offer it.
      redis.call('ZCARD', KEYS[4])
      redis.call('ZCARD', KEYS[5])
      requireLetters(KEYS[8], KEYS[9])
      local OPEN, RUNS, CRASHED, ENDED, HIST = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
      local reply, bytes, born = {stamp, 'OK'}, 0, bounded(meta[4], 0, TIMES) or 0
      -- How many processes in a row have disappeared. The count is of this life of the data set, and names of the last
      -- eight owners when they were found gone: one of the same name that has won since is another process, or lives.
      -- Fences run ahead of the clock where several are given in one millisecond: nobody was alive later than now.
      local function countDeath(jobKey, owner, aliveAt)
        local f = split(lenient('HGET', jobKey, 'cr') or '')
        local deaths, gone = 0, {}
        if f[1] == int(born) then deaths, gone = bounded(f[2], 0, 1000000) or 0, f end
        if aliveAt < born then return deaths end
        local kept = {int(born), int(deaths + 1)}
        for i = 3, #gone - 1, 2 do
          if gone[i] ~= owner then
            kept[#kept + 1], kept[#kept + 2] = gone[i], gone[i + 1]
          elseif math.min(aliveAt, now - 1) < (bounded(gone[i + 1], 0, TIMES) or 0) then
            return deaths
          end
        end
        while #kept > 16 do table.remove(kept, 3) end
        kept[#kept + 1], kept[#kept + 2] = owner, int(now)
        local added = lenient('HSET', jobKey, 'cr', table.concat(kept, '|'))
        if added == 1 and redis.call('HLEN', jobKey) == 1 then redis.call('PEXPIRE', jobKey, 604800000) end
        return deaths + 1
      end
      local function pause(job, note)
        if redis.call('HSETNX', KEYS[7], 'j:' .. job, note) == 1 then wake(ARGV[5], 'fleet') end
      end
      local function judge(item)
        local heldKey, lockKey, jobKey, token = KEYS[3 * item + 7], KEYS[3 * item + 8], KEYS[3 * item + 9],
          ARGV[item + 6]
        local deadline, run = tonumber(redis.call('ZSCORE', OPEN, token)), redis.call('HGET', RUNS, token)
        local verdict = ''
        if deadline and deadline <= now and run and now >= (tonumber(meta[3]) or 0) then
          if lenient('GET', lockKey) == token then
            redis.call('ZADD', OPEN, now + math.max(redis.call('PTTL', lockKey), 1), token)
          else
            local f = split(run)
            -- When its holder was alive last: it has won, or has reported its lease to data that came back.
            local aliveAt = math.max(bounded(f[8], 0, MOST) or 0, bounded(f[12], 0, TIMES) or 0)
            if aliveAt >= born then
              f[7] = int((number(f[7], 0, 1000) or 0) + 1)
            else -- nobody may have died: it is run again as the same attempt
              f[6] = int((bounded(f[6], 1, 1000000) or 1) - 1)
            end
            f[12] = int(now)
            -- What it is worth counts from the end of the lease, however late that was found.
            if tonumber(f[13]) then f[13] = int(math.max(tonumber(f[13]) - (now - deadline), 0)) end
            local row = table.concat({f[1], f[2], f[2], '1', f[3], 'crashed', token, '', int(now), f[6], f[9], f[8],
              'found by ' .. ARGV[3]}, '|')
            if f[10] == '1' and tonumber(f[7]) >= 3 then
              f[10] = '0'
              bury(KEYS[8], KEYS[9], token, (f[14] or '') .. '|' .. row)
              pause(f[1], 'its process disappeared ' .. f[7] .. ' times while it ran the firing ' .. f[2]
                .. ': see the dead letter ' .. token)
            end
            if f[10] ~= '1' and f[3] == 'requeue' then -- put back, and not to be run again: it is what it was
              bury(KEYS[8], KEYS[9], token, (f[14] or '') .. '|' .. row)
            end
            local inARow = countDeath(jobKey, f[9], aliveAt)
            if inARow >= 6 then
              pause(f[1], 'its process disappeared ' .. inARow .. ' times in a row while it ran, last at the firing ' .. f[2]
                .. '; resume it when it is mended')
            end
            verdict = table.concat(f, '|')
            redis.call('ZREM', OPEN, token)
            redis.call('HSET', RUNS, token, verdict)
            if starts(lenient('HGET', heldKey, f[5]), token) then redis.call('HDEL', heldKey, f[5], 'x' .. f[5]) end
            local offerAt = now + (f[10] == '1' and 15000 or 3600000)
            if f[10] == '1' then
              bytes = bytes + #verdict
              if isWorthless(verdict) or bytes > tonumber(ARGV[6]) then
                f[10] = '0'
                verdict, offerAt = brief(table.concat(f, '|')), now
              end
            end
            redis.call('ZADD', CRASHED, offerAt, token)
            redis.call('ZADD', ENDED, now, token, now, 's:' .. token)
            redis.call('XADD', HIST, 'MAXLEN', '~', ARGV[4], '*', 'r', row)
          end
        end
        return verdict
      end
      for item = 1, (#KEYS - 9) / 3 do reply[item + 2] = guarded(function() return judge(item) end) end
      return reply
      """)
  }
#endif
