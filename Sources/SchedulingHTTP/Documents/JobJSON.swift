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
    let durations = Percentiles.durations(rows)
    var lastRun = info?.lastRun
    if case .elsewhere(let job) = entry { lastRun = job.lastRun }
    let lastSuccess = info?.lastSuccess ?? rows.first { $0.outcome == .succeeded && !$0.isDryRun }?.ended
    let written = info?.written(for: .list) { Self.definition(id, info) } ?? Self.definition(id, nil)
    return .extended(
      written,
      [
        "source": .text(source(entry)), "state": .text((states.first ?? .scheduled).rawValue),
        "states": .list(states.map { .text($0.rawValue) }), "state_detail": JSON(detail(entry, states)),
        "paused": .bool(pause != nil), "pause": pause.map { Self.pause($0.pause, scope: $0.scope) } ?? .null,
        "pause_note": JSON(pause?.pause.note), "next_run": JSON(entry.next),
        "running": JSON(going.count { $0.isRunning }),
        "progress": EvidenceJSON.progress(going.compactMap(\.progress).max { $0.at < $1.at }),
        "last_run": lastRun.map(RunJSON.row) ?? .null, "last_success": JSON(lastSuccess),
        "overdue": .bool(info?.isOverdue ?? false), "lateness_p95_ms": JSON(Percentiles.lateness(rows)[95]),
        "duration_p50_ms": JSON(durations[50]), "duration_p95_ms": JSON(durations[95]),
        "strip": StripJSON.strip(rows: rows, going: going, limit: limit, at: picture.now),
        "etag": .text(etag(entry)),
      ])
  }

  /// What the definition says, which is the same as long as the definition is.
  private static func definition(_ id: JobID, _ info: JobInfo?) -> [UInt8] {
    let options = info?.options
    return JSON.members([
      "id": .text(id.rawValue), "description": JSON(options?.description),
      "schedule": JSON(info?.trigger.description), "trigger": JSON(info?.trigger.expression),
      "time_zone": JSON(info?.trigger.timeZoneName), "handler": JSON(info?.handler),
      "owner": owner(options?.owner),
      "tags": JSON(options?.tags ?? []), "version": JSON(info?.version),
    ])
  }

  static func owner(_ owner: JobOptions.Owner?) -> JSON {
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
    if picture.scheduler.isOfFile(info.id) { return "file" }
    return info.version == nil ? "code" : "store"
  }

  private func detail(_ entry: JobEntry, _ states: [JobStateWord]) -> String? {
    if let why = entry.info?.holdReason { return why }
    if let until = entry.info?.breakerOpenUntil, until > picture.now { return "the breaker is open until \(until)" }
    guard case .elsewhere(let job) = entry else { return nil }
    if states.contains(.unserved), let next = job.next {
      return "it was due at \(next), and no replica has decided it: no replica may have its code"
    }
    return "this replica does not have the job; another one does"
  }

  /// Names what can be changed of a job: its definition and its pause. The same on every replica.
  func etag(_ entry: JobEntry) -> String {
    func ofDefinition() -> UInt64 {
      guard let info = entry.info else { return Fingerprint64.of(entry.id.rawValue) }
      return Fingerprint64.of(
        "\(info.id)\u{0}\(info.trigger.fingerprint)\u{0}\(Self.text(of: info.options))\u{0}\(info.version ?? 0)")
    }
    let definition = entry.info?.print(make: ofDefinition) ?? ofDefinition()
    let all = Fingerprint64.of("\u{0}" + (picture.pause(of: entry.id)?.pause.stored ?? "-"), after: definition)
    let digits = String(all, radix: 16)
    return "\"\(String(repeating: "0", count: 16 - digits.count))\(digits)\""
  }

  /// The options as text that is the same on every replica.
  private static func text(of options: JobOptions) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(options)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// FNV-1a: the same in each process and release.
enum Fingerprint64 {
  static func of(_ text: String, after hash: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
    var hash = hash
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
