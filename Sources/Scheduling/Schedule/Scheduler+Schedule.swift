extension Scheduler {
  /// Adds every job of a schedule file, each with its body: all of them, or none.
  ///
  /// ```swift
  /// let schedule = try ScheduleFile(contentsOfFile: "delivery-app.yaml")  // import SchedulingYAML
  /// try await scheduler.add(schedule, bodies: [
  ///   "driver-inactivity-check": { run in try await drivers.markSilent(at: run.scheduledAt) }
  /// ])
  /// ```
  /// - Throws: ``ScheduleFileError``, with file and line where the schedule was read from a file: for a job without a
  ///   body, a body without a job, and whatever a trigger or a policy is refused for.
  public func add(_ schedule: ScheduleFile, bodies: JobBodies) async throws {
    let jobs = try schedule.resolved()
    try schedule.check(bodies)
    var added: [JobID] = []
    do {
      for job in jobs {
        guard let body = bodies[job.id] else { continue }
        try await add(job.id, job.trigger, options: job.options, body)
        added.append(job.id)
      }
    } catch {
      for id in added { try? await remove(id) }
      let failed = jobs[added.count].id
      throw schedule.source.locate(ScheduleFileError(key: ["jobs", failed.rawValue], JobResolver.oneLine(error)))
    }
  }
}

extension ScheduleFile {
  /// Jobs and bodies must match one to one: a job that does nothing and a body that never runs are both mistakes.
  func check(_ bodies: JobBodies) throws(ScheduleFileError) {
    if let id = bodies.repeated {
      throw source.locate(ScheduleFileError(key: ["jobs", id.rawValue], "has two bodies in the code: keep one"))
    }
    let bodies = Set(bodies.bodies.keys)
    let ids = bodies.map(\.rawValue)
    for id in jobs.keys.sorted() where !bodies.contains(id) {
      let meant = nearestWord(to: id.rawValue, among: ids).map { "; did you mean '\($0)'?" } ?? ""
      throw source.locate(
        ScheduleFileError(key: ["jobs", id.rawValue], "has no body in the code\(meant)"))
    }
    let missing = bodies.subtracting(jobs.keys).sorted()
    if let id = missing.first {
      let all = missing.map(\.rawValue).joined(separator: ", ")
      throw source.locate(
        ScheduleFileError(
          key: ["jobs", id.rawValue],
          "the code has a body for \(all), which the schedule does not have: add it, or take the body away"))
    }
  }
}
