import ArgumentParser
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl schema`: the JSON Schema of schedule files.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the JSON Schema of schedule files, for editors and CI.",
    discussion: """
      Editors with a YAML language server check a schedule file that begins with
        # yaml-language-server: $schema=schedule.schema.json
      """)

  @Flag(help: "Write the table of keys in Markdown instead.")
  var keys = false

  func run() throws {
    if keys { return Terminal.writeLines(ScheduleFile.keyTable) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Terminal.writeLines(String(decoding: try encoder.encode(ScheduleFile.jsonSchema), as: UTF8.self))
  }
}
