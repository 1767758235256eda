import Scheduling
import SchedulingYAML
import Testing

/// What an operator reads at start when the file is wrong: file, line, key, and what would be right.
@Suite("Errors in a schedule file name the place and what would be right")
struct ScheduleErrorTests {
  func message(_ yaml: String) -> String {
    do {
      _ = try ScheduleFile(yaml: yaml, file: "s.yaml").resolved()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "Keys",
    arguments: [
      ("jobs:\n  a: { corn: '0 2 * * *' }", "s.yaml:2: jobs.a.corn: unknown key 'corn'; did you mean 'cron'?"),
      (
        "time-zone: UTC\njobs: {}",
        "s.yaml:1: time-zone: unknown key 'time-zone'; did you mean 'timezone'?"
      ),
      (
        "jobs:\n  a:\n    every: 1s\n    misfire_grace: 5s",
        "s.yaml:4: jobs.a.misfire_grace: unknown key 'misfire_grace'; did you mean 'misfire-grace'?"
      ),
      (
        "jobs:\n  a:\n    every: 1s\n    owner: { responsable: me }",
        "s.yaml:4: jobs.a.owner.responsable: unknown key 'responsable'; did you mean 'responsible'?"
      ),
      (
        "jobs:\n  a:\n    every: 1s\n    retry: { atempts: 3 }",
        "s.yaml:4: jobs.a.retry.atempts: unknown key 'atempts'; did you mean 'attempts'?"
      ),
      (
        "jobs:\n  a:\n    calendar: { month: 1, from: 2026-01-31 }",
        "s.yaml:3: jobs.a.calendar.month: unknown key 'month'; did you mean 'months'?"
      ),
      ("jobs:\n  a:\n    every:", "s.yaml:3: jobs.a.every: has no value; expected \(duration), or leave the key out"),
      ("jobs:\n  a: { every: 1s }\n  a: { every: 2s }", "s.yaml:2: a: the key is there twice in one mapping; keep one"),
      ("jobs:\n  ? [a, b]\n  : { every: 1s }", "s.yaml:2: jobs: a key must be a word, not a list or a mapping"),
      ("timezone: UTC", "s.yaml:1: the key 'jobs' is missing: a mapping from id to job"),
      ("", "s.yaml: is empty; expected the key 'jobs'"),
      ("jobs: [a]", "s.yaml:1: jobs: expected a mapping of jobs by id"),
      ("- a", "s.yaml:1: expected a mapping of timezone, defaults and jobs"),
      ("jobs:\n  a: 5", "s.yaml:2: jobs.a: expected a mapping of a job's keys"),
    ])
  func keys(_ yaml: String, _ expected: String) { #expect(message(yaml) == expected) }

  static let duration = "a whole number and a unit (ms, s, m, h, d) such as 15s"
  var duration: String { Self.duration }
  static let exclusions =
    "a list such as [{ weekdays: [saturday, sunday] }, { daily: { from: \"22:00\", to: \"06:00\" } }]"

  @Test(
    "Values",
    arguments: [
      ("every: 15", "every: '15' is not \(duration)"),
      ("every: 1.5h", "every: '1.5h' is not \(duration)"),
      ("every: -5s", "every: '-5s' is not \(duration)"),
      ("every: 99999999999d", "every: '99999999999d' is not \(duration)"),
      ("every: [1s]", "every: expected \(duration)"),
      ("at: tomorrow", "at: 'tomorrow' is not an RFC 3339 time such as 2026-11-21T10:31:00Z"),
      ("overlap: skipp", "overlap: unknown value 'skipp'; did you mean 'skip'?"),
      ("overlap: queueOne", "overlap: unknown value 'queueOne'; did you mean 'queue-one'?"),
      (
        "overlap: wait",
        "overlap: unknown value 'wait'; expected skip, allow, queue-one, cancel-previous, or { queue-all: 10 }"
      ),
      ("overlap: { queue-all: 0 }", "overlap.queue-all: 0 is not a whole number from 1 to 10000"),
      (
        "coalesce: newest",
        "coalesce: unknown value 'newest'; expected latest, discard, or { all: 5 } for the newest five"
      ),
      ("coalesce: { al: 3 }", "coalesce.al: unknown key 'al'; did you mean 'all'?"),
      ("max-instances: many", "max-instances: expected a whole number from 1 to 16"),
      ("paused: maybe", "paused: expected true or false"),
      ("tags: nightly", "tags: expected a list of words such as [billing, nightly]"),
      ("dialect: quarz", "dialect: unknown value 'quarz'; did you mean 'quartz'?"),
      ("overlap-time: twice", "overlap-time: unknown value 'twice'; expected one of first, last, both"),
      ("startup: false", "startup: is true or not there: a job that is not to start at start-up has another trigger"),
      ("after: { on: success }", "after.job: is missing: whose runs are waited for?"),
      ("after: { job: a, on: sucess }", "after.on: unknown value 'sucess'; did you mean 'success'?"),
      ("after: imprt", "after: there is no job 'imprt' in this file"),
      ("rrule: FREQ=DAILY", "rrule: needs 'start' beside it: the time at which the rule begins"),
      ("timeout: never", "timeout: 'never' is not \(duration), or none"),
      ("owner: me", "owner: expected a mapping of responsible and accountable"),
      ("max-instances: 17", "max-instances: 17 is not a whole number from 1 to 16"),
      (
        "priority: urgent",
        "priority: unknown value 'urgent'; expected low, medium, high, or a whole number from -1000 to 1000"
      ),
      ("priority: 2000", "priority: 2000 is not low, medium, high, or a whole number from -1000 to 1000"),
      ("retry: { attempts: 0 }", "retry.attempts: 0 is not a whole number from 1 to 1000"),
      ("retry: { attempts: 2, initial: 30 }", "retry.initial: '30' is not \(duration)"),
      ("retry: { attempts: 2, jitter: 20 }", "retry.jitter: 20.0 is not a share from 0 to 1 such as 0.2"),
      (
        "retry: { attempts: 2, backoff: linear }",
        "retry.backoff: unknown value 'linear'; expected fixed, exponential, or a list of durations such as [1s, 10s, 1m]"
      ),
      ("breaker: { failures: 3, cool-down: 10 }", "breaker.cool-down: '10' is not \(duration)"),
      ("recovery: rerunn", "recovery: unknown value 'rerunn'; did you mean 'rerun'?"),
      ("recovery: { rerun: 10 }", "recovery.rerun: '10' is not \(duration)"),
      ("claims-unreachable: wait", "claims-unreachable: unknown value 'wait'; expected one of hold, skip"),
      ("calendar: { from: 2026-01-31 }", "calendar: counts nothing; give it one of days, weeks, months, years"),
      ("calendar: { weeks: 2 }", "calendar.from: is missing: the first date, such as 2026-01-31"),
      (
        "calendar: { weeks: 2, days: 1, from: 2026-01-31 }",
        "calendar.days: a calendar counts one unit, and this one has weeks and days"
      ),
      ("calendar: { days: 2, from: 2026-02-30 }", "calendar.from: '2026-02-30' is not a date such as 2026-11-21"),
      ("exclude: []", "exclude: is empty; expected \(exclusions), or leave the key out"),
      ("alerts: { overdue-after: soon }", "alerts.overdue-after: 'soon' is not \(duration)"),
    ])
  func values(_ line: String, _ expected: String) {
    #expect(message("jobs:\n  a:\n    \(line)") == "s.yaml:3: jobs.a.\(expected)")
  }

  @Test("A value that is out of range names the job")
  func range() {
    #expect(message("jobs:\n  a:\n    every: 1s\n    lease: 2d").hasPrefix("s.yaml:2: jobs.a: lease is 1 second"))
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    lock: import.{supplier}").hasPrefix(
        "s.yaml:2: jobs.a: the lock 'import.{supplier}' names the argument 'supplier'"))
  }

