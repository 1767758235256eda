extension FieldText {
  /// Reads one item of the standard dialect, without the day fields' specials, into a set:
  /// `*`, `v`, `a-b`, `*/n`, `a-b/n`.
  func readItem(_ item: Range<Int>, into set: inout some ValueSet) throws(Fault) {
    let slash = position(of: UInt8(ascii: "/"), in: item)
    let step = try slash.map { slash throws(Fault) in try self.step(slash + 1..<item.upperBound) } ?? 1
    let base = item.lowerBound..<(slash ?? item.upperBound)
    if isText("*", base) {
      // Day of week counts Sunday as 0 here, not a second time as 7.
      set.insert(from: bounds.lowerBound, through: field.bounds.upperBound, step: step)
      return
    }
    if base.isEmpty {
      throw fault(item, "a step needs * or a range before it", write: "*/\(step)")
    }
    guard let dash = position(of: UInt8(ascii: "-"), in: base) else {
      if isText("?", base), slash != nil { throw fault(item, "? takes no step", write: "*/\(step)") }
      let value = try value(base)
      guard slash == nil else {
        throw fault(
          item, "a step needs * or a range before it",
          write: "\(opening(value, base))-\(field.bounds.upperBound)/\(step)")
      }
      set.insert(from: value, through: value, step: 1)
      return
    }
    let lower = base.lowerBound..<dash
    let upper = dash + 1..<base.upperBound
    let start = try value(lower)
    var end = try value(upper)
    // SUN closes a week: FRI-SUN. As the first day it opens one: SUN-SUN is one day.
    if field == .dayOfWeek, end == 0, number(upper) == nil, number(lower) != nil || start != 0 { end = 7 }
    guard start <= end else {
      throw fault(item, "the range runs backwards", write: forwards(from: start, lower, to: end, upper, step: step))
    }
    set.insert(from: start, through: end, step: step)
  }

  /// The first value of a range as it is written there; a Sunday that is written 7 opens no range.
  private func opening(_ value: Int, _ part: Range<Int>) -> String {
    value > field.bounds.upperBound ? "\(field.bounds.lowerBound)" : text(part)
  }

  /// A range that runs over the end of the field, in two parts.
  private func forwards(from start: Int, _ lower: Range<Int>, to end: Int, _ upper: Range<Int>, step: Int) -> String {
    let steps = step == 1 ? "" : "/\(step)"
    // Sunday as 7 opens the week.
    if start > field.bounds.upperBound { return "\(field.bounds.lowerBound)-\(text(upper))\(steps)" }
    let tail = "\(text(lower))-\(field.bounds.upperBound)\(steps)"
    // One value takes no step.
    return tail + "," + (bounds.lowerBound == end ? text(upper) : "\(bounds.lowerBound)-\(text(upper))\(steps)")
  }
}
