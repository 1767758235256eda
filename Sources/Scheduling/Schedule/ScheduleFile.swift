/// A schedule as data: time zone, defaults, and jobs by id. Bodies are bound to the ids in code.
///
/// The same model is read from YAML and JSON; `SchedulingYAML` reads both from files, with errors that name the line.
/// ```yaml
/// timezone: UTC
/// defaults: { timeout: 10m, overlap: skip }
/// jobs:
///   driver-inactivity-check: { cron: "*/5 * * * *" }
/// ```
/// A key that is unknown, has no value, or asks for something that this version cannot do is an error, never ignored.
public struct ScheduleFile: Sendable, Codable {
  /// `timezone`: where cron expressions are evaluated unless a job says otherwise; defaults to UTC.
  public var timeZone: String?
  /// `defaults`: what holds for each job that does not say otherwise.
  package var defaults: ScheduleJob
  /// `jobs`: the jobs as they are written, without the defaults.
  package var jobs: [JobID: ScheduleJob]
  /// Where it was read from.
  package var source = ScheduleSource()

  /// The ids of its jobs, in their order as text.
  public var jobIDs: [JobID] { jobs.keys.sorted() }

  /// A schedule.
  package init(timeZone: String? = nil, defaults: ScheduleJob = ScheduleJob(), jobs: [JobID: ScheduleJob]) {
    self.timeZone = timeZone
    self.defaults = defaults
    self.jobs = jobs
  }

  /// Reads a schedule.
  /// - Throws: ``ScheduleFileError`` without a file or line: a decoder does not know them.
  public init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: "timezone, defaults and jobs")
    var faults = FaultCollector()
    faults.add(mapping.unknown(["timezone", "defaults", "jobs"]))
    timeZone = try faults.collect {
      try mapping.value("timezone", expected: "a zone's name such as Europe/Berlin")
    }.flatMap(\.self)
    let defaults = try faults.collect {
      try mapping.value("defaults", as: ScheduleJob.self, expected: "a mapping of a job's keys") ?? ScheduleJob()
    }
    self.defaults = defaults ?? ScheduleJob()
    let written = try faults.collect {
      guard let written = try mapping.value("jobs", as: ScheduleJobs.self, expected: "a mapping from id to job") else {
        throw ScheduleFileError(key: mapping.path, "the key 'jobs' is missing: a mapping from id to job")
      }
      return written
    }
    jobs = written?.jobs ?? [:]
    faults.add(ScheduleFileError(written?.faults ?? []))
    guard !faults.faults.isEmpty else { return }
    // What can be read is checked as well, so that all faults are reported at once. Without the defaults it cannot be.
    if defaults != nil, let written { faults.add(ScheduleFileError(self.faults(passingOver: written.unread))) }
    try faults.finish()
  }

  /// Writes the schedule as ``init(from:)`` reads it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ScheduleKey.self)
    try container.encodeIfPresent(timeZone, forKey: ScheduleKey("timezone"))
    if defaults != ScheduleJob() { try container.encode(defaults, forKey: ScheduleKey("defaults")) }
    try container.encode(ScheduleJobs(jobs: jobs), forKey: ScheduleKey("jobs"))
  }
}

/// `jobs`: a mapping in which every key is an id.
private struct ScheduleJobs: Codable {
  var jobs: [JobID: ScheduleJob]
  /// What is wrong with some of the jobs, and which those are.
  var faults: [ScheduleFileError] = []
  var unread: Set<JobID> = []

  init(jobs: [JobID: ScheduleJob]) { self.jobs = jobs }

  init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: "jobs by id")
    jobs = [:]
    for key in mapping.keys {
      let id = JobID(key)
      var collector = FaultCollector()
      if let fault = id.fault { collector.add(mapping.error(key, fault)) }
      let job = try collector.collect {
        try mapping.value(key, as: ScheduleJob.self, expected: "a mapping of a job's keys")
      }
      jobs[id] = job.flatMap(\.self) ?? ScheduleJob()
      if !collector.faults.isEmpty {
        faults += collector.faults
        unread.insert(id)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ScheduleKey.self)
    for (id, job) in jobs.sorted(by: { $0.key < $1.key }) {
      try container.encode(job, forKey: ScheduleKey(id.rawValue))
    }
  }
}

/// Which file a schedule came from, and the line of each key.
package struct ScheduleSource: Sendable {
  package var file: String?
  package var lines: [[String]: Int] = [:]

  package init(file: String? = nil, lines: [[String]: Int] = [:]) {
    self.file = file
    self.lines = lines
  }

  /// The error with its file and line: the line of its key or, where that was not written, of what should contain it. Of
  /// several faults each has its own, and they are in the order of the lines.
  package func locate(_ error: ScheduleFileError) -> ScheduleFileError {
    let located = error.faults.map { fault in
      var located = fault
      located.file = file
      if located.line == nil {
        var key = fault.key
        while lines[key] == nil, !key.isEmpty { key.removeLast() }
        located.line = lines[key]
      }
      return located
    }
    guard located.count > 1 else { return located.first ?? error }
    let ordered = located.enumerated().sorted { a, b in
      (a.element.line ?? 0, a.offset) < (b.element.line ?? 0, b.offset)
    }
    return ScheduleFileError(ordered.map(\.element)) ?? error
  }
}