  @Test("A job needs exactly one trigger")
  func triggers() {
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    cron: '* * * * *'")
        == "s.yaml:4: jobs.a.cron: a job has one trigger, and this one has every and cron")
    #expect(
      message("jobs:\n  a:\n    timeout: 1s")
        == "s.yaml:2: jobs.a: has no trigger; give it one of cron, every, at, calendar, rrule, any, all, after, "
        + "after-each-run, startup")
  }

  @Test("What goes with cron only is refused beside another trigger, and kept for cron jobs when it is a default")
  func cronOnly() {
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    timezone: Europe/Berlin")
        == "s.yaml:4: jobs.a.timezone: has no effect beside 'every': remove it")
    #expect(
      message("jobs:\n  a:\n    startup: true\n    end: 2030-01-01T00:00:00Z")
        == "s.yaml:4: jobs.a.end: has no effect beside 'startup': remove it")
    #expect(message("defaults: { timezone: Europe/Berlin }\njobs:\n  a: { every: 1s }") == "no error")
  }

  @Test("A cron expression that is wrong, and a zone that nobody knows, are told where they stand")
  func cronAndZone() {
    #expect(
      message("jobs:\n  a:\n    cron: '0 25 * * *'")
        == "s.yaml:3: jobs.a.cron: hour must be 0-23, in '0 25 * * *' at character 3")
    #expect(message("defaults:\n  cron: '61 * * * *'\njobs:\n  a: {}").hasPrefix("s.yaml:2: defaults.cron: "))
    #expect(message("timezone: Mars/Olympus\njobs: {}").hasPrefix("s.yaml:1: timezone: "))
    #expect(
      message("jobs:\n  a:\n    cron: '0 2 * * *'\n    timezone: Mars/Olympus").hasPrefix("s.yaml:4: jobs.a.timezone: ")
    )
  }

  @Test("A mapping that is not whole, with the defaults under it, says what is missing")
  func incomplete() {
    #expect(
      message("defaults:\n  retry: { initial: 1s }\njobs:\n  a: { every: 1s }")
        == "s.yaml:2: defaults.retry: 'attempts' is missing: how often is a firing tried in all?")
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    breaker: { failures: 3 }")
        == "s.yaml:4: jobs.a.breaker: 'cool-down' is missing; write { failures: 5, cool-down: 10m }")
    #expect(
      message("defaults: { breaker: { cool-down: 1m } }\njobs:\n  a: { every: 1s, breaker: { failures: 3 } }")
        == "no error")
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    retry: { attempts: 2, backoff: [1s], initial: 1s }")
        == "s.yaml:4: jobs.a.retry.initial: has no effect beside a list of delays: put it in front of the list")
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    pipeline: [pull, pull]")
        == "s.yaml:4: jobs.a.pipeline: has the stage 'pull' twice: stages are distinguished by name")
  }

  @Test("What is excluded is told one by one, with the member that is wrong")
  func excluded() {
    func exclude(_ text: String) -> String { message("jobs:\n  a:\n    every: 1m\n    exclude:\n      - \(text)") }
    #expect(
      exclude("{ weekdays: [satuday] }").hasPrefix(
        "s.yaml:5: jobs.a.exclude[0].weekdays: 'satuday' does not belong"))
    #expect(
      exclude("{ weekdays: [sunday], dates: [2026-01-01] }").contains("exactly one of weekdays, dates, annual-days"))
    #expect(exclude("{ daily: { from: \"22:00\" } }").contains("needs both from and to"))
    #expect(exclude("{ cron: \"61 * * * *\" }").contains("minute must be 0-59"))
    #expect(exclude("{ annual-days: [02-30] }").contains("'02-30' does not belong"))
  }

  @Test("A limit without a start, and a recurrence rule that is wrong, are told where they stand")
  func bounds() {
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    limit: 3")
        == "s.yaml:4: jobs.a.limit: needs 'start' beside it: what the limit is counted from")
    #expect(
      message("jobs:\n  a:\n    every: 1s\n    start: 2026-01-01T00:00:00Z\n    limit: 0").hasPrefix(
        "s.yaml:5: jobs.a.limit: 0 is not a whole number from 1 to 1000000"))
    let rule = message("jobs:\n  a:\n    start: 2026-01-01T00:00:00Z\n    rrule: FREQ=MONTHLY;BYDAY=-1FT")
    #expect(rule.hasPrefix("s.yaml:4: jobs.a.rrule: ") && rule.contains("in 'FREQ=MONTHLY;BYDAY=-1FT'"), "\(rule)")
  }

  @Test("Cron expressions without quotes are told to take quotes")
  func quotes() {
    for expression in ["* * * * *", "*/5 * * * *", "@daily"] {
      let text = message("jobs:\n  a:\n    cron: \(expression)\n")
      #expect(
        text.hasPrefix("s.yaml:3: ") && text.hasSuffix("put cron expressions in quotes: cron: \"* * * * *\""), "\(text)"
      )
    }
  }

  @Test("Text that is not YAML is told with its line")
  func syntax() {
    #expect(message("jobs:\n  a: { every: 1s").hasPrefix("s.yaml:2: is not YAML: "))
    #expect(message("jobs: {}\n---\njobs: {}").contains("is not YAML"))
    #expect(message("jobs: {}\u{0}").contains("is not YAML"))
  }

  @Test("Hostile files end in an error: deep nesting, and aliases that unfold without end")
  func hostile() {
    #expect(message(String(repeating: "[", count: 50_000)).contains("is not YAML"))
    var bomb = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*x\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "x\(level): &x\(level) [\(aliases)]\n"
    }
    #expect(message(bomb).contains("unfolds into more than"))
  }

  @Test("A file that cannot be read is named")
  func noFile() {
    #expect(
      throws: ScheduleFileError(
        file: "/nowhere/s.yaml", "cannot be read: does the file exist, and may this process read it?")
    ) {
      try ScheduleFile(contentsOfFile: "/nowhere/s.yaml")
    }
  }
}
