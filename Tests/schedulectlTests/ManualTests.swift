import Foundation
import Testing

@Suite("schedulectl's manual page")
struct ManualTests {
  private struct Dump: Decodable {
    var command: Command
    struct Command: Decodable {
      var commandName: String
      var arguments: [Argument]?
      var subcommands: [Command]?
    }
    struct Argument: Decodable {
      var names: [Name]?
      var shouldDisplay: Bool
    }
    struct Name: Decodable {
      var kind: String
      var name: String
    }
  }

  @Test("It has every command and every option that the program has; Tests/manual writes it anew")
  func complete() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../Sources/schedulectl/Manual/schedulectl.1"), encoding: .utf8
    ).replacing("\\-", with: "-")
    let dump = try JSONDecoder().decode(
      Dump.self, from: Data(try Tool.run(["--experimental-dump-help"]).output.utf8))
    func check(_ command: Dump.Command, _ path: String) throws {
      guard command.commandName != "help" else { return }
      let section = try #require(
        page.split(separator: "\n.SS ").first { $0.hasPrefix(path + "\n") },
        "the page lacks '\(path)': run Tests/manual")
      for argument in command.arguments ?? [] where argument.shouldDisplay {
        for name in argument.names ?? [] where name.kind == "long" && !["help", "version"].contains(name.name) {
          #expect(section.contains("--\(name.name)"), "'\(path)' lacks --\(name.name): run Tests/manual")
        }
      }
      for child in command.subcommands ?? [] { try check(child, "\(path) \(child.commandName)") }
    }
    #expect(page.contains("4   nobody agreed"))
    for command in dump.command.subcommands ?? [] { try check(command, command.commandName) }
  }
}
