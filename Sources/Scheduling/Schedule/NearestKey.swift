/// The word among `words` that was probably meant; nil when none is near: at most two slips, and fewer than half of the
/// letters.
package func nearestWord(to typed: String, among words: [String]) -> String? {
  let scored = words.map { (word: $0, slips: editDistance(Array(typed.utf8), Array($0.utf8))) }
  guard let best = scored.min(by: { $0.slips < $1.slips }), best.slips <= 2, best.slips * 2 < best.word.utf8.count
  else {
    return nil
  }
  return best.word
}

/// How many letters to insert, delete, replace or swap with their neighbour to make `a` into `b`.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  // No one means a key of 64 letters, and the table grows with the product of the lengths.
  guard a.count <= 64, !b.isEmpty, !a.isEmpty else { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      let same = a[i - 1] == b[j - 1]
      var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
