import CivilTime
import Cron

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

let start = try Instant(rfc3339: "2026-03-01T12:00:00Z")
let newYork = try Zone(named: "America/New_York")

/// Steps from each result to the next, as a scheduler does; starts anew when the schedule ends.
func next(_ name: String, _ text: String, _ zone: Zone) throws {
  let schedule = try CronSchedule(text, in: zone)
  var instant = start
  row(name) { instant = schedule.next(after: instant) ?? start }
  keep(instant)
}

func previous(_ name: String, _ text: String, _ zone: Zone) throws {
  let schedule = try CronSchedule(text, in: zone)
  var instant = start
  row(name) { instant = schedule.previous(before: instant) ?? start }
  keep(instant)
}

for (name, text) in [
  ("every minute", "* * * * *"), ("every 5 minutes", "*/5 * * * *"), ("daily at 02:30", "30 2 * * *"),
  ("office hours", "*/15 9-17 * * MON-FRI"), ("last Friday", "30 2 * * 5L"), ("29 February", "0 0 29 2 *"),
  ("29 February on Sunday", "0 0 29 2 +SUN"),
] {
  try next("cron next, \(name), UTC", text, .utc)
  try next("cron next, \(name), New York", text, newYork)
}
try previous("cron previous, every minute, New York", "* * * * *", newYork)
try previous("cron previous, 29 February, New York", "0 0 29 2 *", newYork)
try next("cron next, impossible, New York", "0 0 31 2 *", newYork)

for (name, text) in [
  ("every minute", "* * * * *"), ("office hours", "*/15 9-17 * * MON-FRI"),
  ("long", "0,10,20,30 5-59/15 1-3,5 L JAN-JUN,12 MON#1,FRI#L"),
] {
  row("cron parse, \(name)") { keep(try? CronExpression(text)) }
}
row("cron parse, impossible date") { keep(try? CronExpression("0 0 31 2 *")) }
row("cron parse, refused") { keep(try? CronExpression("0 25 * * *")) }

// A path in TZ is read anew each time.
setenv("TZ", "/usr/share/zoneinfo/America/New_York", 1)
row("zone load, New York") { keep(try? Zone.current()) }
row("zone by name, cached") { keep(try? Zone(named: "America/New_York")) }
