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

  /// What the other jobs count, where one of so many uses is the asker's own.
  func slots(of key: String, besides own: Int) -> Int? {
    guard let use = uses[key], use.jobs > own else { return nil }
    return use.slots
  }
}

extension SchedulerStateMachine {
  /// Refuses a job that counts the slots of a lock otherwise than the jobs that use it already.
  func refuseOtherSlots(_ definition: JobDefinition) throws(SchedulerError) {
    let key = definition.lockKey
    let before = slots[definition.id].flatMap { jobs[$0]?.definition }
    let isOwn = before?.options.lock != nil && before?.lockKey == key
    var others = lockSlots.slots(of: key, besides: isOwn ? 1 : 0)
    if definition.options.lock != nil, key != definition.id.rawValue,
      let owner = slots[JobID(key)].flatMap({ jobs[$0] })
    {
      // The job whose own lock is named so.
      if owner.definition.lockKey == key { others = owner.definition.instanceLimit }
    }
    guard let others, others != definition.instanceLimit else { return }
    throw SchedulerError(
      .invalidOption,
      "the lock '\(key)' lets in \(others) runs at a time for the jobs that use it already, and \(definition.instanceLimit) "
        + "for this one: give all of them the same maxInstances (1 unless given, 16 with overlap allow)",
      job: definition.id)
  }
}
