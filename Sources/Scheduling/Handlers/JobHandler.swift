/// What stored jobs do: code with a name, and arguments that are data.
///
/// ```swift
/// struct ImportStock: JobHandler {
///   static let name = "suppliers.import-stock"
///   struct Arguments: Codable, Sendable { var supplier: Int? }
///   func run(_ arguments: Arguments, _ run: RunContext) async throws { … }
/// }
/// let scheduler = Scheduler(store: .redis(redis, namespace: "shop"), handlers: [ImportStock()])
/// try await scheduler.add("import-23", ImportStock.self, .init(supplier: 23), .cron("5 * * * *"))
/// ```
/// A replica without the handler leaves the job to the others. Change ``Arguments`` so that what was stored before can
/// still be read: add fields as optionals.
public protocol JobHandler: Sendable {
  /// What a run is told, as JSON in the store.
  associatedtype Arguments: Codable & Sendable

  /// The name by which stored jobs find the handler, in every release: 1 to 200 bytes, like a job's id.
  static var name: String { get }

  /// Does the work of one run; see ``RunContext`` for what it may ask.
  /// - Throws: whatever makes the run a failed one.
  func run(_ arguments: Arguments, _ run: RunContext) async throws
}

/// The arguments of a run are not what its handler reads.
struct UnreadableArguments: Error, CustomStringConvertible {
  let handler: String
  let arguments: JobArguments?
  let reason: String

  var description: String {
    "the handler '\(handler)' cannot read the job's arguments \(arguments.map { "\($0)" } ?? "(none)"): \(reason); "
      + "the body was not started. Put the job again with arguments of the form that this release reads."
  }
}

extension JobHandler {
  /// The handler as the body of any job that names it: it reads the arguments of each run.
  var body: JobBody {
    { run in
      let arguments: Arguments
      do {
        arguments = try run.decodedArguments(Arguments.self)
      } catch {
        throw UnreadableArguments(handler: Self.name, arguments: run.arguments, reason: describe(error))
      }
      try await self.run(arguments, run)
    }
  }
}

private func describe(_ error: any Error) -> String {
  switch error {
  case DecodingError.keyNotFound(let key, _): "the key \"\(key.stringValue)\" is missing"
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
    DecodingError.dataCorrupted(let context):
    (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
  default: "\(error)"
  }
}
