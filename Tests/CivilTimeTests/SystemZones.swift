import Foundation

/// The zones of the machine the tests run on, and a second, naive reading of their files.
enum SystemZones {
  static let root = "/usr/share/zoneinfo"

  /// Every zone's name, without the copies that count leap seconds and the links to the machine's own zone.
  static func names() -> [String] {
    guard let files = FileManager.default.enumerator(atPath: root) else { return [] }
    return files.compactMap { $0 as? String }.filter { name in
      guard !name.hasPrefix("right/"), !name.hasPrefix("posix/"), !name.contains("."),
        !["leapseconds", "localtime", "posixrules"].contains(name)
      else {
        return false
      }
      return (try? bytes(name).prefix(4).elementsEqual("TZif".utf8)) ?? false
    }.sorted()
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")))
  }

  /// The transitions listed in the 64-bit block, with the offset each leads to.
  static func table(_ name: String) throws -> (first: Int, transitions: [(Int64, Int)]) {
    let bytes = try bytes(name)
    func number(_ at: Int, _ size: Int) -> Int64 {
      let raw = bytes[at..<at + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return size == 4 ? Int64(Int32(bitPattern: UInt32(raw))) : Int64(bitPattern: raw)
    }
    func counts(_ at: Int) -> [Int] { (0..<6).map { Int(number(at + 20 + 4 * $0, 4)) } }
    let one = counts(0)
    let second = 44 + one[3] * 5 + one[4] * 6 + one[5] + one[2] * 8 + one[1] + one[0]
    let two = counts(second)
    let times = second + 44
    let types = times + two[3] * 8
    let infos = types + two[3]
    func offset(_ type: Int) -> Int { Int(number(infos + type * 6, 4)) }
    return (offset(0), (0..<two[3]).map { (number(times + $0 * 8, 8), offset(Int(bytes[types + $0]))) })
  }
}
