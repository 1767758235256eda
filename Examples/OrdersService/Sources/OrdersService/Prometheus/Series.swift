import Metrics
import Synchronization

/// One metric with its labels: a number, or a histogram.
final class Series: CounterHandler, RecorderHandler, MeterHandler, TimerHandler {
  private struct Values {
    var value = 0.0
    var count = 0
    var buckets = [Int](repeating: 0, count: Series.bounds.count)
  }

  /// In seconds, from a millisecond to an hour.
  private static let bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 1_800, 3_600]

  let name: String
  let labels: String
  private let isHistogram: Bool
  private let values = Mutex(Values())

  init(name: String, labels: String, isHistogram: Bool) {
    self.name = name
    self.labels = labels
    self.isHistogram = isHistogram
  }

  func increment(by amount: Int64) { add(Double(amount)) }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }
  func reset() { values.withLock { $0 = Values() } }
  func record(_ value: Int64) { record(Double(value)) }
  func set(_ value: Int64) { record(Double(value)) }
  func set(_ value: Double) { record(value) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    values.withLock { values in
      guard isHistogram else { return values.value = value }
      values.value += value
      values.count += 1
      for (place, bound) in Self.bounds.enumerated() where value <= bound { values.buckets[place] += 1 }
    }
  }

  private func add(_ amount: Double) { values.withLock { $0.value += amount } }

  var text: String {
    let values = values.withLock { $0 }
    guard isHistogram else { return line("", labels, "\(values.value)") }
    var text = ""
    let prefix = labels.isEmpty ? "" : labels + ","
    for (bound, count) in zip(Self.bounds, values.buckets) {
      text += line("_bucket", "\(prefix)le=\"\(bound)\"", "\(count)")
    }
    text += line("_bucket", "\(prefix)le=\"+Inf\"", "\(values.count)")
    return text + line("_sum", labels, "\(values.value)") + line("_count", labels, "\(values.count)")
  }

  private func line(_ suffix: String, _ labels: String, _ value: String) -> String {
    "\(name)\(suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
  }
}
