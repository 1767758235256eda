import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A real redis-server of a test's own, in a directory of its own, gone when this object is.
package final class RedisServer: Sendable {
  /// How it is reached.
  package enum Listening: Sendable { case unix, tcp, tls }

  /// Why none could be started.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// Where its files lie.
  package let directory: String
  /// The port, of a server on TCP.
  package let port: UInt16?
  private let listening: Listening
  private let options: [String]
  private let process: Mutex<GuardedProcess?>
  /// Its wall clock, of a server that was started with one of its own.
  package let clock: ClockShim?
  /// What other processes need to have such a clock.
  package let clockLibrary: String?

  /// Starts a server and waits until it accepts connections. Options are words, as `["--requirepass", "secret"]`.
  /// A server with a clock has one only where that is possible; see ``ClockShim``.
  package static func start(
    _ listening: Listening = .unix, options: [String] = [], hasClock: Bool = false
  ) throws -> RedisServer {
    var template = Array("/tmp/redis-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(description: "no directory can be made in /tmp") }
    let directory = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let library = hasClock ? ClockShim.makeLibrary(in: directory) : nil
    let clock = library.flatMap { ClockShim(library: $0, in: directory, name: "redis") }
    var lastFailure = Failure(description: "no free port")
    for _ in 0..<5 {
      let port: UInt16? = listening == .unix ? nil : Sockets.freePort()
      if listening != .unix && port == nil { continue }
      do {
        let process = try launch(listening, directory: directory, port: port, options: options, clock: clock)
        return RedisServer(
          listening, directory: directory, port: port, options: options, process: process, clock: clock,
          clockLibrary: library)
      } catch {
        lastFailure = error
        // Only a port that somebody else took meanwhile is worth another try.
        if !error.description.contains("bind") { break }
      }
    }
    remove(directory)
    throw lastFailure
  }

  private init(
    _ listening: Listening, directory: String, port: UInt16?, options: [String], process: GuardedProcess,
    clock: ClockShim?, clockLibrary: String?
  ) {
    self.clock = clock
    self.clockLibrary = clockLibrary
    self.listening = listening
    self.directory = directory
    self.port = port
    self.options = options
    self.process = Mutex(process)
  }

  deinit { stop() }

  /// The path of the unix socket.
  package var socketPath: String { directory + "/redis.sock" }
  /// The URL without a password.
  package var url: String { port.map { "redis://127.0.0.1:\($0)" } ?? "unix://\(socketPath)" }
  /// The server's process; nil when it is not running.
  package var processID: Int32? { process.withLock { $0?.processID } }

  /// Freezes the process: it accepts connections (the kernel does) and answers nothing.
  package func pause() { process.withLock { $0?.signal(SIGSTOP) } }
  /// Ends a freeze.
  package func resume() { process.withLock { $0?.signal(SIGCONT) } }
  /// Ends the process at once, as a crash does.
  package func kill() { end(with: SIGKILL) }
  /// Asks the process to end, as an operator does.
  package func terminate() { end(with: SIGTERM) }

  /// Starts it again, at the same address, after ``kill()`` or ``terminate()``. What it saved is there.
  package func restart() throws {
    end(with: SIGKILL)
    let launched = try Self.launch(listening, directory: directory, port: port, options: options, clock: clock)
    process.withLock { $0 = launched }
  }

  /// Starts it again from its last dump (`SAVE`), without an append-only file: that one begins anew when it is switched on.
  package func restartFromDump() throws {
    end(with: SIGKILL)
    Self.remove(appendOnlyFolder)
    let launched = try Self.launch(
      listening, directory: directory, port: port, options: options + ["--appendonly", "no"], clock: clock)
    process.withLock { $0 = launched }
  }

  /// Removes what it has saved; only while it does not run.
  package func forget() {
    Self.remove(appendOnlyFolder)
    unlink(directory + "/dump.rdb")
  }

  /// The file that writes are appended to, and how long it is; nil when there is none.
  package var appendedFile: (path: String, size: Int64)? {
    // A rewrite begins a new one: the newest is the one in use.
    guard let text = Shell.output(of: "ls -t \(appendOnlyFolder)/*.incr.aof 2>/dev/null"),
      let path = text.split(whereSeparator: \.isNewline).first.map(String.init)
    else { return nil }
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    return (path, Int64(facts.st_size))
  }

  private var appendOnlyFolder: String { directory + "/appendonlydir" }

  /// Ends it and removes its files.
  package func stop() {
    end(with: SIGKILL)
    Self.remove(directory)
  }

  private func end(with signal: Int32) {
    let running = process.withLock { process -> GuardedProcess? in
      defer { process = nil }
      return process
    }
    running?.end(with: signal)
  }

  /// The program: `REDIS_SERVER` in the environment names another than the one on the PATH, such as valkey-server.
  private static var program: String { getenv("REDIS_SERVER").map { String(cString: $0) } ?? "redis-server" }

  private static func launch(
    _ listening: Listening, directory: String, port: UInt16?, options: [String], clock: ClockShim?
  ) throws(Failure) -> GuardedProcess {
    let log = directory + "/log"
    let socketPath = directory + "/redis.sock"
    unlink(log)
    unlink(socketPath)
    var arguments = ["--dir", directory, "--save", "", "--daemonize", "no"]
    if let port {
      let words = listening == .tls ? ["--port", "0", "--tls-port"] : ["--port"]
      arguments += words + ["\(port)", "--bind", "127.0.0.1"]
    } else {
      arguments += ["--port", "0", "--unixsocket", socketPath]
    }
    let words = (clock?.words ?? []) + [Self.program] + arguments + options
    guard let process = GuardedProcess(words[0], Array(words.dropFirst()), output: log) else {
      throw Failure(description: "no process could be started")
    }
    // Bounded; almost always over after the first few looks.
    for _ in 0..<4000 {
      if let descriptor = port.map({ Sockets.connect(port: $0) }) ?? Sockets.connect(unix: socketPath) {
        close(descriptor)
        if text(of: log).contains("eady to accept connections") { return process }
      }
      if process.hasEnded { break }
      usleep(5_000)
    }
    process.end()
    let tail = text(of: log).suffix(600)
    throw Failure(
      description: tail.contains("not found")
        ? "these tests need redis-server (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis)"
        : "redis-server did not start: \(tail)")
  }

  private static func text(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private static func remove(_ directory: String) {
    guard let entries = opendir(directory) else { return }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name == "." || name == ".." { continue }
      let path = directory + "/" + name
      if unlink(path) != 0 { remove(path) }
    }
    closedir(entries)
    rmdir(directory)
  }
}
