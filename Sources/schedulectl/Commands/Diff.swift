import ArgumentParser
import CivilTime
import Scheduling
import SchedulingYAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl diff`: what another schedule file would change.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the differences between two schedule files.",
    discussion: """
      Jobs are compared after their defaults were filled in. Exits with 0 where they are equal and with 1 where they
      differ, as diff does. Both files are checked whole.

      EXAMPLE
        git show main:schedule.yaml > /tmp/old.yaml && schedulectl diff schedule.yaml --against /tmp/old.yaml
      """)

  @Argument(help: "The schedule file.")
  var file: String

  @Option(help: "The schedule file that it is compared with; without it everything is new.")
  var against: String?

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Show the values of arguments too, but for those whose name says that they are secret.")
  var showArguments = false

  func run() throws {
    try reporting {
      let new = try ScheduleFile(contentsOfFile: file)
      _ = try new.resolved(now: Instant(Date()))
      let old = try against.map { try ScheduleFile(contentsOfFile: $0) } ?? ScheduleFile(jobs: [:])
      _ = try old.resolved(now: Instant(Date()))
      let changes = new.changes(from: old, showingArguments: showArguments ? .standard : nil)
      Terminal.writeLines(json ? Self.json(changes).text : changes.description)
      if !changes.isEmpty { throw Exit.nothingFound }
    }
  }

  private static func json(_ changes: ScheduleChanges) -> JSONText {
    .object([
      ("added", .array(changes.added.keys.sorted().map { .string($0.rawValue) })),
      (
        "changed",
        .object(
          changes.changed.sorted { $0.key < $1.key }.map { job, keys in
            (
              job.rawValue,
              .array(
                keys.map { .object([("key", .string($0.key)), ("old", JSONText($0.old)), ("new", JSONText($0.new))]) })
            )
          })
      ),
      ("removed", .array(changes.removed.map { .string($0.rawValue) })), ("unchanged", .number(changes.unchanged)),
    ])
  }
}
