extension StringProtocol where UTF8View: BidirectionalCollection {
  /// The beginning of the text, at most so many bytes of UTF-8, cut between two Unicode scalars.
  ///
  /// By bytes and not by characters: one character can have any number of combining marks, and so any length.
  package func cut(toBytes limit: Int) -> String {
    let bytes = utf8
    guard var end = bytes.index(bytes.startIndex, offsetBy: Swift.max(0, limit), limitedBy: bytes.endIndex),
      end != bytes.endIndex
    else { return String(self) }
    while end > bytes.startIndex, bytes[end] & 0b1100_0000 == 0b1000_0000 { end = bytes.index(before: end) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
