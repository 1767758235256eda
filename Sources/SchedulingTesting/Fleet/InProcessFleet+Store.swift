package import Scheduling

/// A durable store in the process, for tests: jobs as data that replicas share.
extension InProcessFleet.Connection: JobStoreService {
  /// Adds or changes a job.
  package func put(_ change: StoredJobChange) async throws(ClaimsUnavailable) -> StoredJobReply {
    try await changing(change.id, next: change.next) { book, call in
      book.put(change, owner: call.owner, call.now)
    }
  }

  /// Removes a job, with its pause switch.
  package func remove(_ job: JobID, expected: Int64?, token: RunID) async throws(ClaimsUnavailable) -> StoredJobReply {
    try await changing(job, next: nil) { book, call in
      book.remove(job, expected: expected, token: token, call.now)
    }
  }

  /// Which jobs are due next.
  package func head(_ question: StoreHeadQuestion) async throws(ClaimsUnavailable) -> StoreHead {
    try one { book, memory, _ in book.head(question) }
  }

  /// Jobs by id.
  package func load(_ jobs: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [StoredJob?] {
    try one { book, memory, _ in
      jobs.map { question in
        memory.loaded(question.id, in: book)
        return book.load(question)
      }
    }
  }

  /// Corrects the places of jobs in the order of what is due.
  package func place(_ places: [StoredJobPlace]) async throws(ClaimsUnavailable) {
    try one { book, _, _ in for place in places { book.place(place) } }
  }

  /// Names of jobs.
  package func list(after job: JobID?, limit: Int) async throws(ClaimsUnavailable) -> [JobID] {
    try one { book, _, _ in book.list(after: job, limit: limit) }
  }

  private func changing(
    _ job: JobID, next: Instant?, _ body: (inout FleetBook, Call) -> StoredJobReply
  ) async throws(ClaimsUnavailable) -> StoredJobReply {
    let (reply, before, after) = try one { book, memory, call in
      let before = book.changes
      let reply = body(&book, call)
      memory.loaded(job, in: book)
      return (reply, before, book.changes)
    }
    if after != before {
      announce(.jobChanged(job, next: next, before: "\(before)", changes: "\(after)"))
    }
    return reply
  }
}
