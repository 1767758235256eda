import CivilTime
import Scheduling

/// What this process has read of its fleet: kept for a second, so that however many ask, Redis is asked once.
actor FleetMirror {
  /// What was read.
  struct Content: Sendable {
    var view: FleetView?
    /// All jobs that the fleet knows; read less often, for it walks through the server's keys.
    var jobs: [JobID: FleetJob] = [:]
    /// The newest rows, oldest first.
    var rows: [RunRecord] = []
    /// The same of each job.
    var rowsOfJobs: [JobID: [RunRecord]] = [:]
    /// Counts the rows that were read after the first reading, so that a listener knows which of them are new to it.
    var rowsRead = 0
    /// Counts the readings.
    var reading = 0
    var readAt = MonotonicTime(nanoseconds: .min)
    /// Why the last reading failed; nil when it succeeded.
    var error: String?
    /// Why the jobs of other replicas are known from their runs alone, such as a Redis user that may not SCAN.
    var jobsError: String?
  }

  private let archive: any FleetArchive
  private let goesByItself: Bool
  private var content = Content()
  private var place: String?
  private var jobsReadAt: MonotonicTime?
  private var reading: (task: Task<Content, Never>, changes: Int)?
  /// Counts the changes through this process: a reading that began before one does not have it.
  private var changes = 0

  private static let lifetime = Duration.seconds(1)
  private static let jobsLifetime = Duration.seconds(30)
  private static let mostRows = 10_000
  private static let mostRowsOfJob = 400

  init(_ archive: any FleetArchive, goesByItself: Bool) {
    self.archive = archive
    self.goesByItself = goesByItself
  }

  /// The content, at most a second old and newer than the last change through this process; who comes while it is being
  /// read waits for it.
  func recent() async -> Content {
    while let reading {
      let content = await reading.task.value
      if reading.changes == changes { return content }
    }
    if goesByItself, MonotonicTime.now() - content.readAt < Self.lifetime { return content }
    let task = Task { await read() }
    reading = (task, changes)
    return await task.value
  }

  /// The next question is answered from the fleet: something was changed through this process.
  func expire() {
    content.readAt = MonotonicTime(nanoseconds: .min)
    changes += 1
  }

  private func read() async -> Content {
    let (now, begun) = (MonotonicTime.now(), changes)
    defer { reading = nil }
    do throws(ClaimsUnavailable) {
      let view = try await archive.fleetView()
      let rows = try await archive.fleetRows(after: place, limit: Self.mostRows)
      if !goesByItself || jobsReadAt.map({ now - $0 > Self.jobsLifetime }) ?? true {
        do throws(ClaimsUnavailable) {
          let jobs = try await archive.fleetJobs()
          content.jobs = Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
          content.jobsError = nil
        } catch {
          content.jobsError = error.message
        }
        jobsReadAt = now
      }
      content.view = view
      take(rows)
      if content.jobsError != nil { knowJobsByRuns() }
      content.error = nil
    } catch {
      content.error = error.message
    }
    content.reading += 1
    if begun == changes { content.readAt = now }
    return content
  }

  /// What has run in the fleet is a job that the fleet knows.
  private func knowJobsByRuns() {
    content.jobs = content.rowsOfJobs.reduce(into: [:]) { jobs, rows in
      let last = rows.value.last { !$0.willRetry && $0.outcome.didRun }
      jobs[rows.key] = FleetJob(
        id: rows.key, cursor: nil, since: nil, next: nil, lastRun: last, pauseNote: content.view?.pauses.jobs[rows.key])
    }
  }

  private func take(_ read: FleetRows) {
    let isFirst = place == nil
    place = read.place
    if read.hasGap {
      content.rows = []
      content.rowsOfJobs = [:]
    }
    // After a gap the rows are not news: they are what the fleet still has.
    if !isFirst, !read.hasGap { content.rowsRead += read.rows.count }
    guard !read.rows.isEmpty else { return }
    content.rows.append(contentsOf: read.rows)
    if content.rows.count > Self.mostRows { content.rows.removeFirst(content.rows.count - Self.mostRows) }
    for row in read.rows { content.rowsOfJobs[row.job, default: []].append(row) }
    for job in Set(read.rows.map(\.job)) {
      guard let count = content.rowsOfJobs[job]?.count, count > Self.mostRowsOfJob else { continue }
      content.rowsOfJobs[job]?.removeFirst(count - Self.mostRowsOfJob)
    }
  }
}
