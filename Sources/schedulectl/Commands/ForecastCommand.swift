import ArgumentParser
import CivilTime
import Scheduling
import SchedulingYAML

#if Redis
  import SchedulingRedis
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl forecast`: what will run in a window.
struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract:
      "Shows what will run in a stretch of time: of a schedule file, of a fleet, or of a file with a fleet's durations.",
    discussion: """
      Each start stands in the order of time, with how long the job's runs take in the median where a fleet knows it. Changes \
      of the clocks in the zones of the jobs have rows of their own; jobs that start in the same minute are marked.

      EXAMPLES
        schedulectl forecast schedule.yaml --for 12h
        schedulectl forecast --namespace shop --from 2027-03-27T22:00:00Z
        schedulectl forecast schedule.yaml --namespace shop --json
      """)

  @Argument(help: "A schedule file; with --namespace it says what the jobs of the code are.")
  var file: String?

  @Option(help: "The time from which on to look, RFC 3339; defaults to now.")
  var from: String?

  @Option(name: .customLong("for"), help: "For how long to look, such as 24h. At most 31d.")
  var window = "24h"

  @Option(help: "The zone in which times are written; defaults to the file's, else UTC.")
  var tz: String?

  @Flag(help: "Write JSON.")
  var json = false

  #if Redis
    @Option(help: "The namespace of the fleet's claims.")
    var namespace: String?

    @OptionGroup var server: ServerOptions

    func validate() throws {
      guard file != nil || namespace != nil else {
        throw ValidationError("name a schedule file, or a fleet with --namespace, or both")
      }
    }
  #else
    func validate() throws {
      guard file != nil else { throw ValidationError("name a schedule file") }
    }
  #endif

  func run() async throws {
    do {
      try await show()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      throw error
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.of(error)
    }
  }

  private func show() async throws {
    let length = try parsedDuration(window)
    guard length > .zero, length <= .days(31) else { throw ValidationError("--for is more than 0s and at most 31d") }
    let from = try from.map { try Instant(rfc3339: $0) } ?? Instant(Date())
    let schedule = try file.map { try ScheduleFile(contentsOfFile: $0) }
    let zone = try Zone(named: tz ?? schedule?.timeZone ?? "UTC")
    var subjects: [Forecast.Subject] = []
    for job in try schedule?.resolved(now: from) ?? [] {
      subjects.append(
        Forecast.Subject(id: job.id, trigger: job.trigger, isPaused: job.options.startsPaused))
    }
    #if Redis
      if let namespace {
        let client = try RedisClient(url: try server.url())
        try await add(FleetControl(client, namespace: namespace), to: &subjects)
      }
    #endif
    let report = ForecastReport(forecast: Forecast(subjects, from: from, to: from + length), zone: zone)
    Terminal.writeLines(json ? report.json.text : report.text)
  }

  #if Redis
    /// What a fleet knows: durations and pauses of the file's jobs, and its other jobs.
    private func add(_ control: FleetControl, to subjects: inout [Forecast.Subject]) async throws {
      let fleet = try await FleetOfJobs(control)
      let rows = Dictionary(grouping: try await control.history(limit: 10_000), by: \.job)
      let inFile = Dictionary(subjects.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
      for job in fleet.jobs {
        var subject = inFile[job.id].map { subjects[$0] } ?? Forecast.Subject(id: job.id, next: job.next)
        subject.trigger = subject.trigger ?? fleet.facts[job.id]?.trigger
        subject.median = .median(of: rows[job.id] ?? [])
        subject.isPaused = job.pauseNote != nil || fleet.view?.pauses.everything != nil
        if let place = inFile[job.id] { subjects[place] = subject } else { subjects.append(subject) }
      }
    }
  #endif
}
