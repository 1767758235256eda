import CivilTime
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A job as the list has it.
struct JobJSON {
  let picture: Picture

  func row(_ entry: JobEntry, strip limit: Int) -> JSON {
    let id = entry.id
    let rows = picture.rows(of: id, limit: 100)
    let going = picture.runsOfJobs[id] ?? []
    let states = picture.states(of: entry)
    let pause = picture.pause(of: id)
    let info = entry.info
    let options = info?.options
    let durations = Percentiles.durations(rows)
    var lastRun = info?.lastRun
    if case .elsewhere(let job) = entry { lastRun = job.lastRun }
    let lastSuccess = info?.lastSuccess ?? rows.first { $0.outcome == .succeeded && !$0.isDryRun }?.ended
    return [
      "id": .text(id.rawValue), "description": JSON(options?.description),
      "schedule": JSON(info?.trigger.description), "trigger": JSON(info?.trigger.expression),
      "time_zone": JSON(info?.trigger.timeZoneName), "handler": JSON(info?.handler),
      "owner": Self.owner(options?.owner),
      "tags": JSON(options?.tags ?? []), "source": .text(source(entry)), "version": JSON(info?.version),
      "state": .text((states.first ?? .scheduled).rawValue), "states": JSON(states.map(\.rawValue)),
      "state_detail": JSON(detail(entry, states)), "paused": .bool(pause != nil),
      "pause": pause.map { Self.pause($0.pause, scope: $0.scope) } ?? .null, "pause_note": JSON(pause?.pause.note),
      "next_run": JSON(entry.next), "running": JSON(going.count { $0.isRunning }),
      "last_run": lastRun.map(RunJSON.row) ?? .null, "last_success": JSON(lastSuccess),
      "overdue": .bool(info?.isOverdue ?? false), "lateness_p95_ms": JSON(Percentiles.lateness(rows)[95]),
      "duration_p50_ms": JSON(durations[50]), "duration_p95_ms": JSON(durations[95]),
      "strip": StripJSON.strip(rows: rows, going: going, limit: limit, at: picture.now),
      "etag": .text(etag(entry)),
    ]
  }

  static func owner(_ owner: Owner?) -> JSON {
    owner.map { ["responsible": JSON($0.responsible), "accountable": JSON($0.accountable)] } ?? .null
  }

  static func pause(_ pause: PauseNote, scope: String) -> JSON {
    [
      "scope": .text(scope), "note": .text(pause.note), "by": JSON(pause.by), "since": JSON(pause.since),
      "until": JSON(pause.until),
    ]
  }

  func source(_ entry: JobEntry) -> String {
    guard let info = entry.info else { return "elsewhere" }
    if picture.scheduler.origin(of: info.id) != nil { return "file" }
    return info.version == nil ? "code" : "store"
  }

  private func detail(_ entry: JobEntry, _ states: [JobStateWord]) -> String? {
    if let why = entry.info?.whyNotHere { return why }
    if let until = entry.info?.breakerOpenUntil, until > picture.now { return "the breaker is open until \(until)" }
    guard case .elsewhere(let job) = entry else { return nil }
    if states.contains(.unserved), let next = job.next {
      return "it was due at \(next), and no replica has decided it: no replica may have its code"
    }
    return "this replica does not have the job; another one does"
  }

  /// Names what can be changed of a job: its definition and its pause. The same on every replica.
  func etag(_ entry: JobEntry) -> String {
    var text = entry.id.rawValue
    if let info = entry.info {
      text += "\u{0}\(info.trigger.fingerprint)\u{0}\(OptionTexts.text(of: info.options))\u{0}\(info.version ?? 0)"
    }
    text += "\u{0}" + (picture.pause(of: entry.id)?.pause.stored ?? "-")
    let digits = String(Fingerprint64.of(text), radix: 16)
    return "\"\(String(repeating: "0", count: 16 - digits.count))\(digits)\""
  }
}

/// The options of jobs as text that is the same on every replica. Most jobs share theirs, and writing them takes longer than
/// all else in a row.
private enum OptionTexts {
  private static let texts = Lock<[JobOptions: String]>([:])
  private static let most = 1_000

  static func text(of options: JobOptions) -> String {
    if let known = texts.withLock({ $0[options] }) { return known }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = (try? encoder.encode(options)).map {
      String(Fingerprint64.of(String(decoding: $0, as: UTF8.self)), radix: 16)
    }
    texts.withLock { texts in
      if texts.count >= most { texts.removeAll() }
      texts[options] = text ?? ""
    }
    return text ?? ""
  }
}

/// FNV-1a: the same in each process and release.
enum Fingerprint64 {
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
