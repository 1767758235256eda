import CivilTime
import Cron
import Scheduling

/// When a CronJob is due: a cron expression as Kubernetes reads it, in a zone.
struct CronJobSchedule {
  var text: String
  var timeZone: String

  /// Why a CronJob cannot be due when a job is.
  struct Reason: Error {
    var text: String
  }

  init(_ job: ResolvedJob) throws(Reason) {
    let trigger = (try? job.trigger.prepared(for: job.id)) ?? job.trigger
    switch trigger {
    case let bounded as BoundedTrigger:
      let keys = [("start", bounded.start != nil), ("end", bounded.end != nil), ("limit", bounded.limit != nil)]
      let names = keys.filter(\.1).map(\.0).joined(separator: " and ")
      throw Reason(
        text:
          "a CronJob runs until it is deleted or suspended, so it cannot say \(names): remove \(names) from the job, and "
          + "create or delete the CronJob then")
    case is ExcludingTrigger:
      throw Reason(text: "a CronJob has no exceptions: remove 'exclude', or have the body return at those times")
    case is AnyOfTrigger, is AllOfTrigger:
      throw Reason(
        text: "a CronJob has one cron expression, and '\(trigger.expression.printable())' is made of several")
    case let interval as IntervalTrigger:
      try self.init(nanoseconds: interval.nanoseconds, anchor: interval.anchor, trigger.expression)
    case let cron as CronTrigger:
      if case .interval(let interval) = cron.schedule.expression.kind {
        try self.init(nanoseconds: interval.nanoseconds, anchor: cron.schedule.anchor, trigger.expression)
      } else {
        try self.init(cron.schedule)
      }
    default:
      throw Reason(text: "a CronJob has a cron expression, and this is '\(trigger.expression.printable())'")
    }
  }

  /// An interval that begins anew with each hour or day anyway, on the grid that its anchor lies on.
  private init(nanoseconds: Int64, anchor: Instant, _ expression: String) throws(Reason) {
    let minute: Int64 = 60_000_000_000
    guard nanoseconds % minute == 0 else {
      throw Reason(text: "a CronJob is due at whole minutes, and '\(expression)' is not")
    }
    let minutes = Int(clamping: nanoseconds / minute)
    guard (60 % minutes == 0) || (minutes % 60 == 0 && 1_440 % minutes == 0) else {
      throw Reason(text: "'\(expression)' does not divide an hour or a day, and cron begins anew with each")
    }
    let remainder = anchor.nanosecondsSince1970 % (1_440 * minute)
    let fromMidnight = remainder < 0 ? remainder + 1_440 * minute : remainder
    guard fromMidnight % minute == 0 else {
      throw Reason(text: "a CronJob is due at whole minutes, and the anchor \(anchor) of '\(expression)' is not at one")
    }
    let offset = Int(fromMidnight / minute) % minutes
    timeZone = "Etc/UTC"
    if minutes <= 60 {
      text = "\(Self.steps(from: offset, by: minutes, below: 60)) * * * *"
    } else {
      text = "\(offset % 60) \(Self.steps(from: offset / 60, by: minutes / 60, below: 24)) * * *"
    }
  }

  private static func steps(from offset: Int, by step: Int, below end: Int) -> String {
    if step == end { return "\(offset)" }
    if step == 1 { return "*" }
    return offset == 0 ? "*/\(step)" : "\(offset)-\(end - 1)/\(step)"
  }

  private init(_ schedule: CronSchedule) throws(Reason) {
    let expression = schedule.expression
    let standard = (try? expression.converted(to: .standard)) ?? expression
    // Sunday is 0 alone in Kubernetes. Quartz numbers weekdays otherwise, so that what comes back has names.
    let plain = (try? standard.converted(to: .quartz)).flatMap { try? $0.converted(to: .standard) }
    guard let read = [standard, plain].compactMap({ $0?.text }).first(where: KubernetesCron.reads) else {
      throw Reason(text: "Kubernetes does not read '\(standard.text.printable())'")
    }
    text = read
    timeZone = schedule.zone.identifier == "UTC" ? "Etc/UTC" : schedule.zone.identifier
  }
}

/// The cron expressions that Kubernetes reads: five fields of numbers, names, ranges and steps, and seven macros.
enum KubernetesCron {
  /// `@every` is read there too, but counts from when the CronJob was made.
  private static let macros: Set = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  static func reads(_ text: String) -> Bool {
    if macros.contains(text) { return true }
    let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard fields.count == 5 else { return false }
    return reads(fields[0], 0...59) && reads(fields[1], 0...23) && reads(fields[2], 1...31)
      && reads(fields[3], 1...12, months, from: 1) && reads(fields[4], 0...6, days, from: 0)
  }

  private static func reads(
    _ field: Substring, _ bounds: ClosedRange<Int>, _ names: [String] = [], from first: Int = 0
  ) -> Bool {
    func number(_ text: Substring) -> Int? {
      if let index = names.firstIndex(of: text.lowercased()) { return index + first }
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return Int(text).flatMap { bounds.contains($0) ? $0 : nil }
    }
    return field.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { item in
      let parts = item.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let base = parts.first else { return false }
      if parts.count == 2 {
        guard let step = Int(parts[1]), step > 0, step <= bounds.upperBound - bounds.lowerBound + 1 else {
          return false
        }
      }
      if base == "*" || base == "?" { return true }
      let ends = base.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2, let from = ends.first.flatMap(number) else { return false }
      guard ends.count == 2 else { return true }
      return number(ends[1]).map { from <= $0 } ?? false
    }
  }
}
