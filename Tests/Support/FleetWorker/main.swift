// A worker process for the fleet's tests.
#if Redis
  import FleetSupport

  guard let options = WorkerOptions(words: Array(CommandLine.arguments.dropFirst())) else { exit(64) }
  try await FleetWorker(options).run()
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
