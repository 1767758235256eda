import CivilTime
public import Scheduling
import Yams

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ScheduleFile {
  /// The most bytes that a schedule file has unless a caller says otherwise: 1 MiB.
  public static let defaultSizeLimit = 1_048_576

  /// Reads a schedule file, YAML or JSON.
  /// - Parameter sizeLimit: The most bytes that the file may have.
  /// - Throws: ``Scheduling/ScheduleFileError``, which names the file, and the line and the key of every fault, and what
  ///   would be right.
  public init(contentsOfFile path: String, sizeLimit: Int = defaultSizeLimit) throws {
    try self.init(yaml: ScheduleText.read(path, sizeLimit: sizeLimit), file: path, sizeLimit: sizeLimit)
  }

  /// Reads a schedule from YAML text. JSON is YAML too, so it reads JSON as well, with the same errors.
  ///
  /// Scalars are read by the core schema of YAML 1.2. What another version reads differently, such as the numbers `010`
  /// and `1:30`, is refused. Aliases are allowed as values, not within keys; values are nested at most 64 levels deep.
  /// - Parameters:
  ///   - file: Named in errors.
  ///   - sizeLimit: The most bytes that the text may have.
  /// - Throws: ``Scheduling/ScheduleFileError``, which names the line and the key of every fault, and what would be right.
  public init(yaml text: String, file: String? = nil, sizeLimit: Int = defaultSizeLimit) throws {
    try self.init(yaml: text, file: file, sizeLimit: sizeLimit, ReadingWork())
  }

  /// How many elementary steps it takes to read a text. They grow with its length, and with nothing else.
  /// - Throws: As ``init(yaml:file:sizeLimit:)``.
  package static func stepsToRead(yaml text: String) throws -> Int {
    let work = ReadingWork()
    _ = try ScheduleFile(yaml: text, file: nil, sizeLimit: defaultSizeLimit, work)
    return work.steps
  }

  private init(yaml text: String, file: String?, sizeLimit: Int, _ work: ReadingWork) throws {
    var source = ScheduleSource(file: file)
    do {
      let (root, lines) = try YAMLReader.read(text, limit: sizeLimit, work)
      source.lines = lines
      self = try ScheduleFile(from: YAMLValueDecoder(root, work))
      self.source = source
    } catch let error as ScheduleFileError {
      throw source.locate(error)
    } catch let error as YamlError {
      throw ScheduleFileError(error, in: text, file: file)
    } catch let error as DecodingError {
      throw source.locate(ScheduleFileError(error))
    }
  }

  /// The schedule as YAML, as ``init(yaml:file:sizeLimit:)`` reads it: the jobs in the order of their ids.
  /// - Throws: ``Scheduling/ScheduleFileError`` for a duration that is negative or not whole milliseconds.
  public func yaml() throws -> String {
    let node = try YAMLNode.node(of: self)
    let text = try serialize(node: node, width: 120, allowUnicode: true)
    // What a terminal would act on, or show as nothing, is written as an escape.
    if text.unicodeScalars.allSatisfy({ $0 == "\n" || $0.isPrintable }) { return text }
    return try serialize(node: node, width: 120, allowUnicode: false)
  }
}
