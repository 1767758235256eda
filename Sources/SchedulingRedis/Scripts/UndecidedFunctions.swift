#if Redis
  extension RedisScript {
    /// What nobody has decided behind a cursor. A replica that knew nothing of the older data may have gone on with later
    /// instants in a new data set before the others reported: what both have decided leaves a range between. The field
    /// `left` of a job's hash is a list of such ranges, as `trigger:after:through` with commas between them; the trigger of
    /// a stored job has no name.
    static let undecided = """
      -- Those of one trigger, as {after, through}.
      local behind = {}
      function behind.of(text, trigger)
        local list = {}
        for name, after, through in string.gmatch(text or '', '([^:,]*):(%-?%d+):(%-?%d+)') do
          local first, last = bounded(after, -TIMES, TIMES), bounded(through, -TIMES, TIMES)
          if name == trigger and first and last and first < last then list[#list + 1] = {first, last} end
        end
        return list
      end
      function behind.text(list, trigger)
        local words = {}
        for i, range in ipairs(list) do words[i] = trigger .. ':' .. int(range[1]) .. ':' .. int(range[2]) end
        return table.concat(words, ',')
      end
      -- Writes those of one trigger, and keeps those of the triggers for which `keeps` is true.
      function behind.write(key, text, list, trigger, keeps)
        local words = {}
        for word, name in string.gmatch(text or '', '(([^:,]*):%-?%d+:%-?%d+)') do
          if name ~= trigger and (not keeps or keeps[name]) then words[#words + 1] = word end
        end
        if #list > 0 then words[#words + 1] = behind.text(list, trigger) end
        local new = table.concat(words, ',')
        if new == (text or '') then return end
        if new == '' then redis.call('HDEL', key, 'left') else redis.call('HSET', key, 'left', new) end
      end

      """

    /// What two data sets, or a data set and a replica, leave undecided together.
    static let uniting = """
      local ENDLESS = math.huge
      -- All that lies outside of what is decided: from the beginning to the cursor, but for what is left.
      local function outside(since, cursor, left)
        since = since or -ENDLESS
        cursor = math.max(cursor or -ENDLESS, since)
        local list = {{-ENDLESS, since}}
        for _, range in ipairs(left) do
          local after, through = math.max(range[1], since), math.min(range[2], cursor)
          if after < through then list[#list + 1] = {after, through} end
        end
        list[#list + 1] = {cursor, ENDLESS}
        return list
      end
      -- What lies outside of both, up to the later cursor. There are eight ranges at most: the first two become one, which
      -- may have instants that were decided.
      local function united(first, second, cursor)
        local list = {}
        for _, a in ipairs(first) do
          for _, b in ipairs(second) do
            local after, through = math.max(a[1], b[1]), math.min(a[2], b[2])
            if after < through and after > -ENDLESS and cursor and through <= cursor then
              list[#list + 1] = {after, through}
            end
          end
        end
        table.sort(list, function(a, b) return a[1] < b[1] end)
        while #list > 8 do
          list[2][1] = list[1][1]
          table.remove(list, 1)
        end
        return list
      end

      """
  }
#endif
