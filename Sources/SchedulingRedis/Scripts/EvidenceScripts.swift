#if Redis
  /// What runs left: nothing decides by it, so that it is written and read beside the claims.
  extension RedisScript {
    /// Keeps what runs left, of each job the newest. A key of another type is left alone.
    ///
    /// - `KEYS`: for each run its job's evidence. `ARGV`: how many of a job, time to live; then for each run token, evidence.
    static let keepEvidence = RedisScript(
      """
      for item = 1, #KEYS do
        local added = lenient('XADD', KEYS[item], 'MAXLEN', ARGV[1], '*', 't', ARGV[2 * item + 1], 'e', ARGV[2 * item + 2])
        if added then redis.call('PEXPIRE', KEYS[item], ARGV[2]) end
      end
      return {stamp}
      """)

    /// What one run left. `KEYS`: the job's evidence. `ARGV`: how many there are at most, token.
    static let evidence = RedisScript(
      """
      for _, entry in ipairs(lenient('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1]) or {}) do
        local fields = entry[2]
        if fields[2] == ARGV[2] then return {stamp, short(fields[4] or '', 131072)} end
      end
      return {stamp}
      """)
  }
#endif
