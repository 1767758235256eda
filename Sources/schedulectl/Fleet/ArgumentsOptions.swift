#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Where the arguments of a run come from. Every user of a machine can read the arguments of its processes, so what is
  /// secret comes from a file or from standard input.
  struct ArgumentsOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Arguments for the run instead of the job's own, as JSON.",
        discussion:
          "Every user of this machine can read them while the tool runs (ps): put secrets into --arguments-file."))
    var arguments: String?

    @Option(
      help: ArgumentHelp("A file with the arguments as JSON; - for standard input.", valueName: "path"))
    var argumentsFile: String?

    /// As the fleet's own bound of a value.
    private static let longest = 262_144

    func validate() throws {
      if arguments != nil, argumentsFile != nil {
        throw ValidationError("give --arguments or --arguments-file, not both")
      }
    }

    /// Nil where none are given.
    /// - Throws: `ValidationError`, which repeats nothing of the arguments.
    func decoded() throws -> JobArguments? {
      if let arguments { return try Self.decoded(Data(arguments.utf8), "--arguments") }
      guard let argumentsFile else { return nil }
      return try Self.decoded(try Self.contents(of: argumentsFile), "--arguments-file")
    }

    private static func contents(of path: String) throws -> Data {
      let found = path == "-" ? Terminal.readAll(atMost: longest).map { Data($0) } : regularFile(path)
      guard let data = found else {
        throw ValidationError(
          "--arguments-file: '\(path.printable())' cannot be read as a file of at most \(longest) bytes; check its name, its "
            + "size and its permissions")
      }
      return data
    }

    /// Nil for what is no regular file, is too large, or may not be read.
    private static func regularFile(_ path: String) -> Data? {
      let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
        attributes[.type] as? FileAttributeType == .typeRegular, (attributes[.size] as? UInt64 ?? .max) <= longest
      else { return nil }
      return FileManager.default.contents(atPath: file)
    }

    private static func decoded(_ data: Data, _ option: String) throws -> JobArguments {
      guard let decoded = try? JSONDecoder().decode(JobArguments.self, from: data) else {
        throw ValidationError("\(option) is not JSON: write for example '{\"supplier\": 23}'")
      }
      return decoded
    }
  }
#endif
