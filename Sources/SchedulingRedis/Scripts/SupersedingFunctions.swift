#if Redis
  extension RedisScript {
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
  }
#endif
