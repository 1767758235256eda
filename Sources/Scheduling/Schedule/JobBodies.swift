/// What the jobs of a schedule file do: a body or a pipeline for each, by the job's id, or by the name that the job has
/// under `handler`.
///
/// ```swift
/// var bodies: JobBodies = ["driver-inactivity-check": { run in … }]
/// bodies["cleanup-expired-sessions"] = { run in … }
/// bodies[pipeline: "vehicles-sync"] = Pipeline { Pipeline.Stage("pull") { _ in … } }
/// bodies[handler: "suppliers.import-stock"] = { run in … }   // for each job with this handler
/// ```
/// A `handler` may also be the name of a ``JobHandler`` that the scheduler was made with; it needs no body here.
public struct JobBodies: Sendable, ExpressibleByDictionaryLiteral {
  /// What one job does.
  public typealias Body = @Sendable (RunContext) async throws -> Void

  enum Work: Sendable {
    case body(Body)
    case pipeline(Pipeline)
    /// A ``JobHandler`` that the scheduler was made with.
    case registered(String)
  }

  private(set) var jobs: [JobID: Work] = [:]
  private(set) var handlers: [String: Work] = [:]
  /// The first id that a literal holds twice.
  private(set) var repeated: JobID?

  /// No bodies yet.
  public init() {}

  /// Bodies by id. An id that is there twice is refused when the bodies are bound.
  public init(dictionaryLiteral elements: (JobID, Body)...) {
    for (id, body) in elements {
      if jobs.updateValue(.body(body), forKey: id) != nil { repeated = repeated ?? id }
    }
  }

  /// The body of a job; nil when it has none.
  public subscript(id: JobID) -> Body? {
    get { jobs[id]?.body }
    set { jobs[id] = newValue.map(Work.body) }
  }

  /// The pipeline of a job; nil when it has none. A job whose schedule names stages under `pipeline` must have it, with
  /// the same stages in the same order.
  public subscript(pipeline id: JobID) -> Pipeline? {
    get { jobs[id]?.pipeline }
    set { jobs[id] = newValue.map(Work.pipeline) }
  }

  /// The body of every job with this `handler`.
  public subscript(handler name: String) -> Body? {
    get { handlers[name]?.body }
    set { handlers[name] = newValue.map(Work.body) }
  }
}

extension JobBodies.Work {
  var body: JobBodies.Body? {
    if case .body(let body) = self { body } else { nil }
  }

  var pipeline: Pipeline? {
    if case .pipeline(let pipeline) = self { pipeline } else { nil }
  }
}

extension ScheduleFile {
  /// What each job does. Jobs and bodies must match one to one: a job that does nothing and a body that never runs are
  /// both mistakes.
  func bind(
    _ bodies: JobBodies, to jobs: [ResolvedJob], registered: Set<String>, allowsUnused: Bool = false
  ) throws(ScheduleFileError) -> [JobID: JobBodies.Work] {
    var faults: [ScheduleFileError] = []
    if let id = bodies.repeated { faults.append(fault(id, "has two bodies in the code: keep one")) }
    var bound: [JobID: JobBodies.Work] = [:]
    for job in jobs {
      do throws(ScheduleFileError) { bound[job.id] = try work(of: job, bodies, registered) } catch {
        faults += error.faults
      }
    }
    let missing = Set(bodies.jobs.keys).subtracting(jobs.filter { $0.handler == nil }.map(\.id)).sorted()
    let known = Set(jobs.map(\.id))
    for id in missing where known.contains(id) {
      faults.append(
        fault(id, "has both a handler in the schedule and a body of its own in the code: keep one", "handler"))
    }
    let unknown = allowsUnused ? [] : missing.filter { !known.contains($0) }
    if let id = unknown.first {
      let all = unknown.map(\.rawValue).joined(separator: ", ")
      faults.append(
        fault(id, "the code has a body for \(all), which the schedule does not have: add it, or remove the body"))
    }
    for name in Set(bodies.handlers.keys).subtracting(jobs.compactMap(\.handler)).sorted() where !allowsUnused {
      faults.append(
        ScheduleFileError(
          key: ["jobs"],
          "the code has the handler '\(name)', which no job names: write handler: \(name), or remove it"))
    }
    if let error = ScheduleFileError(faults) { throw source.locate(error) }
    return bound
  }

  private func work(
    of job: ResolvedJob, _ bodies: JobBodies, _ registered: Set<String>
  ) throws(ScheduleFileError) -> JobBodies.Work {
    let work: JobBodies.Work
    if let name = job.handler {
      if let handler = bodies.handlers[name] {
        work = handler
      } else if registered.contains(name) {
        work = .registered(name)
      } else {
        let known = registered.union(bodies.handlers.keys)
        throw fault(job.id, "the code has no handler '\(name)'\(hint(name, known))", "handler")
      }
    } else {
      guard let body = bodies.jobs[job.id] else {
        throw fault(job.id, "has no body in the code\(hint(job.id.rawValue, bodies.jobs.keys.map(\.rawValue)))")
      }
      work = body
    }
    switch (work, job.pipeline) {
    case (.pipeline(let pipeline), let stages?):
      do throws(SchedulerError) {
        try pipeline.check(names: stages, of: job.id)
      } catch {
        throw fault(job.id, error.message, "pipeline")
      }
    case (.body, _?), (.registered, _?):
      throw fault(job.id, "names stages, but the code has a body without stages: bind a Pipeline", "pipeline")
    case (.pipeline(let pipeline), nil):
      let stages = pipeline.stageNames.joined(separator: ", ")
      throw fault(job.id, "the code has a pipeline for it: name its stages, pipeline: [\(stages)]")
    case (.body, nil), (.registered, nil): break
    }
    return work
  }

  private func fault(_ id: JobID, _ message: String, _ key: String...) -> ScheduleFileError {
    source.locate(ScheduleFileError(key: ["jobs", id.rawValue] + key, message))
  }

  private func hint(_ typed: String, _ names: some Sequence<String>) -> String {
    nearestWord(to: typed, among: Array(names.prefix(200))).map { "; did you mean '\($0)'?" } ?? ""
  }
}
