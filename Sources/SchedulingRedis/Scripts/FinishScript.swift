#if Redis
  extension RedisScript {
    /// Gives leases back and writes history. Of a run that was declared crashed meanwhile the row is kept, marked late.
    ///
    /// - `KEYS`: meta, open, runs, crashed, ended, hist, dead, letters; then for each report job, held, lock.
    /// Answers, for each report, failures in a row and the end of the cool-down of the job's breaker, as `failures|until`;
    /// nothing for a job without one.
    ///
    /// - `ARGV`: epoch, server, history length, wake channel; then for each token, slot, `until|most` or nothing for the hold of
    ///   the lock, end, row, message, the job's breaker as `failures|cool-down`, `1` where that is not known, or nothing, the runs that it took over. A row that is empty gives back a lock without a run, for good if there is a message. The
    ///   end is `1` for the last word, `0` where a taker may have it, `d|` and arguments for what becomes a dead letter,
    ///   `h` for what a stopping replica hands over.
    static let finish = RedisScript(
      superseding,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'lost')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      requireRows(KEYS[6])
      -- These are written at the end: of another type they would let the rows be written again with each repetition.
      redis.call('ZCARD', KEYS[2])
      redis.call('ZCARD', KEYS[5])
      local OPEN, RUNS, CRASHED, ENDED, HIST = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
      local count, nowText = (#KEYS - 8) / 3, int(now)
      -- A report of what replicas know, written before this end, may still be on its way: it must not open the run again.
      local mayBeReopened = now < (bounded(meta[3], 0, TIMES) or -60000) + 60000
      -- What is read of and written to the same keys for many reports is asked at once.
      local tokens, done, ended, anyCrashed = {}, {}, {}, redis.call('ZCARD', CRASHED) > 0
      for item = 1, count do
        tokens[item] = ARGV[8 * item - 3]
        if string.sub(ARGV[8 * item], 1, 2) == 'd|' then requireLetters(KEYS[7], KEYS[8]) end
      end
      local closed = {}
      local runs = count > 0 and redis.call('HMGET', RUNS, unpack(tokens)) or {}
      local function ends(token)
        local n = #ended
        ended[n + 1], ended[n + 2] = nowText, token
      end

      -- Failures in a row open the job's breaker; after its cool-down one firing probes.
      local function judge(jobKey, rule, outcome)
        local breaker = lenient('HMGET', jobKey, 'br', 'bf', 'bo')
        if breaker and not breaker[1] and rule ~= '1' then -- it was lost, or had expired
          redis.call('HSET', jobKey, 'br', rule)
          if redis.call('PTTL', jobKey) == -1 and redis.call('HEXISTS', jobKey, 'def') == 0 then keep(jobKey, '') end
          breaker[1] = rule
        end
        if not breaker or not breaker[1] or breaker[1] == '' then return '' end
        if outcome == 'succeeded' then
          if breaker[2] or breaker[3] then redis.call('HDEL', jobKey, 'bf', 'bo') end
          return '0|'
        elseif outcome == 'failed' or outcome == 'timedOut' or outcome == 'cancelled(leaseLost)' then
          local failures = int((bounded(breaker[2], 0, 1000000) or 0) + 1)
          redis.call('HSET', jobKey, 'bf', failures)
          local most, coolDown = string.match(breaker[1], '^(%d+)|(%d+)$')
          if breaker[3] or tonumber(failures) >= (bounded(most, 1, 1000000) or 5) then
            breaker[3] = int(now + (bounded(coolDown, 0, TIMES) or 60000))
            redis.call('HSET', jobKey, 'bo', breaker[3])
          end
          breaker[2] = failures
        end
        return (breaker[2] or '0') .. '|' .. (breaker[3] or '')
      end

      local reply = {stamp, 'OK'}
      for item = 1, count do
        reply[item + 2] = ''
        local jobKey, heldKey, lockKey = KEYS[3 * item + 6], KEYS[3 * item + 7], KEYS[3 * item + 8]
        local a = 8 * item - 3
        local token, slot = ARGV[a], ARGV[a + 1]
        -- By the server's clock, which can have been set back meanwhile: never longer than the hold itself.
        local hold = 0
        if ARGV[a + 2] ~= '' then
          local untilTime, most = string.match(ARGV[a + 2], '^(%-?%d+)|(%d+)$')
          hold = math.min(tonumber(untilTime) - now, tonumber(most))
        end
        local isFinal, row, message = ARGV[a + 3] ~= '0' and ARGV[a + 3] ~= 'h', ARGV[a + 4], ARGV[a + 5]
        local verdict = 'REPEATED'
        -- A question for a lock that was asked more than once may still be on its way.
        if (row == '' and message ~= '') or (row ~= '' and mayBeReopened) then ends(token) end
        -- What is known and has not crashed is open.
        local run, isOpen = runs[item], false
        if run and not closed[token] then
          isOpen = not anyCrashed or not redis.call('ZSCORE', CRASHED, token)
        elseif not run then
          isOpen = redis.call('ZREM', OPEN, token) == 1
        end
        if isOpen then closed[token] = true end
        -- A key of another type is nobody's lock: the run ends nevertheless.
        local isHolder = lenient('GET', lockKey) == token
        if isHolder then
          if hold > 0 then
            if isOpen or row == '' then redis.call('PEXPIRE', lockKey, hold) end
          else
            redis.call('DEL', lockKey)
          end
        end
        -- Whoever has the lock is also who is written down; without the lock it may be another by now.
        if isHolder or starts(lenient('HGET', heldKey, slot), token) then
          lenient('HDEL', heldKey, slot, 'x' .. slot)
        end
        if isOpen then
          if run and ARGV[a + 3] == 'h' then
            -- Offered at once to whoever has the job, as the same attempt.
            local f = split(run)
            f[6], f[12] = int((bounded(f[6], 1, 1000000) or 1) - 1), int(now)
            redis.call('HSET', RUNS, token, table.concat(f, '|'))
            redis.call('ZREM', OPEN, token)
            redis.call('ZADD', CRASHED, now, token)
            ends(token)
            wake(ARGV[4], 'fleet')
          else
            done[#done + 1] = token
          end
          -- A scheduled run is kept from winning again by its cursor; others by their token.
          if not run or string.match(run, '^[^|]*|[^|]*|([^|]*)') ~= 'scheduled'
              or string.match(run, '^' .. string.rep('[^|]*|', 10) .. 't') then
            ends(token)
          end
          verdict = 'FINISHED'
        elseif row ~= '' and redis.call('ZREM', ENDED, 's:' .. token) == 1 then
          if isFinal then
            redis.call('ZREM', CRASHED, token)
            redis.call('HDEL', RUNS, token)
          end
          message = 'late: the run had been declared crashed. ' .. message
          verdict = 'LATE'
        end
        -- Older data may know this firing only by a run that was taken over before: that one has no other end.
        if isFinal then
          for taken in string.gmatch(ARGV[a + 7], '[^,]+') do
            if supersede(OPEN, RUNS, CRASHED, ENDED, heldKey, taken) and verdict == 'REPEATED' then verdict = 'FINISHED' end
          end
        end
        if row ~= '' and verdict ~= 'REPEATED' then
          if message ~= '' then row = row .. message end
          redis.call('XADD', HIST, 'MAXLEN', '~', ARGV[3], '*', 'r', row)
          local added = lenient('HSET', jobKey, 'run', row, 'cr', '0') or 0
          if added > 0 and #ARGV[a + 6] < 2 and redis.call('HLEN', jobKey) == added then
            redis.call('DEL', jobKey) -- it had expired
          elseif ARGV[a + 6] ~= '' then
            reply[item + 2] = judge(jobKey, ARGV[a + 6], string.match(row, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)'))
          end
          if #ARGV[a + 3] > 1 and string.sub(ARGV[a + 3], 1, 2) == 'd|' then
            bury(KEYS[7], KEYS[8], token, string.sub(ARGV[a + 3], 3) .. '|' .. row)
          end
        end
      end
      if #done > 0 then
        redis.call('ZREM', OPEN, unpack(done))
        redis.call('HDEL', RUNS, unpack(done))
      end
      if #ended > 0 then redis.call('ZADD', ENDED, unpack(ended)) end
      return reply
      """)
  }
#endif
