/// How many slots the named locks have: as many for every job that uses one, or a job that counts two would get in beside
/// one that counts on being alone.
struct LockSlots {
  private var uses: [String: (slots: Int, jobs: Int)] = [:]

  mutating func use(_ key: String, _ slots: Int) {
    let jobs = uses[key]?.jobs ?? 0
    uses[key] = (slots, jobs + 1)
  }

  mutating func release(_ key: String) {
    guard let use = uses[key] else { return }
    uses[key] = use.jobs > 1 ? (use.slots, use.jobs - 1) : nil
  }

  /// Why a job that counts otherwise is refused.
  static func disagreement(
    _ key: String, others: Int, own: Int, of job: JobID, with other: JobID? = nil
  ) -> SchedulerError {
    SchedulerError(
      .invalidOption,
      "the lock '\(key)' lets in \(others) runs at a time for the jobs that use it already"
        + (other.map { ", such as \($0)" } ?? "") + ", and \(own) for this one: give all of them the same maxInstances "
        + "(defaults to 1, and to 16 with overlap allow)", job: job)
  }

  /// What the other jobs count, where one of so many uses is the asker's own.
  func slots(of key: String, besides own: Int) -> Int? {
    guard let use = uses[key], use.jobs > own else { return nil }
    return use.slots
  }
}

extension Conductor {
  /// Refuses a job that counts the slots of a lock otherwise than the jobs that use it already.
  func refuseOtherSlots(_ definition: JobDefinition) throws(SchedulerError) {
    let key = definition.lockKey
    let before = jobs.slot(definition.id).flatMap { jobs[$0]?.definition }
    let isOwn = before?.options.lock != nil && before?.lockKey == key
    var others = lockSlots.slots(of: key, besides: isOwn ? 1 : 0)
    if definition.options.lock != nil, key != definition.id.rawValue,
      let owner = jobs.slot(JobID(key)).flatMap({ jobs[$0] })
    {
      // The job whose own lock is named so.
      if owner.definition.lockKey == key { others = owner.definition.instanceLimit }
    }
    guard let others, others != definition.instanceLimit else { return }
    throw LockSlots.disagreement(key, others: others, own: definition.instanceLimit, of: definition.id)
  }
}
