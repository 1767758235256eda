import Metrics
import Synchronization

/// A small back end of swift-metrics that writes Prometheus's text format, with the names that swift-prometheus gives:
/// dots become underscores, timers are histograms in seconds. A service takes swift-prometheus or swift-otel in its place.
final class PrometheusText: MetricsFactory {
  private struct Family {
    var type: String
    var series: [String: Series] = [:]
  }

  private let families = Mutex([String: Family]())

  /// Every series, sorted by name and labels.
  var text: String {
    let families = families.withLock { $0 }
    var text = ""
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      text += "# TYPE \(name) \(family.type)\n"
      for (_, series) in family.series.sorted(by: { $0.key < $1.key }) { text += series.text }
    }
    return text
  }

  private func series(_ label: String, _ dimensions: [(String, String)], _ type: String) -> Series {
    let name = Self.name(label)
    let labels = dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }.sorted().joined(separator: ",")
    return families.withLock { families in
      if let series = families[name]?.series[labels] { return series }
      let series = Series(name: name, labels: labels, isHistogram: type == "histogram")
      families[name, default: Family(type: type)].series[labels] = series
      return series
    }
  }

  private func remove(_ series: AnyObject) {
    guard let series = series as? Series else { return }
    families.withLock { families in
      families[series.name]?.series[series.labels] = nil
      if families[series.name]?.series.isEmpty == true { families[series.name] = nil }
    }
  }

  private static func name(_ label: String) -> String {
    String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, "counter")
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    series(label, dimensions, aggregate ? "histogram" : "gauge")
  }
  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, "gauge")
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, "histogram")
  }
  func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
