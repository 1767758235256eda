import Cron
import Scheduling

/// A job as a Kubernetes CronJob, as far as one can say it.
struct CronJobManifest {
  let name: String
  private let job: ResolvedJob
  private let schedule: CronJobSchedule
  /// What the job says and a CronJob cannot.
  private(set) var notes: [String] = []

  /// Nil where a CronJob cannot be due when the job is; the reason is appended to `reasons`.
  init?(_ job: ResolvedJob, reasons: inout [String]) {
    self.job = job
    name = Self.label(job.id.rawValue)
    do throws(CronJobSchedule.Reason) {
      schedule = try CronJobSchedule(job)
    } catch {
      reasons.append("\(job.id) was left out: \(error.text)")
      return nil
    }
    notes = Self.losses(job)
  }

  private static func losses(_ job: ResolvedJob) -> [String] {
    let options = job.options
    var losses: [String] = []
    func lose(_ isThere: Bool, _ words: String) { if isThere { losses.append(words) } }
    lose(job.isInterval, "its interval became a cron expression")
    switch options.overlap {
    case .queueOne, .queueAll: losses.append("overlap: a CronJob cannot queue; Forbid skips the run, without a record")
    case .allow: lose(options.maxInstances != nil, "max-instances: Allow has no bound")
    case .skip, .cancelPrevious: break
    }
    if case .all = options.coalesce { losses.append("coalesce: at most one run is made up for") }
    lose(
      (options.misfireGrace.duration ?? .zero) < .seconds(10) && options.misfireGrace.duration != nil,
      "misfire-grace: Kubernetes looks every 10 seconds; 10 were written")
    lose(
      options.retry.map { $0.attempts > 1 } ?? false, "retry: the waits are Kubernetes' own, 10 s doubled up to 6 min")
    lose(options.lock != nil, "lock: jobs cannot exclude each other")
    lose(options.breaker != nil, "breaker: there is none")
    lose(options.jitter > .zero, "jitter: there is none")
    lose(options.pausesOnFailure, "pause-on-failure: there is none")
    lose(job.pipeline != nil, "pipeline: a run begins at the first stage unless the image keeps how far it came")
    lose(options.owner != nil, "owner and alerts: written as annotations, nobody is notified")
    lose(options.idempotency == nil, "no idempotency note: a CronJob may start a run twice, or not at all")
    return losses
  }

  /// A DNS label of at most 52 characters, which leaves room for what Kubernetes appends.
  static func label(_ id: String) -> String {
    var label = ""
    for character in id.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        label.append(character)
      } else if label.last != "-", !label.isEmpty {
        label.append("-")
      }
    }
    label = String(label.prefix(52))
    while label.last == "-" { label.removeLast() }
    return label.isEmpty ? "job" : label
  }

  func yaml(image: String, command: [String], namespace: String?, name: String) -> String {
    func quoted(_ text: String) -> String { JSONText.string(text).text }
    let options = job.options
    var lines = notes.map { "# - \($0)" }
    lines += ["apiVersion: batch/v1", "kind: CronJob", "metadata:", "  name: \(quoted(name))"]
    if let namespace { lines.append("  namespace: \(quoted(namespace))") }
    lines += ["  annotations:", "    swift-scheduling/job: \(quoted(job.id.rawValue))"]
    if let owner = options.owner?.responsible { lines.append("    swift-scheduling/responsible: \(quoted(owner))") }
    if let owner = options.owner?.accountable { lines.append("    swift-scheduling/accountable: \(quoted(owner))") }
    lines += [
      "spec:", "  schedule: \(quoted(schedule.text))", "  timeZone: \(quoted(schedule.timeZone))",
    ]
    lines.append("  concurrencyPolicy: \(concurrencyPolicy)")
    if let grace = options.misfireGrace.duration {
      lines.append("  startingDeadlineSeconds: \(max(10, grace.components.seconds))")
    }
    if options.startsPaused { lines.append("  suspend: true") }
    lines += ["  jobTemplate:", "    spec:", "      backoffLimit: \((options.retry?.attempts ?? 1) - 1)"]
    if let timeout = options.timeout {
      lines.append("      activeDeadlineSeconds: \(max(1, timeout.components.seconds))")
    }
    lines += ["      template:", "        spec:", "          restartPolicy: Never", "          containers:"]
    lines += ["            - name: job", "              image: \(quoted(image))"]
    let words = command.map { $0.replacing("{id}", with: job.id.rawValue) }
    lines.append("              args: [\(words.map(quoted).joined(separator: ", "))]")
    return lines.joined(separator: "\n")
  }

  private var concurrencyPolicy: String {
    switch job.options.overlap {
    case .skip, .queueOne, .queueAll: "Forbid"
    case .allow: "Allow"
    case .cancelPrevious: "Replace"
    }
  }
}

extension ResolvedJob {
  /// Due by elapsed time.
  fileprivate var isInterval: Bool {
    if let cron = trigger as? CronTrigger, case .interval = cron.schedule.expression.kind { return true }
    return trigger is IntervalTrigger
  }
}
