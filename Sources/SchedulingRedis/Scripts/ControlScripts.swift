#if Redis
  extension RedisScript {
    /// Sets or clears a pause switch and wakes the fleet.
    ///
    /// - `KEYS`: control. `ARGV`: field, whether to set, note, wake channel. With a note, a switch is cleared only if it
    ///   holds that one.
    static let setSwitch = RedisScript(
      """
      if ARGV[2] == '1' then
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
      elseif ARGV[3] == '' or redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[3] then
        redis.call('HDEL', KEYS[1], ARGV[1])
      end
      wake(ARGV[4], 'fleet')
      return {stamp, 'OK'}
      """)
  }
#endif
