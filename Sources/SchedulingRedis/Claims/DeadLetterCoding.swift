#if Redis
  import CivilTime
  package import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// A dead letter as it lies in Redis: its arguments, percent-encoded, a bar, and the row of history that it ended with.
  enum DeadLetterCoding {
    static func arguments(_ letter: DeadLetter) -> String {
      OrderCoding.arguments(letter.arguments)
    }

    static func text(_ letter: DeadLetter, instance: String) -> String {
      let record = RunRecord(
        runID: letter.id, job: letter.job, instant: letter.instant, cause: letter.cause, outcome: letter.outcome,
        ended: letter.at, attempt: letter.attempts, instance: instance)
      return "\(arguments(letter))|\(RecordCoding.head(record))\(letter.message ?? "")"
    }

    /// Nil for a letter of another version.
    static func letter(_ text: String) -> DeadLetter? {
      guard let bar = text.firstIndex(of: "|"), let arguments = PercentEncoding.decode(text[..<bar]),
        let record = RecordCoding.record(String(text[text.index(after: bar)...])), let id = record.runID
      else { return nil }
      return DeadLetter(
        id: id, job: record.job, instant: record.instant, cause: record.cause, attempts: record.attempt,
        outcome: record.outcome, message: record.message, at: record.ended,
        arguments: arguments.isEmpty ? nil : try? JSONDecoder().decode(JobArguments.self, from: Data(arguments.utf8)))
    }
  }

  extension RedisScript {
    /// Dead letters, newest first, as many as fit into an answer; at least one where there is any. One that is larger
    /// than any that this library writes comes empty.
    ///
    /// - `KEYS`: dead, letters. `ARGV`: how many to pass over, how many.
    static let deadLetters = RedisScript(
      """
      local reply, left, from = {stamp, 'OK'}, 4194304, tonumber(ARGV[1])
      local tokens = redis.call('ZREVRANGE', KEYS[1], from, from + tonumber(ARGV[2]) - 1)
      for i, token in ipairs(tokens) do
        local letter = redis.call('HSTRLEN', KEYS[2], token) <= 4194304 and redis.call('HGET', KEYS[2], token) or ''
        left = left - #letter
        if left < 0 and i > 1 then break end
        reply[i + 2] = letter
      end
      return reply
      """)

    /// One dead letter. `KEYS`: letters. `ARGV`: token.
    static let deadLetter = RedisScript(
      """
      if redis.call('HSTRLEN', KEYS[1], ARGV[1]) > 4194304 then return {stamp, 'OK', ''} end
      return {stamp, 'OK', redis.call('HGET', KEYS[1], ARGV[1]) or ''}
      """)

    /// Takes a dead letter out: one taker of several gets it. `KEYS`: dead, letters. `ARGV`: token.
    static let takeDeadLetter = RedisScript(
      """
      if redis.call('HSTRLEN', KEYS[2], ARGV[1]) > 4194304 then return {stamp, 'OK', ''} end
      local letter = redis.call('HGET', KEYS[2], ARGV[1])
      redis.call('ZREM', KEYS[1], ARGV[1])
      redis.call('HDEL', KEYS[2], ARGV[1])
      return {stamp, 'OK', letter or ''}
      """)

    /// Keeps a dead letter. `KEYS`: dead, letters. `ARGV`: token, letter.
    static let keepDeadLetter = RedisScript(
      """
      bury(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
      return {stamp, 'OK'}
      """)
  }

  extension RedisClaims {
    /// The newest first; a thousand are kept.
    package func deadLetters(limit: Int) async throws(ClaimsUnavailable) -> [DeadLetter] {
      let keys = session.keys
      let limit = min(max(0, limit), 1_000)
      var (letters, seen) = ([DeadLetter](), 0)
      while seen < limit {
        let (from, count) = (seen, limit - seen)
        let answer = try await ask(.deadLetters) { _, _ in
          ScriptCall(keys: [keys.dead, keys.deadLetters], arguments: ["\(from)", "\(count)"])
        }
        if answer.items.isEmpty { break }
        seen += answer.items.count
        letters += answer.items.compactMap { $0.string.flatMap(DeadLetterCoding.letter) }
      }
      return letters
    }

    /// One of the fleet's; nil when it is not there any more.
    package func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
      let answer = try await ask(.deadLetter) { _, _ in
        ScriptCall(keys: [session.keys.deadLetters], arguments: [id.description])
      }
      return answer.items.first?.string.flatMap(DeadLetterCoding.letter)
    }

    /// Takes it out of the fleet's; nil when it is not there any more.
    package func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
      let keys = session.keys
      let answer = try await ask(.takeDeadLetter) { _, _ in
        ScriptCall(keys: [keys.dead, keys.deadLetters], arguments: [id.description])
      }
      return answer.items.first?.string.flatMap(DeadLetterCoding.letter)
    }

    /// Keeps it for the fleet.
    package func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable) {
      let keys = session.keys
      _ = try await ask(.keepDeadLetter) { _, _ in
        ScriptCall(
          keys: [keys.dead, keys.deadLetters],
          arguments: [letter.id.description, DeadLetterCoding.text(letter, instance: instance)])
      }
    }
  }
#endif
