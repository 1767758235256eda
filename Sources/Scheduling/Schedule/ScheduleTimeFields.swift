/// The keys that change when a trigger is due: of a job, and of a part of `any` or `all`.
enum ScheduleTimeFields {
  static func all<Root: ScheduleTimes>() -> [ScheduleField<Root>] {
    [
      .init("dialect", \.dialect, .word(), "with `cron`: how the expression is read", unlessGiven: "standard"),
      .init(
        "timezone", \.timeZone, .text("a zone's name such as Europe/Berlin"),
        "with `cron`, `calendar`, `rrule` and `exclude`: on whose clocks it is due", unlessGiven: "the file's"),
      .init("gap", \.gap, .word(), "with `cron`: a local time that the clocks jump over", unlessGiven: "shift"),
      .init(
        "overlap-time", \.overlapTime, .word(), "with `cron`: a local time that the clocks show twice",
        unlessGiven: "first"),
      .init("anchor", \.anchor, .instant, "with `every`: one of its instants", unlessGiven: "1970-01-01T00:00:00Z"),
      .init("start", \.start, .instant, "no instant is earlier; beside a trigger that repeats"),
      .init("end", \.end, .instant, "no instant is later; beside a trigger that repeats"),
      .init("limit", \.limit, .integer(1...1_000_000), "how many instants there are, counted from `start`"),
      .init(
        "exclude", \.exclude, .exclusions,
        "when it is not due; a member has one of `weekdays`, `dates`, `annual-days`, `daily`, `cron`"),
    ]
  }
}
