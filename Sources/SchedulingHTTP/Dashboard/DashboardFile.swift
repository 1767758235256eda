/// A file of the dashboard, as it is embedded in this library.
package struct DashboardFile: Sendable {
  /// Its address below the dashboard's own, such as `scripts/app.js`.
  package let path: String
  package let bytes: [UInt8]
  /// The value of `content-type`.
  package let type: String
  /// The value of `etag`: the same in every process that was built from the same file.
  package let tag: String

  init(_ path: String, _ text: StaticString) {
    self.path = path
    bytes = text.withUTF8Buffer(Array.init)
    type = Self.type(of: path)
    tag = Self.tag(of: bytes)
  }

  private static func type(of path: String) -> String {
    if path.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
    if path.hasSuffix(".css") { return "text/css; charset=utf-8" }
    if path.hasSuffix(".svg") { return "image/svg+xml" }
    return "text/html; charset=utf-8"
  }

  /// FNV-1a of 64 bits, and the length: enough to distinguish the files of two builds.
  private static func tag(of bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return "\"\(String(hash, radix: 16))-\(String(bytes.count, radix: 16))\""
  }
}
