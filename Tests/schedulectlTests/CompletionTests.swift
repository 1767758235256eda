import Foundation
import Testing

@Suite("schedulectl's completions")
struct CompletionTests {
  @Test("Each shell has a script that knows every command", arguments: ["bash", "zsh", "fish"])
  func scripts(shell: String) throws {
    let script = try Tool.run(["--generate-completion-script", shell])
    #expect(script.status == 0, "\(script.error)")
    let help = try Tool.run(["--help"])
    let commands = help.output.split(separator: "SUBCOMMANDS:").last?.split(separator: "\n")
      .compactMap { $0.firstMatch(of: #/^  ([a-z-]+) /#)?.1 }
    let names = try #require(commands)
    #expect(names.count > 7, "\(help.output)")
    for name in names { #expect(script.output.contains(name), "\(name) is not in the script of \(shell)") }
  }

  @Test("bash reads its script, and completes commands and options with it")
  func bash() throws {
    let script = try Tool.run(["--generate-completion-script", "bash"]).output
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("completion-\(UUID().uuidString).bash")
    try script.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    func complete(_ words: [String]) throws -> String {
      let line = (["schedulectl"] + words).joined(separator: " ")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = [
        "-c",
        """
        source '\(file.path)'
        COMP_WORDS=(schedulectl \(words.map { "'\($0)'" }.joined(separator: " ")))
        COMP_CWORD=\(words.count); COMP_LINE='\(line)'; COMP_POINT=\(line.count)
        $(complete -p schedulectl | sed -E 's/.*-F ([^ ]+).*/\\1/') schedulectl '\(words.last ?? "")' ''
        printf '%s\\n' "${COMPREPLY[@]}"
        """,
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      try process.run()
      defer { process.waitUntilExit() }
      return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    #expect(try complete(["fore"]).contains("forecast"))
    #expect(try complete(["plan", "--mark"]).contains("--markdown"))
  }
}
