import CivilTime
import Cron

extension DateTrigger: CodableTrigger {
  /// "at".
  public static var kind: String { "at" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.container(keyedBy: TriggerKey.self).instant(.at))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(instant, forKey: .at)
  }
}

extension IntervalTrigger: CodableTrigger {
  /// "every".
  public static var kind: String { "every" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    try self.init(fields.value(.every, parsedDuration), anchor: fields.instant(.anchor))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(durationText(nanoseconds), forKey: .every)
    try fields.encode(anchor, forKey: .anchor)
  }
}

extension CronTrigger: CodableTrigger {
  /// "cron".
  public static var kind: String { "cron" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    let takesSeedFromJob = try fields.decodeIfPresent(Bool.self, forKey: .seedFromJob) ?? false
    let seed = try fields.decodeIfPresent(String.self, forKey: .seed)
    let expression = try CronExpression(
      fields.decode(String.self, forKey: .expression), dialect: fields.value(.dialect, CronDialect.self),
      seed: takesSeedFromJob ? "" : seed, dayMatch: fields.value(.dayMatch, CronDayMatch.self))
    let schedule = CronSchedule(
      expression, in: try fields.zone(.timezone), gap: try fields.value(.gap, Zone.GapPolicy.self),
      overlap: try fields.value(.overlapTime, Zone.OverlapPolicy.self), anchor: try fields.instant(.anchor))
    self.init(schedule, takesSeedFromJob: takesSeedFromJob)
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    let read = schedule.expression
    try fields.encode(read.text, forKey: .expression)
    try fields.encode(read.dialect.rawValue, forKey: .dialect)
    try fields.encode(read.dayMatch.rawValue, forKey: .dayMatch)
    try fields.encode(zone: schedule.zone)
    try fields.encode(schedule.gap.rawValue, forKey: .gap)
    try fields.encode(schedule.overlap.rawValue, forKey: .overlapTime)
    try fields.encode(schedule.anchor, forKey: .anchor)
    if takesSeedFromJob {
      try fields.encode(true, forKey: .seedFromJob)
    } else {
      try fields.encodeIfPresent(ownSeed, forKey: .seed)
    }
  }
}

extension RecurrenceTrigger: CodableTrigger {
  /// "rrule".
  public static var kind: String { "rrule" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    try self.init(
      fields.decode(String.self, forKey: .rule), starting: fields.instant(.start), in: fields.zone(.timezone))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(rule, forKey: .rule)
    try fields.encode(start, forKey: .start)
    try fields.encode(zone: zone)
  }
}

extension CalendarIntervalTrigger: CodableTrigger {
  /// "calendar".
  public static var kind: String { "calendar" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    let interval = CalendarInterval(
      try fields.decode(Int.self, forKey: .every), try fields.value(.unit, CalendarInterval.Unit.self))
    try self.init(
      every: interval, from: fields.value(.from, CivilDate.init(coded:)), at: fields.value(.at) { try TimeOfDay($0) },
      in: fields.zone(.timezone), dayOverflow: fields.value(.dayOverflow, DayOverflow.self))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(interval.count, forKey: .every)
    try fields.encode(interval.unit.rawValue, forKey: .unit)
    try fields.encode("\(anchor)", forKey: .from)
    try fields.encode("\(time)", forKey: .at)
    try fields.encode(zone: zone)
    try fields.encode(dayOverflow.rawValue, forKey: .dayOverflow)
  }
}
