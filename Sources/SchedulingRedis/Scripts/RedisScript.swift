#if Redis
  /// A Lua script and the name by which the server knows it.
  struct RedisScript: Sendable {
    let source: String
    let sha1: String

    init(_ body: String) {
      source = Self.prelude + body
      sha1 = SHA1.hexDigest(of: source)
    }

    /// A script with functions that others have too.
    init(_ functions: String, _ body: String) { self.init(functions + body) }

    /// Every script begins so: `now` is the server's clock in ms, `stamp` the same in µs and the first thing answered.
    /// Numbers leave a script as strings, because Redis would cut them to integers and Lua would round them in
    /// exponents. `wake` publishes a hint; a user who may not publish does without. `bury` keeps a dead
    /// letter, of which there are a thousand at most.
    ///
    /// Data may have been written by hand, by another version, or by an attacker. `bounded` reads a number that lies within
    /// bounds, or nothing; `number` refuses one that is there and does not. `guarded` decides one item of a batch: an item
    /// that cannot be read (a key of another type, a field that is no number) answers `UNREADABLE` and the error, and the
    /// others go on; every other error, such as a lack of memory, still ends the script. `lenient` is a command whose key
    /// may be of another type; then it returns nothing. `requireRows` ends a script that is about to write rows before it
    /// writes anything, where the history is of another type: a decision whose row cannot be kept would go unrecorded. So does `requireLetters` for dead letters.
    /// `short` cuts a text between two characters. `keep` sets how long the data of a job of the code are kept.
    private static let prelude = """
      local T = redis.call('TIME')
      local now = T[1] * 1000 + math.floor(T[2] / 1000)
      local stamp = T[1] .. string.format('%06d', T[2])
      local function int(n) return string.format('%.0f', n) end
      local function wake(channel, text) redis.pcall('PUBLISH', channel, text) end
      local function bury(dead, letters, token, letter)
        redis.call('ZADD', dead, now, token)
        redis.call('HSET', letters, token, letter)
        local over = redis.call('ZCARD', dead) - 1000
        if over > 0 then
          for _, old in ipairs(redis.call('ZRANGE', dead, 0, over - 1)) do redis.call('HDEL', letters, old) end
          redis.call('ZREMRANGEBYRANK', dead, 0, over - 1)
        end
      end
      -- The fields of a row, which lie between bars.
      local function split(text)
        local fields = {}
        for field in string.gmatch(text .. '|', '([^|]*)|') do fields[#fields + 1] = field end
        return fields
      end
      -- A run without its order, which can be long: its first thirteen fields, where there are so many.
      local function brief(run) return string.match(run, '^' .. string.rep('[^|]*|', 12) .. '[^|]*') or run end
      -- Whether it is too late to run a crashed run again. The longest time is a day.
      local function isWorthless(run)
        local fields = split(brief(run))
        return now - (tonumber(fields[12]) or 0) >= math.min(tonumber(fields[13]) or 86400000, 86400000)
      end
      -- What several triggers of one job have decided lately: a floor under which nothing is known, and the instants.
      local function noted(recent, instant)
        local floor, list = string.match(recent, '^([^|]*)|(.*)$')
        list = list .. instant .. ','
        local _, count = string.gsub(list, ',', '')
        if count > 33 then
          local oldest, rest = string.match(list, '^,([^,]*)(,.*)$')
          floor, list = int(math.max(tonumber(floor) or 0, tonumber(oldest) or 0)), rest
        end
        return floor .. '|' .. list
      end
      local function starts(text, token) return text and string.sub(text, 1, #token + 1) == token .. '|' end
      local MOST, TIMES = 9007199254740992, 9223372036854
      local WEEK, MONTH = 604800000, 2592000000
      local function bounded(text, least, most)
        local n = tonumber(text)
        if n and n >= least and n <= most then return n end
      end
      local function number(text, least, most)
        if not text or text == '' then return nil end
        return bounded(text, least, most) or error('UNREADABLE number ' .. string.sub(text, 1, 40), 0)
      end
      local function poisoned(fault)
        local text = type(fault) == 'table' and fault.err or tostring(fault)
        for _, word in ipairs({'WRONGTYPE', 'UNREADABLE', 'attempt to', 'value is not', 'invalid value', 'bad argument'}) do
          if string.find(text, word, 1, true) then return string.sub(text, 1, 200) end
        end
      end
      local function guarded(decide)
        local ok, result = pcall(decide)
        if ok then return result end
        local text = poisoned(result)
        if not text then error(result, 0) end
        return {'UNREADABLE', text}
      end
      local function lenient(...)
        local result = redis.pcall(...)
        if type(result) ~= 'table' or not result.err then return result end
        if not poisoned(result) then error(result, 0) end
      end
      local function requireRows(history) redis.call('XLEN', history) end
      local function requireLetters(dead, letters)
        redis.call('ZCARD', dead)
        redis.call('HLEN', letters)
      end
      -- The data of a job of the code outlives its next instant by a month, so that they go where no replica has the job.
      local function keep(jobKey, next)
        local left = (bounded(next, 0, TIMES) or now) - now
        redis.call('PEXPIRE', jobKey, int(math.max(left, 0) + MONTH))
      end
      local function short(text, most)
        if #text <= most then return text end
        while most > 0 and string.byte(text, most + 1) >= 128 and string.byte(text, most + 1) < 192 do most = most - 1 end
        return string.sub(text, 1, most)
      end

      """
  }

  /// What a script is called with. Keys come first and are counted, so that a cluster could route the call.
  struct ScriptCall {
    var keys: BulkStrings = []
    var arguments: BulkStrings = []

    func bytes(_ verb: String, _ script: String) -> [UInt8] {
      CommandEncoding.encode([verb, script, "\(keys.count)"], keys, arguments)
    }
  }

  extension RedisClient {
    /// Runs a script by its name and, where the server does not know it (new, restarted, flushed), by its text.
    func run(
      _ script: RedisScript, _ call: ScriptCall, on connection: RedisConnection, timeout: Duration? = nil,
      runID: String? = nil
    ) async throws(RedisError) -> RedisValue {
      do {
        return try await send(call.bytes("EVALSHA", script.sha1), on: connection, timeout: timeout, runID: runID)
      } catch {
        guard error.code == .noScript else { throw error }
        return try await send(call.bytes("EVAL", script.source), on: connection, timeout: timeout, runID: runID)
      }
    }
  }
#endif
