import Foundation

/// What the processors have done since the start, in ticks: on a virtual machine another may have been given their time,
/// and a measurement with much of it says little. Nothing where there is no `/proc/stat`.
struct ProcessorTimes {
  private let ticks: [Int]

  init() {
    let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
    ticks = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Int($0) }
  }

  /// The share of the time in between that was not given to this machine.
  func stolenPercent(until later: ProcessorTimes) -> Int {
    guard ticks.count > 7, later.ticks.count > 7 else { return 0 }
    let all = zip(later.ticks.prefix(8), ticks.prefix(8)).map { $0 - $1 }.reduce(0, +)
    return all == 0 ? 0 : 100 * (later.ticks[7] - ticks[7]) / all
  }
}
