import CivilTime
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The body of a change, read strictly: an unknown member is refused, so that a misspelt one is not taken for left out.
struct ControlOrder: Sendable {
  var note = ""
  var until: Instant?
  var expected: Int?
  var arguments: JobArguments?
  var isDryRun = false
  var overlap: Overlap?
  var patience: Duration?
  var from: Instant?
  var through: Instant?
  /// The keys of a schedule file that say when a job is due.
  var trigger: JobArguments?

  static func members(_ action: ManagementAction) -> Set<String> {
    switch action {
    case .pause: ["note", "until", "expected"]
    case .run: ["note", "arguments", "dry_run", "overlap", "patience_ms", "expected"]
    case .backfill: ["note", "from", "through", "overlap", "expected"]
    case .reschedule: ["note", "trigger"]
    case .read, .resume, .cancel, .requeue, .discard: ["note", "expected"]
    }
  }

  init(_ action: ManagementAction, body: [UInt8]) throws(Refusal) {
    guard !body.isEmpty else {
      if action == .backfill { throw .badRequest("the body names the range: {\"from\": …, \"through\": …}") }
      if action == .reschedule { throw Self.noTrigger }
      return
    }
    let value: JobArguments
    do {
      value = try JSONDecoder().decode(JobArguments.self, from: Data(body))
    } catch {
      throw .badRequest("the body is not JSON, or nested too deeply")
    }
    guard case .object(let members) = value else { throw .badRequest("the body is a JSON object") }
    let known = Self.members(action)
    guard members.keys.allSatisfy(known.contains) else {
      throw .badRequest("the body has an unknown member; there are \(known.sorted().joined(separator: ", "))")
    }
    for (name, value) in members { try read(name, value) }
    if action == .backfill, from == nil || through == nil {
      throw .badRequest("the body names the range: {\"from\": …, \"through\": …}")
    }
    if action == .reschedule, trigger == nil { throw Self.noTrigger }
    if let from, let through, from > through { throw .outOfRange("from is later than through") }
  }

  private static let noTrigger = Refusal.badRequest(
    "the body has the trigger as a schedule file writes it: {\"trigger\": {\"cron\": \"30 2 * * *\"}}")

  private mutating func read(_ name: String, _ value: JobArguments) throws(Refusal) {
    switch (name, value) {
    case ("arguments", .null): break
    case ("arguments", _): arguments = value
    case ("trigger", .object): trigger = value
    case ("note", .string(let text)):
      guard text.utf8.count <= 2_000 else { throw .outOfRange("a note has at most 2,000 bytes") }
      note = text
    case ("until", .null), ("overlap", .null), ("expected", .null), ("patience_ms", .null), ("note", .null),
      ("dry_run", .null):
      break
    case ("until", .string(let text)): until = try Self.instant(text, name)
    case ("from", .string(let text)): from = try Self.instant(text, name)
    case ("through", .string(let text)): through = try Self.instant(text, name)
    case ("expected", .int(let number)):
      guard (0...1_000_000).contains(number) else { throw .outOfRange("expected is 0 to 1000000") }
      expected = Int(number)
    case ("dry_run", .bool(let value)): isDryRun = value
    case ("overlap", .string(let text)):
      guard let overlap = Overlap(text) else {
        throw .outOfRange("overlap is skip, allow, queueOne, queueAll(10) or cancelPrevious")
      }
      self.overlap = overlap
    case ("patience_ms", .int(let number)):
      guard (1_000...86_400_000).contains(number) else { throw .outOfRange("patience_ms is 1000 to 86400000") }
      patience = .milliseconds(number)
    default: throw .badRequest("\(name) has a value of the wrong type")
    }
  }

  private static func instant(_ text: String, _ name: String) throws(Refusal) -> Instant {
    do throws(TimestampError) {
      return try Instant(rfc3339: text)
    } catch {
      throw error.isOutOfRange ? .outOfRange(error.refusal(of: name)) : .badRequest(error.refusal(of: name))
    }
  }
}
