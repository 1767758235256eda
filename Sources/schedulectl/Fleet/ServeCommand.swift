#if Redis
  import ArgumentParser
  import SchedulingRedis

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// `schedulectl serve`: hands over to a program of its own, so that this one needs no HTTP server.
  struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve",
      abstract: "Serves the dashboard and the management API of a fleet, from outside.",
      discussion: """
        It only looks, unless --allow-changes is given and there is a token of 16 bytes or more, in --token-file or in the \
        environment variable SCHEDULECTL_TOKEN. With a token every request needs it; without one it listens on loopback alone.

        The server is 'schedulectl-serve', which is built from the package's folder Examples/SchedulectlServe (swift build -c \
        release) and looked for beside this program and on the PATH.

        EXAMPLE
          schedulectl serve --namespace shop --allow-changes --token-file /run/secrets/dashboard
        """)

    @Option(help: "The namespace of the fleet's claims.")
    var namespace: String
    @Option(help: "The IPv4 address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 for one that is free.")
    var port: UInt16 = 8081
    @Flag(help: "Let holders of the token pause, run, cancel, requeue and discard.")
    var allowChanges = false
    @Option(help: ArgumentHelp("A file whose only line is the token.", valueName: "path"))
    var tokenFile: String?
    @Option(help: "A name that the page shows, such as production.")
    var environment: String?
    @OptionGroup var server: ServerOptions

    private static let program = "schedulectl-serve"

    func validate() throws {
      if namespace.isEmpty { throw ValidationError("--namespace must not be empty") }
    }

    func run() throws {
      guard let program = Self.find() else {
        Terminal.writeError(
          "\(Self.program) was found neither beside this program nor on the PATH: build it in the package's folder "
            + "Examples/SchedulectlServe with 'swift build -c release', and put it there")
        throw Exit.invalid
      }
      // The URL may have a password, which arguments would show to every user of the machine.
      setenv(ServerOptions.variable, try server.url(), 1)
      var arguments = [program, "--namespace=\(namespace)", "--host=\(host)", "--port=\(port)"]
      if allowChanges { arguments.append("--allow-changes") }
      if let tokenFile { arguments.append("--token-file=\(tokenFile)") }
      if let environment { arguments.append("--environment=\(environment)") }
      var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
      fflush(nil)
      execv(program, &words)
      let reason = String(cString: strerror(errno))
      Terminal.writeError("\(program) could not be started: \(reason)")
      throw Exit.invalid
    }

    private static func find() -> String? {
      let own = CommandLine.arguments.first.flatMap { first in realpath(first, nil) }.map { path in
        defer { free(path) }
        return String(cString: path)
      }
      let beside = own.flatMap { own in own.lastIndex(of: "/").map { String(own[..<$0]) } }
      let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
      return ([beside].compactMap(\.self) + folders).map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
  }
#endif
