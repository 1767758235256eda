#if Redis
  extension RedisScript {
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

    /// More leases that have ended, where the heartbeat answered as many as it may. `KEYS`: meta, open, runs, unreadable.
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
  }
#endif
