/// What a worker process is told, as words of its command line.
package struct WorkerOptions: Sendable {
  package enum Backend: String, Sendable, CaseIterable {
    case claims
    /// Jobs are kept by Redis, and added by somebody else.
    case store
    /// Jobs are kept by Redis, and added by this worker.
    case storeAdding = "store-adding"
    case naiveLock = "naive-lock"
    case naiveInstant = "naive-instant"
  }

  /// Where a worker kills itself, to show what a crash there does.
  package enum Crash: String, Sendable { case beforeClaim, afterClaim, inBody, afterBody }

  package var redis: String
  package var log: String
  package var backend = Backend.claims
  package var plan = "soak"
  /// In milliseconds.
  package var lease: Int64 = 1_500
  /// In milliseconds.
  package var grace: Int64 = 5_000
  /// How long a command waits for its reply, in milliseconds.
  package var commandTimeout: Int64 = 500
  /// The wall clock minus the continuous one, in microseconds: what a worker's own clock shows may be wrong.
  package var wallOffset: Int64 = 0
  /// How many runs at a time.
  package var concurrency = 1_000
  package var crash: Crash?
  /// The n-th time that it could.
  package var crashAfter = 1

  package init(redis: String, log: String) {
    self.redis = redis
    self.log = log
  }

  package var words: [String] {
    [
      redis, log, backend.rawValue, plan, "\(lease)", "\(grace)", "\(commandTimeout)", crash?.rawValue ?? "-",
      "\(crashAfter)", "\(wallOffset)", "\(concurrency)",
    ]
  }

  package init?(words: [String]) {
    guard words.count == 11, let backend = Backend(rawValue: words[2]), let lease = Int64(words[4]),
      let grace = Int64(words[5]), let timeout = Int64(words[6]), let crashAfter = Int(words[8]),
      let wallOffset = Int64(words[9]), let concurrency = Int(words[10])
    else { return nil }
    (redis, log, self.backend, plan) = (words[0], words[1], backend, words[3])
    (self.lease, self.grace, commandTimeout) = (lease, grace, timeout)
    (crash, self.crashAfter) = (Crash(rawValue: words[7]), crashAfter)
    (self.wallOffset, self.concurrency) = (wallOffset, concurrency)
  }
}
