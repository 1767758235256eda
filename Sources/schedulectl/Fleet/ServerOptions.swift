#if Redis
  import ArgumentParser
  import CivilTime
  import SchedulingRedis

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Where the fleet's Redis is. Every user of a machine can read the arguments of its processes, so a password comes from a
  /// file or from the environment.
  struct ServerOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The fleet's Redis without a password: redis://host:port/database, rediss://…, or unix:///path.",
        discussion: """
          With a password put the URL, redis://user:password@host:port/database, into a file (--redis-file) or into the \
          environment variable SCHEDULECTL_REDIS. Without any of the three it is redis://127.0.0.1:6379.
          """))
    var redis: String?

    @Option(help: ArgumentHelp("A file whose only line is the URL.", valueName: "path"))
    var redisFile: String?

    static let variable = "SCHEDULECTL_REDIS"
    private static let longestFile = 4_096

    func validate() throws {
      guard let redis else { return }
      if redisFile != nil { throw ValidationError("give --redis or --redis-file, not both") }
      // Also of a URL that cannot be read: it may contain a password too.
      let hasPassword =
        (try? RedisConfiguration(url: redis)).map { $0.credentials != nil } ?? redis.utf8.contains(UInt8(ascii: "@"))
      if hasPassword {
        throw ValidationError(
          "--redis has a password in it, which every user of this machine can read (ps): put the URL into the environment "
            + "variable \(Self.variable), or into a file that only you can read, and name it with --redis-file")
      }
    }

    /// The URL, from the first of the places that has one.
    /// - Throws: `ValidationError` for a file that cannot be read. No error has the URL in it.
    func url() throws -> String {
      if let redis { return redis }
      if let redisFile { return try Self.line(of: redisFile) }
      let variable = ProcessInfo.processInfo.environment[Self.variable] ?? ""
      return variable.isEmpty ? "redis://127.0.0.1:6379" : variable
    }

    private static func line(of path: String) throws -> String {
      guard let data = FileManager.default.contents(atPath: path), data.count <= longestFile,
        let text = String(data: data, encoding: .utf8)
      else {
        throw ValidationError(
          "--redis-file: '\(path.printable())' cannot be read as a text of at most \(longestFile) bytes; check its name and "
            + "its permissions")
      }
      let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }.filter { !$0.isEmpty }
      guard lines.count == 1, let line = lines.first else {
        throw ValidationError("--redis-file: the file has \(lines.count) lines; it must have one, the URL")
      }
      return String(line.reversed().trimmingPrefix { $0 == " " }.reversed())
    }
  }
#endif
