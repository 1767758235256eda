import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The text of a schedule file.
enum ScheduleText {
  /// Reads no more than the limit, whatever the file is.
  static func read(_ path: String, sizeLimit: Int) throws(ScheduleFileError) -> String {
    let data: Data
    do {
      // What a link leads to: mounted configuration is made of links.
      let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      // A pipe or a device has no size, and may have no end.
      guard attributes[.type] as? FileAttributeType == .typeRegular else { throw NoFile() }
      let size = attributes[.size] as? UInt64 ?? 0
      guard size <= UInt64(max(0, sizeLimit)) else { throw TooLarge(size: size) }
      data = try Data(contentsOf: file)
    } catch let error as TooLarge {
      throw ScheduleFileError(
        file: path,
        "has \(error.size) bytes, and a schedule file has at most \(sizeLimit); split it, or raise the limit")
    } catch is NoFile {
      throw ScheduleFileError(file: path, "is a folder, a pipe or a device; a schedule is read from a regular file")
    } catch {
      throw ScheduleFileError(file: path, "cannot be read: does the file exist, and may this process read it?")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ScheduleFileError(file: path, "is not UTF-8 text")
    }
    return text
  }

  private struct NoFile: Error {}

  private struct TooLarge: Error {
    var size: UInt64
  }
}
