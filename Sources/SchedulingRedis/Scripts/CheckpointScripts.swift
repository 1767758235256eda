#if Redis
  extension RedisScript {
    /// Takes a job's progress over for a run, unless a run with a higher fencing token has.
    ///
    /// - `KEYS`: checkpoint. `ARGV`: run, fence or '', time to live in ms.
    /// - Answers `OK` and the progress, or nothing; `OVERTAKEN` and the run that has it.
    static let beginCheckpoints = RedisScript(
      """
      local kept = redis.call('HMGET', KEYS[1], 'run', 'fence', 'progress')
      local own, known = tonumber(ARGV[2]), tonumber(kept[2])
      if own and known and own < known then return {stamp, 'OVERTAKEN', kept[1] or ''} end
      redis.call('HSET', KEYS[1], 'run', ARGV[1])
      if own then redis.call('HSET', KEYS[1], 'fence', ARGV[2]) end
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return {stamp, 'OK', kept[3]}
      """)

    /// Keeps a job's progress, or forgets it at the end of the last stage; only for the run that has taken it over. A
    /// lower revision changes nothing: it was overtaken on its way by a later write of the same run.
    ///
    /// - `KEYS`: checkpoint. `ARGV`: run, fence or '', time to live in ms, revision, progress or '' to forget it.
    static let saveCheckpoints = RedisScript(
      """
      local kept = redis.call('HMGET', KEYS[1], 'run', 'fence', 'revision')
      local own, known = tonumber(ARGV[2]), tonumber(kept[2])
      if (kept[1] and kept[1] ~= ARGV[1]) or (own and known and own < known) then
        return {stamp, 'OVERTAKEN', kept[1] or ''}
      end
      redis.call('HSET', KEYS[1], 'run', ARGV[1])
      if own then redis.call('HSET', KEYS[1], 'fence', ARGV[2]) end
      if ARGV[5] == '' then
        redis.call('HDEL', KEYS[1], 'progress', 'revision')
      elseif tonumber(ARGV[4]) >= (tonumber(kept[3]) or 0) then
        redis.call('HSET', KEYS[1], 'progress', ARGV[5], 'revision', ARGV[4])
      end
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return {stamp, 'OK'}
      """)
  }
#endif
