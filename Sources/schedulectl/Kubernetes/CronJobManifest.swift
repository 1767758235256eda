import Cron
import Scheduling

/// A job as a Kubernetes CronJob, as far as one can say it.
struct CronJobManifest {
  let name: String
  private let job: ResolvedJob
  private let schedule: String
  private let timeZone: String?
  /// What the job says and a CronJob cannot.
  private(set) var notes: [String] = []

  /// Nil where a CronJob cannot be due when the job is; the reason is appended to `reasons`.
  init?(_ job: ResolvedJob, reasons: inout [String]) {
    self.job = job
    name = Self.label(job.id.rawValue)
    switch Self.schedule(job) {
    case .success(let (schedule, timeZone)): (self.schedule, self.timeZone) = (schedule, timeZone)
    case .failure(let reason):
      reasons.append("\(job.id) was left out: \(reason.text)")
      return nil
    }
    notes = Self.losses(job)
  }

  private struct Reason: Error {
    var text: String
  }

  private static func schedule(_ job: ResolvedJob) -> Result<(String, String?), Reason> {
    let trigger = (try? job.trigger.prepared(for: job.id)) ?? job.trigger
    if let interval = trigger as? IntervalTrigger {
      let minutes = interval.nanoseconds / 60_000_000_000
      guard interval.nanoseconds % 60_000_000_000 == 0, interval.anchor == .epoch else {
        return .failure(Reason(text: "'\(trigger.expression)' is not whole minutes counted from 1970"))
      }
      if minutes < 60, 60 % minutes == 0 { return .success(("*/\(minutes) * * * *", "Etc/UTC")) }
      if minutes % 60 == 0, minutes / 60 < 24, 24 % (minutes / 60) == 0 {
        return .success(("0 */\(minutes / 60) * * *", "Etc/UTC"))
      }
      if minutes == 1_440 { return .success(("0 0 * * *", "Etc/UTC")) }
      return .failure(
        Reason(text: "'\(trigger.expression)' does not divide an hour or a day, and cron begins anew with each"))
    }
    guard let cron = trigger as? CronTrigger else {
      return .failure(Reason(text: "a CronJob has a cron expression, and this is '\(trigger.expression)'"))
    }
    let written = try? cron.schedule.expression.converted(to: .standard)
    let text = written?.text ?? cron.schedule.expression.text
    let fields = text.split(separator: " ")
    guard fields.count == 5, text.utf8.allSatisfy({ "0123456789*/,- ".utf8.contains($0) || isLetter($0) }),
      !fields[2].contains("L"), !fields[2].contains("W"), !fields[4].contains("L"), !fields[4].contains("H"),
      !text.contains("H")
    else {
      return .failure(Reason(text: "Kubernetes does not read '\(text)'"))
    }
    return .success((text, cron.schedule.zone.identifier == "UTC" ? "Etc/UTC" : cron.schedule.zone.identifier))
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

  private static func losses(_ job: ResolvedJob) -> [String] {
    let options = job.options
    var losses: [String] = []
    func lose(_ isThere: Bool, _ words: String) { if isThere { losses.append(words) } }
    lose(job.trigger is IntervalTrigger, "its interval became a cron expression")
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
    lines += ["spec:", "  schedule: \(quoted(schedule))"]
    if let timeZone { lines.append("  timeZone: \(quoted(timeZone))") }
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
