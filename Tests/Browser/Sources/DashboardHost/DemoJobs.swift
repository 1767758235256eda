import Logging
import Scheduling

/// Jobs that end in every way, within seconds.
enum DemoJobs {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static func add(to scheduler: Scheduler, more: Int, busy: Int = 0) async throws {
    try await scheduler.add("heartbeat", .every(.seconds(1)), options: options("ops", ["fast"], "Is alive")) { _ in }

    var stock = options("stock team", ["queue"], "Stock files of <b>all</b> active suppliers")
    stock.arguments = ["supplier": 23, "token": "very secret"]
    try await scheduler.add(
      "supplier-stock-import", .cron("*/15 6-21 * * *", timeZone: "Europe/Berlin"), options: stock
    ) { run in
      try await Task.sleep(for: .milliseconds(300))
      if run.arguments?["supplier"] == 666 { throw Failure(description: "supplier 666 sent an empty file") }
    }

    // Runs longer than its period: the instants in between are skipped for overlap.
    try await scheduler.add(
      "slow-report", .every(.seconds(2)), options: options("data", [], "Takes longer than its period")
    ) { _ in
      try await Task.sleep(for: .seconds(5))
    }

    var failing = options("data", ["dwh"], "Page hit aggregates")
    failing.retry = Retry(attempts: 2, backoff: .fixed(.milliseconds(100)), jitter: 0)
    try await scheduler.add("dwh-update-counters", .every(.seconds(4)), options: failing) { _ in
      throw Failure(description: "connection refused (dwh-1:5432)")
    }

    // Fails once for each firing, then succeeds: what is requeued ends well.
    var flaky = options("web", ["mail"], "Reminders 14, 7 and 1 days before")
    flaky.retry = Retry(attempts: 1)
    let attempts = Attempts()
    try await scheduler.add("license-expiry-mails", .at(SystemClock().now() + .seconds(2)), options: flaky) { _ in
      if await attempts.next() == 1 { throw Failure(description: "the mail server <script>alert(1)</script> is away") }
    }

    try await scheduler.add(
      "driver-check", .every(.seconds(3)), timeout: .milliseconds(200),
      options: options("orders", [], "Runs into its timeout")
    ) { _ in try await Task.sleep(for: .seconds(60)) }

    try await scheduler.add(
      "long-export", .cron("0 0 1 1 *"), options: options("data", ["queue"], "Runs until it is cancelled")
    ) { run in
      // Reports a page every half second.
      for page in 1...7_200 {
        Logger.current.info("page \(page) <written>", metadata: ["rows": "\(page * 100)", "api_key": "hunter2"])
        run.progress(Double(min(page, 30)) / 30, "page \(page) of 30")
        try await Task.sleep(for: .milliseconds(500))
      }
    }

    var paused = options("ops", [], "Expired sessions and their carts")
    paused.startsPaused = true
    try await scheduler.add("session-purge", .every(.seconds(2)), options: paused) { _ in }

    try await scheduler.add(
      "protected-payroll", .cron("0 4 1 * *"), options: options("finance", [], "Nobody may touch it here")
    ) { _ in }

    for number in 0..<busy {
      try await scheduler.add(
        JobID("busy-\(number)"), .every(.seconds(1)), options: options("load", ["busy"], "Fires every second")
      ) { _ in }
    }

    for number in 0..<more {
      let minute = number % 60, hour = number / 60 % 24
      try await scheduler.add(
        JobID("bulk-\(number)"), .cron("\(minute) \(hour) * * *", timeZone: "Europe/Berlin"),
        options: options("bulk", ["bulk"], "One of many")
      ) { _ in }
    }
  }

  private static func options(_ owner: String, _ tags: [String], _ description: String) -> JobOptions {
    var options = JobOptions()
    options.owner = JobOptions.Owner(responsible: owner)
    options.tags = tags
    options.description = description
    return options
  }
}

/// Counts attempts.
actor Attempts {
  private var number = 0
  func next() -> Int {
    number += 1
    return number
  }
}
