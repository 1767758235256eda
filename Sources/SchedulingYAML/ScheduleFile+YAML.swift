public import Scheduling
import Yams

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ScheduleFile {
  /// Reads a schedule file, YAML or JSON.
  /// - Throws: ``Scheduling/ScheduleFileError``, which names the file, the line and the key, and what would be right.
  public init(contentsOfFile path: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw ScheduleFileError(file: path, "cannot be read: does the file exist, and may this process read it?")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ScheduleFileError(file: path, "is not UTF-8 text")
    }
    try self.init(yaml: text, file: path)
  }

  /// Reads a schedule from YAML text. JSON is YAML too, so it reads JSON as well, with the same errors.
  /// - Parameter file: Named in errors.
  /// - Throws: ``Scheduling/ScheduleFileError``, which names the line and the key, and what would be right.
  public init(yaml text: String, file: String? = nil) throws {
    var source = ScheduleSource(file: file)
    do {
      // The parser owns what its nodes point at, so it lives until they are decoded.
      let parser = try Parser(yaml: text, resolver: Resolver.basic.appending(.merge))
      self = try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { throw ScheduleFileError("is empty; expected the key 'jobs'") }
        var reader = LineReader()
        try reader.read(root)
        source.lines = reader.lines
        return try YAMLDecoder().decode(ScheduleFile.self, from: root.withPlainArguments)
      }
      self.source = source
    } catch let error as ScheduleFileError {
      throw error.line == nil
        ? source.locate(error) : ScheduleFileError(file: file, line: error.line, key: error.key, error.message)
    } catch let error as YamlError {
      throw ScheduleFileError(error, in: text, file: file)
    } catch let error as DecodingError {
      throw source.locate(ScheduleFileError(error))
    }
  }

  /// The schedule as YAML, as ``init(yaml:file:)`` reads it: the jobs in the order of their ids.
  /// - Throws: ``Scheduling/ScheduleFileError`` for a duration that is negative or not whole milliseconds.
  public func yaml() throws -> String {
    let encoder = YAMLEncoder()
    encoder.options.width = 120
    encoder.options.allowUnicode = true
    return try encoder.encode(self)
  }
}
