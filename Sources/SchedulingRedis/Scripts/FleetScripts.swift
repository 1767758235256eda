#if Redis
  extension RedisScript {
    /// Tells what a replica has seen to a data set that may have lost it, and creates the epoch where there is none.
    ///
    /// - `KEYS`: meta, open, runs, ended, control, crashed; then for each job its hash, for each fence held, for each lease
    ///   held and lock.
    /// - `ARGV`: candidate epoch, server, epoch merged last, jobs, fences, leases, pauses, wake channel, whether more is to
    ///   come, the longest lease of a run that the replica asks for; then for each job cursor, fingerprint, since, trigger or
    ///   nothing, next, breaker or nothing (as `BreakerKnowledge` writes it); fence; for each lease token, slot, ttl, fence,
    ///   job, run; for each pause field, note.
    static let merge = RedisScript(
      merging + superseding,
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
        local state = lenient('HMGET', KEYS[k], 'cursor', 'fp', 'since', 'rec')
        local next = ARGV[a + 4]
        local ends = next ~= '' and (bounded(next, 0, TIMES) or now) + MONTH or cursor and cursor + WEEK
        -- A job of the code that has expired long ago does not come back.
        if state and trigger ~= '' and not state[1] and not state[2] and ends and ends <= now then state = nil end
        if state and trigger ~= '' and state[2] and state[2] ~= fp then
          -- Another trigger is the current one: this one has a cursor of its own. What the two had decided is lost.
          local entry = redis.call('HGET', KEYS[k], 'c:' .. trigger)
          local known, begin = string.match(entry or '', '^([^|]*)|([^|]*)')
          known = bounded(known, 0, TIMES) or -1
          local isLater = cursor and cursor > known
          cursor = math.max(known, cursor or -1)
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
        k, a = k + 1, a + 6
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

    /// What older data does not know: that a run has been taken over. The taker names the runs of its firing before it.
    static let superseding = """
      local function takenOver(run) return string.match(run, '^' .. string.rep('[^|]*|', 10) .. 't([^|]*)') or '' end
      local function supersede(open, runs, crashed, ended, heldKey, token)
        local run = redis.call('HGET', runs, token)
        local isKnown = redis.call('ZREM', open, token) + redis.call('ZREM', crashed, token) > 0
        if run then
          redis.call('HDEL', runs, token)
          local slot = string.match(run, '^[^|]*|[^|]*|[^|]*|[^|]*|(%d+)|')
          if slot and starts(lenient('HGET', heldKey, slot), token) then lenient('HDEL', heldKey, slot, 'x' .. slot) end
        end
        -- Also where its own replica reports its lease only later.
        redis.call('ZADD', ended, now, token)
        return isKnown
      end

      """

    /// Tells of jobs. A trigger that the job has not had lately begins anew: instants up to now are nobody's. It becomes the
    /// current one, and the one before it keeps a cursor of its own: a replica that still has that trigger goes on with
    /// it. Eight of those are kept, for a week.
    ///
    /// - `KEYS`: meta, control; then the jobs' hashes.
    /// - `ARGV`: epoch, server, wake channel; then for each job, fingerprint, next, breaker, the note of a job that is
    ///   added paused or nothing, trigger, whether it begins now whatever was.
    static let register = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      local function forgetOld(key)
        local fields, aside = redis.call('HGETALL', key), {}
        for i = 1, #fields, 2 do
          if string.sub(fields[i], 1, 2) == 'c:' then
            aside[#aside + 1] = {fields[i], bounded(string.match(fields[i + 1], '|([^|]*)$'), 0, TIMES) or 0}
          end
        end
        table.sort(aside, function(first, second) return first[2] > second[2] end)
        local kept = 0
        for i, entry in ipairs(aside) do
          if i > 8 or now - entry[2] > 604800000 then redis.call('HDEL', key, entry[1]) else kept = kept + 1 end
        end
        if kept == 0 then redis.call('HDEL', key, 'rec') end
      end
      local function register(item)
        local key, a = KEYS[item + 2], 7 * item - 3
        local job, fp, next, breaker, note, trigger = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4],
          ARGV[a + 5]
        local state = redis.call('HMGET', key, 'cursor', 'fp', 'since', 'fh', 'rec')
        number(state[1], -TIMES, TIMES)
        local since = bounded(state[3], -TIMES, TIMES) and state[3]
        if state[2] == fp and since then
          if state[4] ~= trigger then redis.call('HSET', key, 'fh', trigger) end
        elseif not state[2] or not since then
          since = int(now)
          redis.call('HSET', key, 'fp', fp, 'since', since, 'fh', trigger)
          if note ~= '' and redis.call('HSETNX', KEYS[2], 'j:' .. job, note) == 1 then wake(ARGV[3], 'fleet') end
        else
          local before = state[1] or ''
          if state[4] then redis.call('HSET', key, 'c:' .. state[4], before .. '|' .. since .. '|' .. int(now)) end
          -- The new trigger begins now, behind the cursor where the clock has been set back.
          if not state[5] then
            redis.call('HSET', key, 'rec', before .. '|,' .. (before ~= '' and before .. ',' or ''))
          end
          local entry = redis.call('HGET', key, 'c:' .. trigger)
          local cursor, begin, used = string.match(entry or '', '^([^|]*)|([^|]*)|([^|]*)$')
          -- Not used for an hour, it is a changed trigger, not that of a replica that is late.
          used = bounded(used, 0, TIMES)
          local goesOn = used and ARGV[a + 6] ~= '1' and now - used < 3600000
          since = goesOn and bounded(begin, -TIMES, TIMES) and begin or int(now)
          state[1] = bounded(cursor, -TIMES, TIMES) and cursor or nil
          redis.call('HDEL', key, 'c:' .. trigger)
          redis.call('HSET', key, 'fp', fp, 'since', since, 'fh', trigger)
          if state[1] then redis.call('HSET', key, 'cursor', state[1]) else redis.call('HDEL', key, 'cursor') end
          forgetOld(key)
        end
        redis.call('HSET', key, 'next', next)
        if breaker == '' then redis.call('HDEL', key, 'br', 'bf', 'bo') else redis.call('HSET', key, 'br', breaker) end
        if redis.call('HEXISTS', key, 'def') == 0 then keep(key, next) end
        return {state[1] or '', since}
      end
      for item = 1, #KEYS - 2 do reply[item + 2] = guarded(function() return register(item) end) end
      return reply
      """)

    /// A replica's sign of life, and what it should know in return. Lists leases that ended; ``sweep`` judges them. Every
    /// list is bounded in bytes; what finds no place in it comes with a later heartbeat. A run that ended and cannot be
    /// read is named, and looked at again after a minute, for a day.
    ///
    /// - `KEYS`: meta, open, runs, crashed, ended, control, members, members:facts, hist, requests, dead, letters,
    ///   unreadable.
    /// - `ARGV`: epoch, server, replica, facts, whether leaving, history length, how many leases, how many bytes of offers,
    ///   requests to pass over.
    static let heartbeat = RedisScript(
      listing
        + """
        local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'aged')
        if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
        -- Older data came back a moment ago: first every replica tells what it knows of the ends and the leases of its runs.
        local isAged = now < (tonumber(meta[3]) or 0)
        local OPEN, RUNS, CRASHED, ENDED, MEMBERS, FACTS = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[7], KEYS[8]
        if ARGV[5] == '1' then
          redis.call('ZREM', MEMBERS, ARGV[3])
          redis.call('HDEL', FACTS, ARGV[3])
        else
          redis.call('ZADD', MEMBERS, now, ARGV[3])
          redis.call('HSET', FACTS, ARGV[3], ARGV[4])
        end
        for _, name in ipairs(redis.call('ZRANGEBYSCORE', MEMBERS, '-inf', now - 600000, 'LIMIT', 0, 100)) do
          redis.call('ZREM', MEMBERS, name)
          redis.call('HDEL', FACTS, name)
        end
        redis.call('ZREMRANGEBYSCORE', ENDED, '-inf', now - 3600000)

        local members = listMembers(MEMBERS, FACTS)
        local expired, unreadable = isAged and {} or listExpired(OPEN, RUNS, KEYS[13], ARGV[7]), {}
        -- Whoever swept a run may have died before taking it over: offer it again, for as long as it is worth running.
        -- Not to a replica that stops: it takes nothing.
        local offered, stops = {}, ARGV[5] == '1' or string.sub(ARGV[4], 1, 9) == 'draining|' or isAged
        local bytes, most = 0, tonumber(ARGV[8])
        for _, token in ipairs(stops and {} or redis.call('ZRANGEBYSCORE', CRASHED, '-inf', now, 'LIMIT', 0, 100)) do
          local run = redis.call('HGET', RUNS, token)
          local f = split(run or '')
          if run and not isRun(run) then f = {} end
          if f[10] == '1' and not isWorthless(run) then
            bytes = bytes + #run
            if bytes > most and #offered > 0 then break end
            redis.call('ZADD', CRASHED, now + 15000, token)
            offered[#offered + 1] = token
            offered[#offered + 1] = run
          else
            if f[10] == '1' then requireRows(KEYS[9]) end
            redis.call('ZREM', CRASHED, token)
            redis.call('HDEL', RUNS, token)
            if f[10] == '1' then
              local row = table.concat({f[1], f[2], f[2], '1', f[3],
                (f[13] or '') == '' and 'missed(noHandler)' or 'missed(grace)', token, '', int(now), f[6], ARGV[3], '',
                'not run again in time after its process disappeared'}, '|')
              redis.call('XADD', KEYS[9], 'MAXLEN', '~', ARGV[6], '*', 'r', row)
              if f[3] == 'requeue' then bury(KEYS[11], KEYS[12], token, (f[14] or '') .. '|' .. row) end
            end
          end
        end
        local names = redis.call('HLEN', KEYS[13]) > 0 and redis.call('HGETALL', KEYS[13]) or {}
        for i = 1, #names, 2 do
          local kind, id = string.match(names[i], '^(%a+) (.*)$')
          local row = id and redis.call('HGET', kind == 'run' and RUNS or KEYS[10], id)
          if not row or (kind == 'run' and isRun(row)) then -- mended, or gone
            redis.call('HDEL', KEYS[13], names[i])
          elseif #unreadable < 100 then
            unreadable[#unreadable + 1] = short(names[i], 200)
          end
        end
        local requests, next = listRequests(KEYS[10], tonumber(ARGV[9]) or 0)
        return {stamp, 'OK', members, listSwitches(KEYS[6]), expired, offered, requests, unreadable, int(next)}
        """)

    /// More leases that have ended, where the heartbeat told of as many as it may. `KEYS`: meta, open, runs, unreadable.
    /// `ARGV`: epoch, server, how many.
    static let expired = RedisScript(
      listing
        + """
        local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server', 'aged')
        if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
        if now < (tonumber(meta[3]) or 0) then return {stamp, 'OK'} end
        return {stamp, 'OK', unpack(listExpired(KEYS[2], KEYS[3], KEYS[4], ARGV[3]))}
        """)

    /// What several scripts list, each bounded in its elements and its bytes.
    static let listing = """
      local function room(bytes)
        return function(text)
          bytes = bytes - #text
          return bytes >= 0
        end
      end
      -- Whether a row of `runs` is one that a replica writes.
      local function isRun(run)
        local at, slot, attempt, crashes, fence = string.match(string.sub(run, 1, 4096),
          '^[^|]+|(%-?%d+)|[^|]+|[^|]+|(%d+)|(%d+)|(%d+)|(%d+)|[^|]*|[01]?|')
        return bounded(at, -TIMES, TIMES) and bounded(slot, 0, 15) and bounded(attempt, 0, 1000000)
          and bounded(crashes, 0, 1000) and bounded(fence, 0, MOST)
      end
      -- Runs whose leases have ended, and their rows. What cannot be read is named, looked at again after a minute, and gone
      -- after a day.
      local function listExpired(open, runs, unreadable, most)
        local list, hasRoom = {}, room(4194304)
        for _, token in ipairs(redis.call('ZRANGEBYSCORE', open, '-inf', now, 'LIMIT', 0, most)) do
          local run = redis.call('HGET', runs, token)
          if run and (not isRun(run) or #brief(run) > 65536) then
            local name = 'run ' .. token
            if redis.call('HLEN', unreadable) < 1000 then redis.call('HSETNX', unreadable, name, int(now)) end
            if now - (bounded(redis.call('HGET', unreadable, name), 0, TIMES) or now) >= 86400000 then
              redis.call('ZREM', open, token)
              redis.call('HDEL', runs, token)
              redis.call('HDEL', unreadable, name)
            else
              redis.call('ZADD', open, now + 60000, token)
            end
          elseif run then
            run = brief(run)
            if not hasRoom(run) then break end
            list[#list + 1] = token
            list[#list + 1] = run
          else
            redis.call('ZREM', open, token)
          end
        end
        return list
      end
      local function listMembers(members, facts)
        local list, seen = {}, redis.call('ZREVRANGE', members, 0, 999, 'WITHSCORES')
        for i = 1, #seen, 2 do
          local n = #list
          list[n + 1], list[n + 2] = seen[i], seen[i + 1]
          list[n + 3] = short(redis.call('HGET', facts, seen[i]) or '', 1000)
        end
        return list
      end
      local function listSwitches(control)
        local all, list, hasRoom = redis.call('HGETALL', control), {}, room(2097152)
        for i = 1, #all, 2 do
          local note = short(all[i + 1], 1000)
          if #all[i] > 1000 or not hasRoom(all[i]) then break end
          list[#list + 1] = all[i]
          list[#list + 1] = hasRoom(note) and note or ''
        end
        return list
      end
      -- Begins after so many, and goes round: what has no room this time comes first the next time.
      local function listRequests(requests, from)
        local ids, list, hasRoom, taken = redis.call('HKEYS', requests), {}, room(4194304), 0
        for i = 1, math.min(#ids, 1000) do
          local id = ids[(from + i - 1) % #ids + 1]
          local request = redis.call('HSTRLEN', requests, id) <= 4194304 and redis.call('HGET', requests, id) or ''
          if not hasRoom(request) then break end
          list[#list + 1] = short(id, 100)
          list[#list + 1] = request
          taken = i
        end
        return list, #ids > 0 and (from + taken) % #ids or 0
      end

      """

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

    /// How far jobs have been decided. `KEYS`: meta, then the jobs' hashes. `ARGV`: epoch, server, then the triggers.
    static let cursors = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS - 1 do
        local trigger = ARGV[item + 2]
        local state = lenient('HMGET', KEYS[item + 1], 'cursor', 'fh', 'c:' .. trigger) or {}
        local isCurrent = trigger == '' or not state[2] or state[2] == trigger
        reply[item + 2] = short(isCurrent and state[1] or string.match(state[3] or '', '^([^|]*)') or '', 40)
      end
      return reply
      """)

    /// What the fleet knows of jobs. `KEYS`: the jobs' hashes.
    static let jobStates = RedisScript(
      """
      local reply = {stamp, 'OK'}
      for item = 1, #KEYS do
        local state = lenient('HMGET', KEYS[item], 'cursor', 'run', 'fh') or {}
        reply[item + 2] = {short(state[1] or '', 40), short(state[2] or '', 16384), short(state[3] or '', 40)}
      end
      return reply
      """)
  }
#endif
