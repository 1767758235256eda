import Foundation

/// What this process has used so far.
struct ProcessUsage {
  /// Processor time, user and system.
  let processorSeconds: Double
  /// How often a thread of this process went to sleep and was woken.
  let wakes: Int

  init() {
    var usage = rusage()
    // RUSAGE_SELF, whose type differs between systems.
    getrusage(0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    wakes = Int(usage.ru_nvcsw)
  }

  /// This process's resident memory in MB; 0 where the system has no `/proc`.
  static func residentMegabytes() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return pages * 4_096 / 1_048_576
  }
}
