#if Redis
  extension RedisScript {
    /// Reports what a replica has seen to a data set that may have lost it, and creates the epoch where there is none.
    ///
    /// - `KEYS`: meta, open, runs, ended, control, crashed; then for each job its hash, for each fence held, for each lease
    ///   held and lock.
    /// - `ARGV`: candidate epoch, server, epoch merged last, jobs, fences, leases, pauses, wake channel, whether more is to
    ///   come, the longest lease of a run that the replica asks for; then for each job cursor, fingerprint, since, trigger or
    ///   nothing, next, breaker or nothing (as `BreakerKnowledge` writes it), what is left undecided behind the cursor; fence; for each lease token, slot, ttl, fence,
    ///   job, run; for each pause field, note.
    static let merge = RedisScript(
      merging + superseding + undecided + uniting,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'born', 'schema', 'aged')
      if meta[4] and tonumber(meta[4]) > 1 then return {stamp, 'SCHEMA', meta[4]} end
      local epoch, server, isOlder = meta[1], ARGV[2], false
      -- An epoch begins with its place in the order in which the fleet came to its data sets.
      local function place(name) return bounded(string.match(name or '', '^(%d+)%-'), 0, MOST - 1) or 0 end
      local function nextEpoch() return int(math.max(place(ARGV[3]), place(epoch)) + 1) .. '-' .. ARGV[1] end
      if not epoch then
        epoch = nextEpoch()
        redis.call('HSET', KEYS[1], 'schema', '1', 'epoch', epoch, 'server', server, 'born', int(now))
      else
        if server ~= '' and meta[2] ~= server then
          redis.call('HSET', KEYS[1], 'server', server)
          -- Another server may lack the last writes of the one before.
          isOlder = meta[2] ~= ''
        end
        -- The replica knew a later data set: this one has come back, as SWAPDB or a dump brings it. It becomes the latest,
        -- under a name that no replica knows, so that each merges, also one that has not noticed the other data set.
        if ARGV[3] ~= '' and ARGV[3] ~= epoch and place(ARGV[3]) >= place(epoch) then
          epoch, isOlder = nextEpoch(), true
          redis.call('HSET', KEYS[1], 'epoch', epoch)
        end
        -- Hold back what may have been decided elsewhere. Nor is a lease that has ended in older data news of a death.
        -- A holder that cannot report is dead when the lease has passed that it may still have.
        local wait = math.max(6000, tonumber(ARGV[10]) or 0)
        local born, aged = bounded(meta[3], 0, TIMES) or 0, bounded(meta[5], 0, TIMES) or 0
        if isOlder then
          redis.call('HSET', KEYS[1], 'born', int(now), 'aged', int(now + wait))
        elseif now < aged and born + wait > aged then
          redis.call('HSET', KEYS[1], 'aged', int(born + wait))
        end
      end
      if isOlder or (ARGV[3] ~= '' and ARGV[3] ~= epoch and redis.call('HEXISTS', KEYS[1], 'lost') == 0) then
        -- Locks that are held may be free here. Their holders are woken, and report them before a free lock is given away.
        redis.call('HSET', KEYS[1], 'lost', int(now))
        wake(ARGV[8], 'fleet')
      end
      goOnMerging(KEYS[1], ARGV[9])
      -- What can also have been taken away counts only where this data set cannot know it.
      local aged = tonumber(redis.call('HGET', KEYS[1], 'aged')) or 0
      local isNews = ARGV[3] ~= epoch or now < aged
      local function breaker(key, text)
        local most, coolDown, failures, untilTime = string.match(text, '^(%d+)|(%d+)|(%d*)|(%d*)$')
        if not most then return end
        local state = redis.call('HMGET', key, 'br', 'bf', 'bo')
        if not state[1] or state[1] == '' then redis.call('HSET', key, 'br', most .. '|' .. coolDown) end
        if not isNews then return end
        failures = bounded(failures, 1, 1000000)
        if failures and (bounded(state[2], 0, 1000000) or 0) < failures then redis.call('HSET', key, 'bf', int(failures)) end
        local opens = bounded(untilTime, 0, TIMES)
        opens = opens and math.min(opens, now + (bounded(coolDown, 0, TIMES) or 60000))
        if opens and (bounded(state[3], 0, TIMES) or 0) < opens then redis.call('HSET', key, 'bo', int(opens)) end
      end
      local k, a = 7, 11
      -- Which of the instants up to a cursor several triggers had in common is not known where they were decided elsewhere.
      local function raised(recent, cursor)
        local floor, list = string.match(recent, '^([^|]*)|(.*)$')
        return int(math.max(bounded(floor, 0, TIMES) or 0, cursor)) .. '|' .. (list or ',')
      end
      -- A key of another type is left alone: its job alone is hurt.
      for item = 1, tonumber(ARGV[4]) do
        local cursor, fp, since, trigger = tonumber(ARGV[a]), ARGV[a + 1], tonumber(ARGV[a + 2]), ARGV[a + 3]
        local state = lenient('HMGET', KEYS[k], 'cursor', 'fp', 'since', 'rec', 'left', 'fh')
        local next = ARGV[a + 4]
        local ends = next ~= '' and (bounded(next, 0, TIMES) or now) + MONTH or cursor and cursor + WEEK
        -- A job of the code that has expired long ago does not come back.
        if state and trigger ~= '' and not state[1] and not state[2] and ends and ends <= now then state = nil end
        -- A beginning in this data set says nothing of what came before, nor does the teller's: what neither has decided is
        -- left between.
        local name = trigger ~= '' and trigger or state and state[6] or ''
        local told, kept = behind.of(ARGV[a + 6], name), state and behind.of(state[5], name) or {}
        if state and trigger ~= '' and state[2] and state[2] ~= fp then
          -- Another trigger is the current one: this one has a cursor of its own. What the two had decided is lost.
          local entry = redis.call('HGET', KEYS[k], 'c:' .. trigger)
          local known, begin = string.match(entry or '', '^([^|]*)|([^|]*)')
          known = bounded(known, 0, TIMES) or -1
          local isLater = cursor and cursor > known
          local ours, theirs = outside(since, cursor, told), outside(bounded(begin, -TIMES, TIMES), bounded(known, 0, TIMES), kept)
          cursor = math.max(known, cursor or -1)
          behind.write(KEYS[k], state[5], united(ours, entry and theirs or ours, cursor), name)
          if not state[4] then
            -- The clock may have been set back since: the cursors count as well.
            local current = bounded(state[1], 0, TIMES) or 0
            redis.call('HSET', KEYS[k], 'rec', int(math.max(now, cursor, current)) .. '|,')
          elseif isLater then
            redis.call('HSET', KEYS[k], 'rec', raised(state[4], cursor))
          end
          begin = math.min(bounded(begin, 0, TIMES) or since or now, since or now)
          redis.call('HSET', KEYS[k], 'c:' .. trigger, (cursor < 0 and '' or int(cursor)) .. '|' .. int(begin) .. '|'
            .. int(now))
        elseif state then
          local known, begin = bounded(state[1], -TIMES, TIMES), bounded(state[3], -TIMES, TIMES)
          if not state[2] or fp == '' or state[2] == fp then
            local ours, theirs = outside(since, cursor, told), outside(begin, known, kept)
            local latest = cursor and known and math.max(cursor, known) or cursor or known
            behind.write(KEYS[k], state[5], united(ours, (state[1] or state[2]) and theirs or ours, latest), name)
          end
          if cursor and (not state[1] or (bounded(state[1], -TIMES, TIMES) or cursor) < cursor) then
            redis.call('HSET', KEYS[k], 'cursor', int(cursor))
            if state[4] then redis.call('HSET', KEYS[k], 'rec', raised(state[4], cursor)) end
          end
          if since and (not state[2] or (state[2] == fp and (bounded(state[3], -TIMES, TIMES) or TIMES) > since)) then
            redis.call('HSET', KEYS[k], 'fp', fp, 'since', int(since))
            if trigger ~= '' then redis.call('HSET', KEYS[k], 'fh', trigger) end
          end
          if next ~= '' then redis.call('HSETNX', KEYS[k], 'next', next) end
        end
        if state then
          breaker(KEYS[k], ARGV[a + 5])
          -- What came back has a time to live as it had before.
          if redis.call('PTTL', KEYS[k]) == -1 and redis.call('HEXISTS', KEYS[k], 'def') == 0 then
            redis.call('PEXPIRE', KEYS[k], int(math.max((ends or now + MONTH) - now, WEEK)))
          end
        end
        k, a = k + 1, a + 7
      end
      for item = 1, tonumber(ARGV[5]) do
        local isHash = lenient('HLEN', KEYS[k])
        local fence = isHash and bounded(redis.call('HGET', KEYS[k], 'fence'), 0, MOST)
        if not isHash then -- another's
        elseif not fence or fence < tonumber(ARGV[a]) then
          redis.call('HSET', KEYS[k], 'fence', ARGV[a])
          redis.call('PEXPIRE', KEYS[k], 604800000)
        end
        k, a = k + 1, a + 1
      end
      for item = 1, tonumber(ARGV[6]) do
        local token, slot, ttl = ARGV[a], ARGV[a + 1], tonumber(ARGV[a + 2])
        local held, holder = lenient('HGET', KEYS[k], slot), lenient('GET', KEYS[k + 1])
        -- The higher fence stays: an older holder in older data does not keep the true one out.
        local other, fence = string.match(held or '', '^([^|]*)|(%d+)')
        local isOlder = fence and (bounded(fence, 0, MOST) or MOST) < (bounded(ARGV[a + 3], 0, MOST) or 0)
        if held ~= nil and holder ~= nil and (not held or other == token or isOlder)
            and (not holder or holder == token or (isOlder and holder == other))
            and not redis.call('ZSCORE', KEYS[4], token) then
          if isOlder and other ~= token then redis.call('HDEL', KEYS[k], 'x' .. slot) end
          redis.call('SET', KEYS[k + 1], token, 'PX', ttl)
          redis.call('HSET', KEYS[k], slot, token .. '|' .. ARGV[a + 3] .. '|' .. ARGV[a + 4])
          redis.call('PEXPIRE', KEYS[k], WEEK)
          if ARGV[a + 5] ~= '' then
            redis.call('ZADD', KEYS[2], now + ttl, token)
            -- Its holder was alive in this data set, should it be found dead later.
            local run = split(ARGV[a + 5])
            run[12] = int(now)
            redis.call('HSET', KEYS[3], token, table.concat(run, '|'))
          end
        end
        for taken in string.gmatch(takenOver(ARGV[a + 5]), '[^,]+') do
          supersede(KEYS[2], KEYS[3], KEYS[6], KEYS[4], KEYS[k], taken)
        end
        k, a = k + 2, a + 6
      end
      for item = 1, tonumber(ARGV[7]) do
        if isNews then redis.call('HSETNX', KEYS[5], ARGV[a], ARGV[a + 1]) end
        a = a + 2
      end
      return {stamp, epoch, not meta[1] and '1' or now < aged and '2' or '0'}
      """)

    /// Who has more to report than fits into one call holds back, with each call, what the missing part may forbid: instants
    /// from before the loss, and whether a run has crashed. A minute after the beginning of the data set that ends.
    static let merging = """
      local function goOnMerging(meta, more)
        if more ~= '1' then return end
        local times = redis.call('HMGET', meta, 'born', 'merging', 'aged')
        local ends = math.min(now + 2000, (tonumber(times[1]) or 0) + 60000)
        if ends <= now then return end
        if ends > (tonumber(times[2]) or 0) then redis.call('HSET', meta, 'merging', int(ends)) end
        local aged = tonumber(times[3]) or 0
        if now < aged and aged < ends then redis.call('HSET', meta, 'aged', int(ends)) end
      end

      """
  }
#endif
