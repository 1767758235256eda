import CivilTime
import Scheduling

/// The order of a list of jobs. Jobs that are alike are in the order of their ids.
struct JobSort {
  private enum Key: String, CaseIterable { case id, next, last, owner, lateness, state }

  private var key = Key.id
  private var isReversed = false

  init(_ text: String?) throws(Page.Fault) {
    guard let text else { return }
    isReversed = text.hasPrefix("-")
    guard let key = Key(rawValue: String(text.drop { $0 == "-" })), text.prefix(2) != "--" else {
      let keys = Key.allCases.map(\.rawValue).joined(separator: ", ")
      throw Page.Fault(message: "sort is one of \(keys), with a dash before it to reverse the order")
    }
    self.key = key
  }

  /// By id, as jobs are kept.
  var isByID: Bool { key == .id && !isReversed }

  func ordered(_ entries: [JobEntry], _ picture: Picture) -> [JobEntry] {
    if key == .id { return isReversed ? entries.reversed() : entries }
    let states = JobStateWord.allCases
    // Numbers come first to last; what has none is always at the end.
    func number(_ entry: JobEntry) -> Int64? {
      switch key {
      case .next: entry.next?.nanosecondsSince1970
      case .last: entry.lastEnded?.nanosecondsSince1970
      case .lateness: Percentiles.lateness(picture.rows(of: entry.id, limit: 100))[95]?.nanoseconds
      case .state: picture.states(of: entry).first.flatMap { states.firstIndex(of: $0) }.map(Int64.init)
      case .id, .owner: nil
      }
    }
    if key == .owner {
      let named = entries.map { ($0, $0.info?.options.owner?.responsible ?? $0.info?.options.owner?.accountable) }
      return sorted(named)
    }
    return sorted(entries.map { ($0, number($0)) })
  }

  private func sorted<Value: Comparable>(_ entries: [(JobEntry, Value?)]) -> [JobEntry] {
    entries.sorted { a, b in
      switch (a.1, b.1) {
      case (let x?, let y?): x == y ? a.0.id < b.0.id : isReversed ? y < x : x < y
      case (_?, nil): true
      case (nil, _?): false
      case (nil, nil): a.0.id < b.0.id
      }
    }.map(\.0)
  }

  /// Where the page begins: after the job that the page before ended with.
  func start(after cursor: String?, in entries: [JobEntry]) throws(Page.Fault) -> Int {
    guard let cursor else { return 0 }
    let id = JobID(cursor)
    if key == .id {
      return entries.firstIndex { isReversed ? $0.id < id : $0.id > id } ?? entries.count
    }
    guard let place = entries.firstIndex(where: { $0.id == id }) else {
      throw Page.Fault(
        message: "the job that the cursor names is gone: begin with the first page", isOutOfRange: true)
    }
    return place + 1
  }
}
