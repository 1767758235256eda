import HTTPTypes
import Scheduling

/// The first answers to requests that carry a key: a caller that is cut off and asks again receives the same answer, and nothing
/// happens twice. Bounded in number, and by ten minutes.
final class IdempotencyKeys: Sendable {
  private struct Entry {
    /// Of method, path, body and caller.
    var print: UInt64
    /// Nil while the first request is being answered.
    var answer: (HTTPResponse, [UInt8])?
    var until: MonotonicTime
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var order: [(key: String, until: MonotonicTime)] = []
  }

  private let state = Lock(State())
  private static let most = 1_000
  private static let lifetime = Duration.seconds(600)

  enum Turn {
    /// The first with this key: answer it, and report the answer.
    case first
    case again((HTTPResponse, [UInt8]))
  }

  /// - Parameters:
  ///   - name: the key with its caller: nobody is answered from another's.
  ///   - key: the key as it was sent.
  func begin(_ name: String, key: String, print: UInt64, at now: MonotonicTime = .now()) throws(Refusal) -> Turn {
    guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .badRequest("Idempotency-Key has 1 to 200 visible ASCII characters")
    }
    let found: Result<Turn, Refusal> = state.withLock { state in
      while let first = state.order.first, first.until <= now || state.order.count > Self.most {
        state.order.removeFirst()
        if state.entries[first.key]?.until == first.until { state.entries[first.key] = nil }
      }
      if let entry = state.entries[name] {
        guard entry.print == print else {
          return .failure(.outOfRange("this Idempotency-Key was used with another request: choose a new one"))
        }
        guard let answer = entry.answer else {
          return .failure(.conflict("the first request with this Idempotency-Key is still being answered"))
        }
        return .success(.again(answer))
      }
      let until = now + Self.lifetime
      state.entries[name] = Entry(print: print, answer: nil, until: until)
      state.order.append((name, until))
      return .success(.first)
    }
    return try found.get()
  }

  /// Keeps the answer; one that says that nothing was changed is not kept, so that the request can be sent again.
  func end(_ key: String, _ answer: (HTTPResponse, [UInt8])) {
    state.withLock { state in
      if answer.0.status.kind == .successful {
        state.entries[key]?.answer = answer
      } else {
        state.entries[key] = nil
      }
    }
  }
}
