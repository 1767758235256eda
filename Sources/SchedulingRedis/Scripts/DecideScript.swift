#if Redis
  extension RedisScript {
    /// The heart of the protocol: decides a batch of firings, each by the rules of Protocol.md, whose numbers it
    /// repeats.
    ///
    /// - `KEYS`: meta, open, runs, crashed, ended, control, hist, requests, due, dead, letters; then for each item job, held,
    ///   its locks, and the answer to the request that it serves.
    /// - `ARGV`: epoch, server, owner, quarantine at most, history length, items, quarantine at least, shapes; then for
    ///   each shape eleven words: kind, cause, slots, length of the lease, what to do when busy, attempt, whether a crash
    ///   is run again, source, ranges, for how long a crash is run again in ms or nothing, the order's three fields or
    ///   nothing; then for each item nine words: its shape, job, token, instant, expected cursor
    ///   or, after an `s`, where the job begins for the asker, who knows of none, next instant, key of the lock, version, trigger; and four for each passed-over range. The source is the id of a request,
    ///   of a crashed run or of a dead letter. Of a request the expected cursor is where it stands, the next instant where it stands then.
    ///   The version is that of a stored job; the trigger names whose cursor is asked for, of a job of the code.
    static let decide = RedisScript(
      undecided,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'born', 'lost', 'merging')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end -- 1
      requireRows(KEYS[7])
      -- These are written for all items at the end: of another type they would undo nothing of what had been decided by then.
      redis.call('HLEN', KEYS[3])
      redis.call('ZCARD', KEYS[2])
      local OPEN, RUNS, CRASHED, ENDED, CONTROL, HIST = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
      local REQUESTS, DUE, DEAD, LETTERS = KEYS[8], KEYS[9], KEYS[10], KEYS[11]
      local owner, born, historyLength = ARGV[3], tonumber(meta[3]) or 0, ARGV[5]
      local lost = ARGV[4] ~= '0' and tonumber(meta[4])
      local anyPause = redis.call('HLEN', CONTROL) > 0
      local allPaused = anyPause and redis.call('HEXISTS', CONTROL, '*') == 1
      local anyEnded = redis.call('ZCARD', ENDED) > 0
      local nowText, hour = int(now), math.floor(now / 3600000)
      local merging = tonumber(meta[5]) or 0 -- a replica reports what it knows until then

      local shapes, items = {}, 9
      for number = 1, tonumber(ARGV[8]) do
        shapes[tostring(number)] = {ARGV[items], ARGV[items + 1], tonumber(ARGV[items + 2]), ARGV[items + 3],
          ARGV[items + 4], ARGV[items + 5], ARGV[items + 6], ARGV[items + 7], tonumber(ARGV[items + 8]),
          ARGV[items + 9], ARGV[items + 10]}
        items = items + 11
      end

      -- What goes to the same key for many firings is written once, at the end.
      local opened, begun, placed, deadlines = {}, {}, {}, {}
      local function put(list, first, second)
        local n = #list
        list[n + 1], list[n + 2] = first, second
      end
      local function latest(list, token)
        list = (list and list ~= '' and list .. ',' or '') .. token
        local _, commas = string.gsub(list, ',', '')
        return commas > 7 and string.match(list, '^[^,]*,(.*)$') or list
      end
      local function open(token, ttl)
        local deadline = deadlines[ttl]
        if not deadline then
          deadline = int(now + ttl)
          deadlines[ttl] = deadline
        end
        put(opened, deadline, token)
      end

      -- The item that is being decided.
      local kind, cause, slots, ttl, busy, attempt, rerun, source, ranges, within, order
      local job, token, at, atText, expected, next, key, version, trigger, k, rangesAt, jobKey, heldKey
      local known, side, recent -- the cursor; that of a trigger that is not the current one; what several have decided
      local isLock, isTakeOver, isRequest, isLetter, movesCursor, isLast, request, hasMoved
      local taken -- `t` and the runs of the firing before, where a run is a take-over

      local function row(first, last, count, outcome, attempt)
        redis.call('XADD', HIST, 'MAXLEN', '~', historyLength, '*', 'r', job .. '|' .. last .. '|' .. first .. '|' ..
          count .. '|' .. cause .. '|' .. outcome .. '|||' .. nowText .. '|' .. attempt .. '|' .. owner .. '||')
      end

      local function run(s, crashes, fence)
        return job .. '|' .. atText .. '|' .. cause .. '|' .. key .. '|' .. s .. '|' .. attempt .. '|' .. crashes .. '|'
          .. fence .. '|' .. owner .. '|' .. rerun .. '|' .. taken
          .. ((within ~= '' or order ~= '') and '||' .. within .. '|' .. (order ~= '' and order or '||') or '')
      end

      local function answered(text)
        if isLast then
          redis.call('HDEL', REQUESTS, source)
        else
          request[3], request[9] = next, ''
          redis.call('HSET', REQUESTS, source, table.concat(request, '|'))
        end
        redis.call('SET', KEYS[k + 2 + slots], text, 'PX', 3600000)
      end

      -- Before all else that a decision writes: should the rest fail, nobody decides the instant again.
      local function moveCursor()
        if not movesCursor or hasMoved then return end
        hasMoved = true
        if side then
          redis.call('HSET', jobKey, 'c:' .. trigger, atText .. '|' .. side .. '|' .. nowText)
        else
          redis.call('HSET', jobKey, 'cursor', atText, 'next', next)
          -- Once in a day is often enough.
          if version == '' and not isLast and (not known or math.floor((tonumber(known) or 0) / 86400000)
              ~= math.floor(at / 86400000)) then
            keep(jobKey, next)
          end
        end
        if recent and kind == 's' then redis.call('HSET', jobKey, 'rec', noted(recent, atText)) end
        if version ~= '' then -- the schedule goes on in the same step
          put(placed, isLast and int(now + 604860000) or next, job)
        end
      end

      local function decided(outcome, verdict, detail)
        moveCursor()
        for r = 0, ranges - 1 do -- 8
          local b = rangesAt + 4 * r
          row(ARGV[b], ARGV[b + 1], ARGV[b + 2], 'missed(' .. ARGV[b + 3] .. ')', '1')
        end
        if isTakeOver then
          redis.call('ZREM', CRASHED, source)
          redis.call('HDEL', RUNS, source)
        end
        if outcome then row(atText, atText, '1', outcome, attempt) end
        if verdict then
          redis.call('HSET', jobKey, movesCursor and 'last' or 'lastm', token .. '|' .. verdict .. '|' .. detail)
        end
        -- What is registered stays as long as it has instants; what is not, such as a job that waits for others, goes.
        if (isLast and movesCursor and not side) or (not movesCursor and redis.call('HEXISTS', jobKey, 'fp') == 0) then
          redis.call('PEXPIRE', jobKey, 604800000)
        elseif not movesCursor and version == '' then -- one without a schedule is kept while it is run
          local left = redis.call('PTTL', jobKey)
          if left >= 0 and left < MONTH - 86400000 then redis.call('PEXPIRE', jobKey, MONTH) end
        end
        if verdict then return {verdict, detail} end
      end

      -- For how long after a loss of data what was due before waits; nothing when it does not.
      function behind.wait(instant)
        if instant > born then return end
        local ends = born + math.min(tonumber(ARGV[4]), math.max(tonumber(ARGV[7]), 1.2 * tonumber(ttl)))
        if ARGV[4] ~= '0' then ends = math.max(ends, merging) end
        if now < ends then return int(ends - now) end
      end

      -- Records the first of the ranges; the cursor stays where it is.
      function behind.record(left, name, text)
        table.remove(left, 1)
        behind.write(jobKey, text, left, name)
        hasMoved = true
        decided(nil, 'RECORDED', '')
      end

      local function decide()
        local state = isLock and {}
          or redis.call('HMGET', jobKey, 'cursor', movesCursor and 'last' or 'lastm', 'ver', 'br', 'bo', 'fh', 'rec',
            'wt', 'left')
        known = movesCursor and state[1] or nil
        side, recent = nil, movesCursor and state[7] or nil
        local held
        if slots == 1 then
          held = redis.call('HMGET', heldKey, 'fence', '0')
        else
          local fields = {'fence'}
          for s = 0, slots - 1 do fields[s + 2] = tostring(s) end
          held = redis.call('HMGET', heldKey, unpack(fields))
        end
        for s = 0, slots - 1 do -- 2: its reply was lost
          if starts(held[s + 2], token) then
            local holder = redis.call('GET', KEYS[k + 2 + s])
            if not holder or holder == token then
              redis.call('SET', KEYS[k + 2 + s], token, 'PX', ttl)
              local fence = string.match(held[s + 2], '^[^|]*|([^|]*)')
              if not isLock then
                open(token, ttl)
                if redis.call('HEXISTS', RUNS, token) == 0 then put(begun, token, run(s, '0', fence)) end
              end
              return 'WON|' .. s .. '|' .. fence
            end
          end
        end
        if movesCursor and trigger ~= '' and state[6] and state[6] ~= trigger then
          local entry = redis.call('HGET', jobKey, 'c:' .. trigger)
          if not entry then return {'STALE', ''} end -- forgotten: it has to be registered again
          known, side = string.match(entry, '^([^|]*)|([^|]*)')
        end
        -- What nobody has decided behind the cursor, and the name of its trigger there.
        local left, leftName, told = movesCursor and state[9], nil, nil
        if left then
          leftName = trigger ~= '' and trigger or state[6] or ''
          left = behind.of(left, leftName)
          told = behind.text(left, leftName)
        end
        if anyEnded and redis.call('ZSCORE', ENDED, token) then return {'LOST', known or '', told} end
        if starts(state[2], token) then
          local verdict, detail = string.match(state[2], '^[^|]*|([^|]*)|(.*)$')
          return {verdict, detail}
        end
        -- A stored job that was changed or removed: whoever asks has to read it again.
        if version ~= '' and state[3] ~= version then return {'STALE', ''} end

        if movesCursor then
          local begins = string.match(expected, '^s(.*)$')
          local cursor, expected, horizon = number(known, -TIMES, TIMES), tonumber(expected), now + 60000
          -- The server may have lost its last writes: whoever asks has seen this cursor, so it is decided.
          if expected and expected <= horizon and (not cursor or cursor < expected) then cursor = expected end
          if cursor then
            if cursor > horizon then return {'AHEAD', int(cursor)} end -- 3
            local first = left and left[1]
            if first and first[2] <= now and not behind.wait(-TIMES) then -- 3a
              if kind ~= 'r' or expected ~= first[1] or at ~= first[2] then
                return {'UNDECIDED', int(first[1]), int(first[2])}
              end
              behind.record(left, leftName, state[9])
              return {'RECORDED', '', behind.text(left, leftName)}
            end
            if cursor >= at then return {'LOST', int(cursor), told} end -- 4
            if cursor ~= expected then return {'GAP', int(cursor), told} end -- 5
          elseif begins then -- 5a
            local since = bounded(side or redis.call('HGET', jobKey, 'since'), -TIMES, TIMES)
            if since and since < tonumber(begins) then return {'STALE', ''} end
          end
          if at > now then return {'EARLY', int(at - now)} end -- 6
          local oldest = ranges > 0 and tonumber(ARGV[rangesAt]) or at
          local wait = behind.wait(oldest) -- 7
          if wait then return {'QUARANTINE', wait} end
        end
        if isTakeOver then
          local crash = redis.call('ZSCORE', CRASHED, source) and redis.call('HGET', RUNS, source)
          if not crash or isWorthless(crash) then return {'LOST', ''} end
        end
        if isLetter and redis.call('HEXISTS', LETTERS, source) == 0 then return {'LOST', ''} end
        if isRequest then
          request = {}
          for f in string.gmatch((redis.call('HGET', REQUESTS, source) or '') .. '|', '([^|]*)|') do
            request[#request + 1] = f
          end
          if request[3] ~= expected then return {'LOST', ''} end
        end
        if recent and kind == 's' then
          -- Another trigger of the job has decided the same instant, or may have.
          local floor, list = string.match(recent, '^([^|]*)|(.*)$')
          local isDecided = string.find(list, ',' .. atText .. ',', 1, true)
          if isDecided or at <= (tonumber(floor) or at - 1) then
            recent = nil
            decided(not isDecided and 'missed(coalesced)' or nil)
            return {'LOST', atText, told}
          end
        end
        -- What waits for its lock on a replica that has the handler is not missed for want of one.
        if kind == 'r' and ranges > 0 and ARGV[rangesAt + 3] == 'noHandler' and now - (tonumber(state[8]) or 0) < 10000 then
          return {'BUSY', '5000'}
        end
        if kind == 'r' then
          if isRequest then answered('NOTHING') end
          return decided(nil, 'RECORDED', '')
        end
        if isRequest and allPaused and busy ~= 'skip' then return {'BUSY', '1000'} end
        if not isLock and (allPaused or (anyPause and cause == 'scheduled'
            and redis.call('HEXISTS', CONTROL, 'j:' .. job) == 1)) then
          if isRequest then answered('ENDED|skipped(paused)') end
          return decided('skipped(paused)', 'SKIPPED', 'paused') -- 9
        end
        local breaker, openUntil = state[4] or '', bounded(state[5], 0, TIMES)
        local isProbe = not isTakeOver and openUntil and breaker ~= '' and (cause == 'scheduled' or cause == 'event')
        if isProbe and now < openUntil then
          local told = decided('skipped(circuitOpen)', 'SKIPPED', 'circuitOpen')
          told[3] = int(openUntil)
          return told
        end

        -- 10: what was held before a loss of data may be free now until its holder has reported it.
        local settled = lost and lost + (isLock and math.min(math.max(1.2 * tonumber(ttl), 3000), 10000) or 2000)
        if settled and now >= lost and now < settled then
          for s = 0, slots - 1 do
            if redis.call('PTTL', KEYS[k + 2 + s]) == -2 then return {'QUARANTINE', int(math.ceil(settled - now))} end
          end
        end
        local last = number(held[1], 0, MOST) or 0
        for s = 0, slots - 1 do -- 11
          if redis.call('SET', KEYS[k + 2 + s], token, 'NX', 'PX', ttl) then
            local fence = last < now and nowText or int(last + 1)
            moveCursor()
            redis.call('HSET', heldKey, 'fence', fence, tostring(s), token .. '|' .. fence .. '|' .. job)
            -- A fence is about the time of its win: once in an hour is often enough.
            if math.floor(last / 3600000) ~= hour then redis.call('PEXPIRE', heldKey, '604800000') end
            if not isLock then
              if isProbe then
                local coolDown = bounded(string.match(breaker, '|(%d+)$'), 0, TIMES) or 60000
                redis.call('HSET', jobKey, 'bo', int(now + coolDown))
              end
              local crashes = '0'
              if isTakeOver then
                local before = redis.call('HGET', RUNS, source)
                crashes = before and string.match(before, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)')
                crashes = int(bounded(crashes, 0, 1000) or 1)
                taken = 't' .. latest(string.match(before or '', '^' .. string.rep('[^|]*|', 10) .. 't([^|]*)'), source)
              end
              if isLetter then
                redis.call('ZREM', DEAD, source)
                redis.call('HDEL', LETTERS, source)
              end
              if isRequest then answered('WON|' .. token .. '|' .. owner) end
              decided()
              open(token, ttl)
              put(begun, token, run(s, crashes, fence))
            end
            return 'WON|' .. s .. '|' .. fence
          end
        end

        for s = 0, slots - 1 do -- our locks always end; a key of another type is no lock at all, and is refused
          if redis.call('PTTL', KEYS[k + 2 + s]) == -1 then redis.call('GET', KEYS[k + 2 + s]) end
        end
        if busy == 'skip' then -- 12
          if isRequest then answered('ENDED|skipped(overlap)') end
          return decided('skipped(overlap)', 'SKIPPED', 'overlap')
        end
        if isRequest and request[9] ~= '1' then -- so that nobody says it had no handler
          request[9] = '1'
          redis.call('HSET', REQUESTS, source, table.concat(request, '|'))
        end
        local wait, victim, victimFence
        for s = 0, slots - 1 do
          local left = redis.call('PTTL', KEYS[k + 2 + s])
          if left < 0 then left = 1000 end -- not ours: our locks always end
          if not wait or left < wait then wait = left end
          if busy == 'replace' and held[s + 2] then
            local holder, fence, holderJob = string.match(held[s + 2], '^([^|]*)|([^|]*)|(.*)$')
            fence = bounded(fence, 0, MOST)
            if holderJob == job and fence and (not victimFence or fence < victimFence) then
              victim, victimFence = {s, holder}, fence
            end
          end
        end
        if version ~= '' and movesCursor and now - (tonumber(state[8]) or 0) >= 1000 then
          redis.call('HSET', jobKey, 'wt', nowText)
        end
        if victim then redis.call('HSET', heldKey, 'x' .. victim[1], victim[2] .. '|replaced') end
        return {'BUSY', int(math.max(wait, 1))}
      end

      local reply, a = {stamp, 'OK'}, items
      k = 12
      for item = 1, tonumber(ARGV[6]) do
        local shape = shapes[ARGV[a]]
        kind, cause, slots, ttl, busy = shape[1], shape[2], shape[3], shape[4], shape[5]
        attempt, rerun, source, ranges, within, order = shape[6], shape[7], shape[8], shape[9], shape[10], shape[11]
        job, token, atText, expected, next = ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4], ARGV[a + 5]
        key, version, trigger, rangesAt, at = ARGV[a + 6], ARGV[a + 7], ARGV[a + 8], a + 9, tonumber(atText)
        jobKey, heldKey = KEYS[k], KEYS[k + 1]
        isLock, isTakeOver, isLetter, isLast, request = kind == 'l', kind == 't', kind == 'd', next == '', nil
        hasMoved, taken = false, isTakeOver and 't' .. source or ''
        isRequest = source ~= '' and not isTakeOver and not isLetter
        movesCursor = not isLock and not isTakeOver and cause == 'scheduled'
        reply[item + 2] = guarded(decide)
        k = k + 2 + slots + (isRequest and 1 or 0)
        a = rangesAt + 4 * ranges
      end
      if #begun > 0 then redis.call('HSET', RUNS, unpack(begun)) end
      if #opened > 0 then redis.call('ZADD', OPEN, unpack(opened)) end
      if #placed > 0 then redis.call('ZADD', DUE, unpack(placed)) end
      return reply
      """)
  }
#endif
