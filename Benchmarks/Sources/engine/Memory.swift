import Foundation

/// This process's resident memory in MB; 0 where the system does not tell it in /proc.
func residentMegabytes() -> Double {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
  let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
  return pages * 4_096 / 1_048_576
}
