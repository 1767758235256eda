#if Redis
  extension RedisScript {
    /// Registers jobs. A trigger that the job has not had lately begins anew: instants up to now are ignored. It becomes the
    /// current one, and the one before it keeps a cursor of its own: a replica that still has that trigger goes on with
    /// it. Eight of those are kept, for a week.
    ///
    /// - `KEYS`: meta, control; then the jobs' hashes.
    /// Answers, for each job, its cursor, its beginning, and what is left undecided behind the cursor.
    ///
    /// - `ARGV`: epoch, server, wake channel; then for each job, fingerprint, next, breaker, the note of a job that is
    ///   added paused or nothing, trigger, whether it begins now whatever was.
    static let register = RedisScript(
      undecided,
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      local function forgetOld(key, trigger)
        local fields, aside, known = redis.call('HGETALL', key), {}, {}
        for i = 1, #fields, 2 do
          if string.sub(fields[i], 1, 2) == 'c:' then
            aside[#aside + 1] = {fields[i], bounded(string.match(fields[i + 1], '|([^|]*)$'), 0, TIMES) or 0}
          end
        end
        table.sort(aside, function(first, second) return first[2] > second[2] end)
        local kept = 0
        for i, entry in ipairs(aside) do
          if i > 8 or now - entry[2] > 604800000 then
            redis.call('HDEL', key, entry[1])
          else
            kept = kept + 1
            known[string.sub(entry[1], 3)] = true
          end
        end
        if kept == 0 then redis.call('HDEL', key, 'rec') end
        local left = redis.call('HGET', key, 'left')
        if left then behind.write(key, left, behind.of(left, trigger), trigger, known) end
      end
      local function register(item)
        local key, a = KEYS[item + 2], 7 * item - 3
        local job, fp, next, breaker, note, trigger = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4],
          ARGV[a + 5]
        local state = redis.call('HMGET', key, 'cursor', 'fp', 'since', 'fh', 'rec', 'left')
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
          forgetOld(key, trigger)
        end
        redis.call('HSET', key, 'next', next)
        if breaker == '' then redis.call('HDEL', key, 'br', 'bf', 'bo') else redis.call('HSET', key, 'br', breaker) end
        if redis.call('HEXISTS', key, 'def') == 0 then keep(key, next) end
        return {state[1] or '', since, state[6] and behind.text(behind.of(state[6], trigger), trigger) or ''}
      end
      for item = 1, #KEYS - 2 do reply[item + 2] = guarded(function() return register(item) end) end
      return reply
      """)
  }
#endif
