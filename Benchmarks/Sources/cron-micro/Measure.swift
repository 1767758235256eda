/// Keeps the optimiser from throwing away what is measured.
@inline(never)
func keep<T>(_ value: T) {}

/// The nanoseconds one call of `body` takes: the least of eleven batches of about ten milliseconds, for what
/// else runs on the machine only adds.
func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  func time(_ count: Int) throws -> Double {
    let start = clock.now
    for _ in 0..<count { try body() }
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
  }
  var count = 1
  while count < 1 << 30, (try? time(count)) ?? 1e9 < 10_000_000 { count *= 2 }
  var least = Double.infinity
  for _ in 0..<11 { least = min(least, try time(count) / Double(count)) }
  return least
}

/// Prints one row as a line of JSON.
func row(_ name: String, _ body: () throws -> Void) rethrows {
  let time = try nanoseconds(body)
  let rounded = time < 1_000 ? (time * 10).rounded() / 10 : time.rounded()
  print(#"{"row":"\#(name)","system":"swift-scheduling","ns":\#(rounded)}"#)
}
