#if Redis
  extension RedisScript {
    /// Prolongs leases.
    ///
    /// - `KEYS`: meta, open; then for each lease held, lock. `ARGV`: epoch, server; then for each token, slot, ttl.
    static let renew = RedisScript(
      """
      local meta = redis.call('HMGET', KEYS[1], 'epoch', 'server')
      if meta[1] ~= ARGV[1] or (ARGV[2] ~= '' and meta[2] ~= ARGV[2]) then return {stamp, 'EPOCH'} end
      local reply = {stamp, 'OK'}
      local function renew(item)
        local heldKey, lockKey = KEYS[2 * item + 1], KEYS[2 * item + 2]
        local token, slot, ttl = ARGV[3 * item], ARGV[3 * item + 1], tonumber(ARGV[3 * item + 2])
        local marks = redis.call('HMGET', heldKey, slot, 'x' .. slot)
        local holder = redis.call('GET', lockKey)
        local verdict = 'LOST'
        -- A lock that ran out while nobody asked for it is still its holder's, as long as the run is not declared
        -- crashed.
        if starts(marks[1], token) and (not holder or holder == token) then
          redis.call('SET', lockKey, token, 'PX', ttl)
          redis.call('PEXPIRE', heldKey, 604800000)
          redis.call('ZADD', KEYS[2], 'XX', now + ttl, token)
          verdict = starts(marks[2], token) and string.sub(marks[2], #token + 2) or 'RENEWED'
        end
        return verdict
      end
      for item = 1, (#KEYS - 2) / 2 do reply[item + 2] = guarded(function() return renew(item) end) end
      return reply
      """)
  }
#endif
