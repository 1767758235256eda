import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that cannot outlive the test process: a shell between the two kills it when the pipe to the shell breaks,
/// which happens even when the tests are killed.
package struct GuardedProcess: Sendable {
  package let processID: Int32
  private let guardID: pid_t
  private let lifeline: Int32

  /// Starts `program`, found on the PATH, with its output in a file. Nil if no process could be started.
  package init?(_ program: String, _ arguments: [String], output: String) {
    // One at a time: another program started between `pipe` and `fcntl` would hold the lifeline too.
    guard let started = Self.starting.withLock({ _ in Self.start(program, arguments, output: output) }) else {
      return nil
    }
    self = started
  }

  private init(processID: pid_t, guardID: pid_t, lifeline: Int32) {
    self.processID = processID
    self.guardID = guardID
    self.lifeline = lifeline
  }

  private static let starting = Mutex(())

  private static func start(_ program: String, _ arguments: [String], output: String) -> GuardedProcess? {
    guard let life = privatePipe() else { return nil }
    guard let report = privatePipe() else {
      for end in life { close(end) }
      return nil
    }
    // 3 reports the id; the guard reads 0 until it breaks.
    let script =
      "out=$1; shift; \"$@\" >>\"$out\" 2>&1 3>&- & echo $! >&3; exec 3>&-; read -r x; kill -9 $! 2>/dev/null; wait"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, life[0], 0)
    posix_spawn_file_actions_adddup2(&actions, report[1], 3)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Threads of the test process block signals, and a shell that cannot hear SIGCHLD waits for ever.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ["/bin/sh", "-c", script, "guard", output, program] + arguments
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    var guardID: pid_t = 0
    let result = posix_spawn(&guardID, "/bin/sh", &actions, &attributes, pointers, environ)
    close(life[0])
    close(report[1])
    var text: [UInt8] = []
    if result == 0 {
      var byte: UInt8 = 0
      while read(report[0], &byte, 1) == 1, byte != 10 { text.append(byte) }
    }
    close(report[0])
    guard result == 0, let id = pid_t(String(decoding: text, as: UTF8.self)) else {
      close(life[1])
      return nil
    }
    return GuardedProcess(processID: id, guardID: guardID, lifeline: life[1])
  }

  private static func privatePipe() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  package func signal(_ number: Int32) { kill(processID, number) }

  /// Ends the program, however it stands, and waits until it is gone.
  package func end(with number: Int32 = SIGKILL) {
    if number != SIGKILL {
      kill(processID, SIGCONT)
      kill(processID, number)
      // A child of the guard: it stays as a zombie until the guard waits, so the guard's own end tells.
      var patience = 400
      while patience > 0, !Self.isZombie(processID) {
        usleep(5_000)
        patience -= 1
      }
    }
    close(lifeline)
    var status: Int32 = 0
    while waitpid(guardID, &status, 0) < 0, errno == EINTR {}
  }

  package var hasEnded: Bool { Self.isZombie(processID) }

  private static func isZombie(_ id: pid_t) -> Bool {
    guard let file = fopen("/proc/\(id)/stat", "r") else { return true }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, 512, file) != nil else { return true }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let close = text.lastIndex(of: ")") else { return true }
    return text[text.index(after: close)...].dropFirst().first == "Z"
  }
}
