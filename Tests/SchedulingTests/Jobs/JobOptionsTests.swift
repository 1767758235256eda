import CivilTime
import Foundation
import Testing

@testable import Scheduling

@Suite struct JobOptionsTests {
  static let everything: JobOptions = {
    var options = JobOptions()
    options.misfireGrace = .unlimited
    options.coalesce = .all(limit: 7)
    options.overlap = .queueAll(limit: 9)
    options.maxInstances = 2
    options.timeout = .nanoseconds(1_500_000_017)
    options.jitter = .milliseconds(250)
    options.lease = .seconds(12)
    options.minimumHold = .seconds(3)
    options.retry = Retry(
      attempts: 4, backoff: .custom([.seconds(1), .milliseconds(1_500)]), maxDelay: .seconds(9), jitter: 0.5,
      maxElapsed: .seconds(600))
    options.breaker = CircuitBreaker(failures: 5, coolDown: .seconds(300))
    options.priority = .high
    options.executor = "blocking"
    options.lock = "suppliers.import.{supplier}"
    options.recovery = .rerun(within: .seconds(90))
    options.whenClaimsUnreachable = .skip
    options.pausesOnFailure = true
    options.alerts = AlertRules(onFailure: false, afterFailures: 3, overdueAfter: .seconds(7_200))
    options.arguments = ["supplier": 23, "ratio": 0.5, "names": ["a", nil], "deep": ["on": true]]
    options.queue = "imports"
    options.owner = JobOptions.Owner(responsible: "ops", accountable: "shop")
    options.description = "imports"
    options.tags = ["a", "b"]
    options.idempotency = "keyed by file"
    options.heartbeat = "https://monitor.example/ping/imports"
    options.keepsEvidence = false
    options.startsPaused = true
    return options
  }()

  @Test func theInitializerTakesEveryOption() {
    let made = JobOptions(
      misfireGrace: .unlimited, coalesce: .all(limit: 7), overlap: .queueAll(limit: 9), maxInstances: 2,
      timeout: .nanoseconds(1_500_000_017), jitter: .milliseconds(250), lease: .seconds(12), minimumHold: .seconds(3),
      retry: Retry(
        attempts: 4, backoff: .custom([.seconds(1), .milliseconds(1_500)]), maxDelay: .seconds(9), jitter: 0.5,
        maxElapsed: .minutes(10)), breaker: CircuitBreaker(failures: 5, coolDown: .minutes(5)), priority: .high,
      executor: "blocking", lock: "suppliers.import.{supplier}", recovery: .rerun(within: .seconds(90)),
      whenClaimsUnreachable: .skip, pausesOnFailure: true,
      alerts: AlertRules(onFailure: false, afterFailures: 3, overdueAfter: .hours(2)),
      arguments: ["supplier": 23, "ratio": 0.5, "names": ["a", nil], "deep": ["on": true]], queue: "imports",
      owner: JobOptions.Owner(responsible: "ops", accountable: "shop"), description: "imports", tags: ["a", "b"],
      idempotency: "keyed by file", heartbeat: "https://monitor.example/ping/imports", keepsEvidence: false,
      startsPaused: true)
    #expect(made == Self.everything)
    #expect(JobOptions(timeout: nil) == JobOptions())
    // An option that is added belongs into the initializer too: every one of these differs from its default.
    let defaults = Mirror(reflecting: JobOptions()).children
    for (set, unset) in zip(Mirror(reflecting: made).children, defaults) {
      #expect("\(set.value)" != "\(unset.value)", "\(set.label ?? "")")
    }
  }

  @Test func minutesHoursAndDays() {
    #expect(Duration.minutes(2) == .seconds(120) && Duration.hours(2) == .seconds(7_200))
    #expect(Duration.days(-2) == .seconds(-172_800))
    #expect(Duration.days(Int.max) == .seconds(Int64.max) && Duration.days(Int.min) == .seconds(Int64.min))
  }

  @Test func allPoliciesSurviveTheirEncoding() throws {
    let encoder = JSONEncoder()
    #expect(try JSONDecoder().decode(JobOptions.self, from: encoder.encode(Self.everything)) == Self.everything)
    #expect(String(decoding: try encoder.encode(JobOptions()), as: UTF8.self) == "{}")
    for overlap: Overlap in [.skip, .allow, .queueOne, .cancelPrevious] {
      var options = JobOptions()
      options.overlap = overlap
      #expect(try JSONDecoder().decode(JobOptions.self, from: encoder.encode(options)) == options)
    }
  }

  @Test func whatANewerVersionWroteIsPassedOver() throws {
    let text = #"{"timeout":"10m","something-new":{"a":1}}"#
    let options = try JSONDecoder().decode(JobOptions.self, from: Data(text.utf8))
    #expect(options.timeout == .seconds(600))
  }

  @Test func aLockMayNameTheJobsArguments() throws {
    #expect(try Self.everything.lockKey(of: "x") == "suppliers.import.23")
    #expect(try JobOptions().lockKey(of: "x") == "x")
    var options = JobOptions()
    options.lock = "import.{customer}"
    let error = #expect(throws: SchedulerError.self) { try options.validate("x") }
    #expect(error?.message.contains("customer") == true)
  }

  @Test func policiesOutOfRangeAreRefusedByName() {
    func message(_ change: (inout JobOptions) -> Void) -> String? {
      var options = JobOptions()
      change(&options)
      do {
        try options.validate("x")
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message { $0.retry = Retry(attempts: 0) }?.contains("attempts") == true)
    #expect(message { $0.retry = Retry(attempts: 2, jitter: 1.5) }?.contains("jitter") == true)
    #expect(message { $0.retry = Retry(attempts: 2, backoff: .custom([])) }?.contains("custom") == true)
    #expect(message { $0.breaker = CircuitBreaker(failures: 0, coolDown: .seconds(1)) }?.contains("breaker") == true)
    #expect(message { $0.breaker = CircuitBreaker(failures: 1, coolDown: .zero) }?.contains("coolDown") == true)
    #expect(message { $0.overlap = .queueAll(limit: 0) }?.contains("queueAll") == true)
    #expect(message { $0.priority = 2_000 }?.contains("priority") == true)
    #expect(message { $0.lock = "" }?.contains("lock") == true)
    #expect(message { $0 = Self.everything } == nil)
  }

  @Test func argumentsKeepWhatJSONCanHold() throws {
    struct Import: Codable, Equatable {
      var supplier: Int
      var since: Date
      var ratio: Double
    }
    let value = Import(supplier: 23, since: Date(timeIntervalSince1970: 1_700_000_000), ratio: 2)
    let arguments = try JobArguments(value)
    #expect(try arguments.decode(Import.self) == value)
    #expect(arguments["supplier"] == 23)
    #expect(arguments["ratio"] == .number(2.0))
    #expect(throws: EncodingError.self) { try JobArguments(Double.infinity) }
    #expect(throws: DecodingError.self) { try arguments.decode([Int].self) }
  }
}
