import Foundation
import Scheduling
import SchedulingYAML

/// A schedule as a file: all of its mistakes at once, the difference before it is live, and applied whole or not at all.
func scheduleFile() async throws {
  do {
    _ = try ScheduleFile(
      yaml: "jobs:\n  sweep: { evry: 5m }\n  stats: { cron: '0 25 * * *' }\n", file: "bad.yaml")
    throw Unexpected(description: "a file with mistakes was read")
  } catch let error as ScheduleFileError {
    for line in "\(error)".split(separator: "\n") { print("   \(line)") }
    try expect(error.faults.count >= 2, "every mistake has its line")
  }
  let old = try ScheduleFile(yaml: "jobs: { sweep: { every: 5m } }")
  let new = try ScheduleFile(yaml: "jobs: { sweep: { every: 10m }, stats: { cron: '30 2 * * *' } }")
  let bodies: JobBodies = ["sweep": { _ in }, "stats": { _ in }]
  let scheduler = Scheduler()
  _ = try await scheduler.apply(old, bodies: ["sweep": { _ in }])
  print("   \(new.changes(from: old))".replacingOccurrences(of: "\n", with: "\n   "))
  let changes = try await scheduler.apply(new, bodies: bodies)
  try expect(changes.added.count == 1 && changes.changed.count == 1, "one job is new and one has changed")
  try expect(scheduler.jobs.count == 2, "the scheduler has both")
}
