#if Shell
  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The processes that a command has started, itself included.
  ///
  /// Ask only while the command itself has not been reaped: its id, and with it the group's, belongs to nobody else then.
  struct ProcessGroup {
    let id: pid_t

    /// Waits until the group has ended, at most for the time, then kills what is left of it.
    func end(within grace: Duration) async {
      let limit = ContinuousClock.now + grace
      while hasMembers, ContinuousClock.now < limit { await Self.pause() }
      kill(-id, SIGKILL)
    }

    /// Whether a process of the group is alive. Where that cannot be found out, the answer is yes.
    private var hasMembers: Bool {
      #if os(Linux)
        guard let folder = opendir("/proc") else { return true }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
          let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
          }
          if let process = pid_t(name), isMember(process) { return true }
        }
        return false
      #else
        return true
      #endif
    }

    #if os(Linux)
      /// `/proc/PID/stat` is `PID (name) state parent group …`, and the name may hold anything.
      private func isMember(_ process: pid_t) -> Bool {
        let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return false }
        let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "), maxSplits: 3)
        guard fields.count > 2, let group = pid_t(String(decoding: fields[2], as: UTF8.self)) else { return false }
        return group == id && fields[0].first != UInt8(ascii: "Z")
      }
    #endif

    /// A pause that a cancelled task can take as well.
    private static func pause() async {
      await Task { try? await Task.sleep(for: .milliseconds(20)) }.value
    }
  }
#endif
