/// What was asked for with a run outside of the schedule. The order stays with the run: a replica that runs the firing
/// again, after a crash or a hand-over, does so with the same arguments and the same overlap policy.
package struct FiringOrder: Sendable, Hashable {
  /// What the run receives instead of the job's own arguments; nil leaves those.
  package var arguments: JobArguments?
  /// Another overlap policy than the job's; nil leaves that.
  package var overlap: Overlap?
  /// Who asked, for people: a replica, a user. Nil where that is not known.
  package var requestedBy: String?

  /// An order; nil where nothing in it differs from what the job says.
  package init?(arguments: JobArguments? = nil, overlap: Overlap? = nil, requestedBy: String? = nil) {
    if arguments == nil, overlap == nil, requestedBy == nil { return nil }
    self.arguments = arguments
    self.overlap = overlap
    self.requestedBy = requestedBy
  }
}
