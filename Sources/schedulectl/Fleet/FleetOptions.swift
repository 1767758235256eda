#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Which fleet a command is about.
  struct FleetOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions

    @Option(help: "The namespace of the fleet's claims.")
    var namespace: String

    @Option(help: "Who makes the request; kept in the fleet's history.")
    var by: String?

    @Flag(help: "Write JSON, one value a line.")
    var json = false

    func validate() throws {
      if namespace.isEmpty { throw ValidationError("--namespace must not be empty") }
    }

    /// Runs a command on the fleet, and closes the connection after it.
    func with(_ body: (FleetControl) async throws -> Void) async throws {
      do {
        let client = try RedisClient(url: try server.url())
        let user = by ?? ProcessInfo.processInfo.environment["USER"] ?? "schedulectl"
        try await body(FleetControl(client, namespace: namespace, by: user, via: "schedulectl"))
      } catch let code as ExitCode {
        throw code
      } catch let error as ValidationError {
        throw error
      } catch {
        Terminal.writeError("\(error)")
        throw Exit.of(error)
      }
    }

    /// Writes a table, or a line of JSON for each row under the columns' names.
    func show(_ columns: [String], _ rows: [[JSONText]], none: String) {
      if json {
        for row in rows { Terminal.writeLine(JSONText.object(Array(zip(columns, row))).text) }
      } else if rows.isEmpty {
        Terminal.writeLine(none)
      } else {
        Terminal.writeLines(
          Table(columns: columns.map { $0.uppercased() }, rows: rows.map { $0.map(\.cell) }).text)
      }
    }
  }

  extension JSONText {
    init(_ instant: Instant?) { self = instant.map { .string($0.rfc3339) } ?? .null }
    init(_ duration: Duration?) { self = duration.map { .number(Int($0.nanoseconds / 1_000_000)) } ?? .null }

    /// As it stands in a table.
    fileprivate var cell: String {
      switch self {
      case .null: "-"
      case .bool(let value): value ? "yes" : "no"
      case .number(let value): "\(value)"
      case .string(let value): value.isEmpty ? "-" : value
      case .array, .object: text
      }
    }
  }
#endif
