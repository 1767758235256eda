/// One line of JSON for a row: what was measured, and the figures with their units in their names.
func report(_ row: String, size: Int, _ figures: KeyValuePairs<String, Double>) {
  let pairs = figures.map { #""\#($0.key)":\#(($0.value * 10_000).rounded() / 10_000)"# }
  print(#"{"row":"\#(row)","system":"swift-scheduling","size":\#(size),\#(pairs.joined(separator: ","))}"#)
}

/// The value below which a share of the sorted values lies.
func percentile(_ sorted: [Int64], _ share: Double) -> Double {
  guard !sorted.isEmpty else { return .nan }
  return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
}
