import Scheduling

/// Which jobs a request is about: within a name any value will do, and all names must.
struct JobFilter: Sendable {
  var words: [String] = []
  var jobs: Set<JobID> = []
  var tags: Set<String> = []
  var owners: Set<String> = []
  var handlers: Set<String> = []
  var states: Set<JobStateWord> = []

  static let names = ["q", "job", "tag", "owner", "handler", "state"]

  init(_ target: RequestTarget) throws(Page.Fault) {
    words = target.values("q").flatMap { $0.lowercased().split(separator: " ").map(String.init) }
    jobs = Set(target.values("job").map { JobID($0) })
    tags = Set(target.values("tag"))
    owners = Set(target.values("owner"))
    handlers = Set(target.values("handler"))
    states = try target.words("state", of: JobStateWord.self)
  }

  /// It lets everything through.
  var isEmpty: Bool {
    words.isEmpty && jobs.isEmpty && tags.isEmpty && owners.isEmpty && handlers.isEmpty && states.isEmpty
  }

  /// The filter in words, for the audit trail.
  var description: String {
    func part(_ name: String, _ values: some Collection<String>) -> String? {
      values.isEmpty ? nil : "\(name)=" + values.sorted().joined(separator: ",")
    }
    return [
      part("q", words), part("job", jobs.map(\.rawValue)), part("tag", tags), part("owner", owners),
      part("handler", handlers), part("state", states.map(\.rawValue)),
    ].compactMap(\.self).joined(separator: " ")
  }

  func matches(_ entry: JobEntry, _ picture: Picture) -> Bool {
    if !jobs.isEmpty, !jobs.contains(entry.id) { return false }
    let options = entry.info?.options
    if !tags.isEmpty, tags.isDisjoint(with: options?.tags ?? []) { return false }
    if !owners.isEmpty {
      let owner = options?.owner
      guard [owner?.responsible, owner?.accountable].contains(where: { $0.map(owners.contains) ?? false }) else {
        return false
      }
    }
    if !handlers.isEmpty, !(entry.info?.handler.map(handlers.contains) ?? false) { return false }
    if !words.isEmpty {
      let texts =
        [
          entry.id.rawValue, options?.description ?? "", options?.owner?.responsible ?? "",
          options?.owner?.accountable ?? "",
        ].map { $0.lowercased() } + (options?.tags ?? []).map { $0.lowercased() }
      guard words.allSatisfy({ word in texts.contains { $0.contains(word) } }) else { return false }
    }
    if !states.isEmpty, states.isDisjoint(with: picture.states(of: entry)) { return false }
    return true
  }
}

extension Picture {
  /// The jobs that a filter lets through, by id.
  func entries(_ filter: JobFilter) -> [JobEntry] {
    filter.isEmpty ? entries : entries.filter { filter.matches($0, self) }
  }
}
