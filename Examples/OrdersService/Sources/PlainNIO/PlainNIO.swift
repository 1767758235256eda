import Foundation
import Scheduling
import SchedulingHTTP

/// A scheduler with its dashboard on plain SwiftNIO, for anybody on this computer to look at: `PlainNIO [port]`.
@main
enum PlainNIO {
  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
    let scheduler = Scheduler()
    try await scheduler.add("say-hello", .every(.minutes(1))) { run in print("hello from \(run.instance)") }
    // Without `authorize` nobody may change anything.
    let management = NIOManagement(routes: ManagementRoutes(scheduler))
    try await withThrowingTaskGroup { group in
      group.addTask { try await scheduler.run() }
      group.addTask {
        try await management.serve(host: "127.0.0.1", port: port) { port in
          print("listening on http://127.0.0.1:\(port)\(management.routes.prefix)/dashboard/")
          fflush(nil)
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }
}
