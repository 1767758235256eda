import CivilTime

/// A job of a schedule file with everything worked out, ready for a body.
package struct ResolvedJob: Sendable {
  package var id: JobID
  package var trigger: any Trigger
  package var options: JobOptions
  /// The names of the stages that its body must have.
  package var pipeline: [String]?
  /// The name of its body, where it is not the id.
  package var handler: String?
}

extension ScheduleFile {
  /// The jobs over their defaults, in the order of the file, each with its trigger and options checked.
  /// - Throws: ``ScheduleFileError`` for the first thing that is wrong.
  package func resolved() throws(ScheduleFileError) -> [ResolvedJob] {
    do {
      if let timeZone { try Self.checkZone(timeZone, at: ["timezone"]) }
      var resolved: [ResolvedJob] = []
      for id in orderedIDs { resolved.append(try JobResolver(id, in: self).resolve()) }
      return resolved
    } catch {
      throw source.locate(error)
    }
  }

  /// As the lines stand, then by id: the order in which errors are found and jobs are added.
  private var orderedIDs: [JobID] {
    jobs.keys.map { (id: $0, line: source.lines[["jobs", $0.rawValue]] ?? 0) }
      .sorted { ($0.line, $0.id) < ($1.line, $1.id) }.map(\.id)
  }

  static func checkZone(_ name: String, at key: [String]) throws(ScheduleFileError) {
    do {
      _ = try Zone(named: name)
    } catch {
      throw ScheduleFileError(key: key, "\(error)")
    }
  }
}
