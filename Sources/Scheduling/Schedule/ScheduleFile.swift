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
  /// `timezone`: where cron expressions are evaluated unless a job says otherwise; UTC unless given.
  public var timeZone: String?
  /// `defaults`: what holds for each job that does not say otherwise.
  public var defaults: ScheduleJob
  /// `jobs`: the jobs as they are written, without the defaults.
  public var jobs: [JobID: ScheduleJob]
  /// Where it was read from.
  package var source = ScheduleSource()

  /// A schedule.
  public init(timeZone: String? = nil, defaults: ScheduleJob = ScheduleJob(), jobs: [JobID: ScheduleJob]) {
    self.timeZone = timeZone
    self.defaults = defaults
    self.jobs = jobs
  }

  /// Reads a schedule.
  /// - Throws: ``ScheduleFileError`` without a file or line: a decoder does not know them.
  public init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(
      decoder, of: "timezone, defaults and jobs", known: ["timezone", "defaults", "jobs"])
    timeZone = try mapping.value("timezone", expected: "a zone's name such as Europe/Berlin")
    defaults = try mapping.value("defaults", expected: "a mapping of a job's keys") ?? ScheduleJob()
    guard let written = try mapping.value("jobs", as: ScheduleJobs.self, expected: "a mapping from id to job") else {
      throw ScheduleFileError(key: mapping.path, "the key 'jobs' is missing: a mapping from id to job")
    }
    jobs = written.jobs
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

  init(jobs: [JobID: ScheduleJob]) { self.jobs = jobs }

  init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: "jobs by id")
    jobs = [:]
    for key in mapping.keys {
      let id = JobID(key)
      if let fault = id.fault { throw mapping.error(key, fault) }
      jobs[id] = try mapping.value(key, as: ScheduleJob.self, expected: "a mapping of a job's keys")
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

  /// The error with its file and line: the line of its key or, where that was not written, of what should contain it.
  package func locate(_ error: ScheduleFileError) -> ScheduleFileError {
    var located = error
    located.file = file
    var key = error.key
    while lines[key] == nil, !key.isEmpty { key.removeLast() }
    located.line = lines[key]
    return located
  }
}
