/// An error of this package. What it means for a caller is its ``kind``, whichever type it has.
///
/// A service that adds jobs on behalf of its users answers with it:
/// ```swift
/// do {
///   try await scheduler.add("report-42", .cron("0 25 * * *")) { _ in … }
/// } catch let error as any SchedulingError where error.kind.isCallersFault {
///   respond(error.kind.httpStatus, error.description)  // 400: hour must be 0-23
/// }
/// ```
/// Every public error of this package conforms to it. Conform an error of your own, for example one that a claims service
/// throws, to have it treated alike.
public protocol SchedulingError: Error, Sendable, CustomStringConvertible {
  /// Whose fault it is, and whether trying again can help.
  var kind: SchedulingErrorKind { get }
}

/// What an error means for the caller. Kinds may be added; compare with those that you handle, or use ``httpStatus``.
public struct SchedulingErrorKind: Sendable, Hashable, CustomStringConvertible {
  /// The name of the kind.
  public let description: String
  /// The status that a service answers with: 400, 404, 409, 413, 500 or 503.
  public let httpStatus: Int

  private init(_ description: String, _ httpStatus: Int) {
    self.description = description
    self.httpStatus = httpStatus
  }

  /// What was passed in cannot be used: an expression, a zone, an option, a schedule file. Status 400.
  public static let invalidInput = SchedulingErrorKind("invalidInput", 400)
  /// There is no such job, run or dead letter. Status 404.
  public static let notFound = SchedulingErrorKind("notFound", 404)
  /// The present state does not allow it: the job exists, was changed meanwhile, or runs already. Status 409.
  public static let conflict = SchedulingErrorKind("conflict", 409)
  /// A definition, arguments or a note are larger than is kept. Status 413.
  public static let tooLarge = SchedulingErrorKind("tooLarge", 413)
  /// The process or its deployment is set up wrongly: an operator or a developer has to mend it. Status 500.
  public static let misconfigured = SchedulingErrorKind("misconfigured", 500)
  /// It failed, and neither the caller nor an outage is known to be the cause. Status 500.
  public static let failed = SchedulingErrorKind("failed", 500)
  /// A server cannot be reached, or the scheduler is shutting down: try again later or elsewhere. Status 503.
  public static let unavailable = SchedulingErrorKind("unavailable", 503)

  /// Whether the caller has to change the request. The description of such an error says how, and names no server.
  public var isCallersFault: Bool { (400..<500).contains(httpStatus) }
}
