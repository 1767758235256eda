/// What a job's definition in a store says of it, for those who have none of its handlers.
package struct StoredJobFacts: Sendable {
  /// The name of its handler; nil where a job's body is not named.
  package var handler: String?
  package var tags: [String]
  package var owner: JobOptions.Owner?
  /// Nil where this version cannot read it.
  package var trigger: (any Trigger)?

  /// Facts that were found elsewhere, such as in a schedule file.
  package init(handler: String?, tags: [String], owner: JobOptions.Owner?, trigger: (any Trigger)?) {
    (self.handler, self.tags, self.owner, self.trigger) = (handler, tags, owner, trigger)
  }

  /// The facts of a stored definition; nil when it cannot be read. A trigger of the host's own kind is left out.
  package init?(json: String) {
    if let read = try? StoredDefinition(json: json, coding: .builtIn) {
      self.init(
        handler: read.handler, tags: read.options.tags, owner: read.options.owner, trigger: read.trigger)
    } else if let handler = StoredDefinition.handler(ofUnreadable: json) {
      self.init(handler: handler, tags: [], owner: nil, trigger: nil)
    } else {
      return nil
    }
  }
}
