/// What stored jobs do: code with a name, and arguments that are data.
///
/// ```swift
/// struct ImportStock: JobHandler {
///   static let name = "suppliers.import-stock"
///   struct Arguments: Codable, Sendable { var supplier: Int? }
///   func run(_ arguments: Arguments, _ run: RunContext) async throws { … }
/// }
/// let scheduler = Scheduler(store: .redis(redis, namespace: "shop"), handlers: [ImportStock()])
/// try await scheduler.add("import-23", .cron("5 * * * *"), handler: ImportStock.self, arguments: .init(supplier: 23))
/// ```
/// A replica without the handler leaves the job to the others. Change ``Arguments`` so that what was stored before can
/// still be read: add fields as optionals.
public protocol JobHandler: Sendable {
  /// The arguments of a run, kept as JSON in the store.
  associatedtype Arguments: Codable & Sendable

  /// The name by which stored jobs find the handler, in every release: 1 to 200 bytes, like a job's id.
  static var name: String { get }

  /// Does the work of one run; see ``RunContext`` for what it may ask.
  /// - Throws: whatever makes the run a failed one.
  func run(_ arguments: Arguments, _ run: RunContext) async throws
}

extension JobHandler {
  /// The handler as the body of any job that names it: it reads the arguments of each run.
  var body: JobBody {
    { run in
      let arguments: Arguments
      do {
        arguments = try run.decodedArguments(Arguments.self)
      } catch {
        throw UnreadableArguments(error, handler: Self.name, arguments: run.arguments)
      }
      try await self.run(arguments, run)
    }
  }
}
