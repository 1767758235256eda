#if Redis
  import Foundation
  import Testing

  @Suite("schedulectl serve hands over to a program of its own")
  struct ServeTests {
    /// A folder with a program of that name that writes what it is given: its arguments, a line each, and two variables.
    private func withProgram(_ body: (_ folder: String) throws -> Void) throws {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("serve-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let program = folder.appendingPathComponent("schedulectl-serve")
      try """
      #!/bin/sh
      for word in "$@"; do echo "argument $word"; done
      echo "redis $SCHEDULECTL_REDIS"
      echo "token $SCHEDULECTL_TOKEN"
      exit 7
      """.write(to: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
      try body(folder.path)
    }

    @Test(
      "It is found on the PATH and receives the options; the server's address, which may have a password, is no argument"
    )
    func handsOver() throws {
      try withProgram { folder in
        let tool = try Tool.run(
          [
            "serve", "--namespace", "shop", "--port", "0", "--host", "127.0.0.1", "--allow-changes", "--token-file",
            "/run/token file", "--environment", "$(id)",
          ],
          environment: [
            "PATH": "/nowhere:\(folder)", "SCHEDULECTL_TOKEN": "a-token-for-the-tests",
            "SCHEDULECTL_REDIS": "redis://:hunter2@127.0.0.1:6379/1",
          ])
        // Its exit code is that of the program: nothing is left of this one.
        #expect(tool.status == 7, "\(tool)")
        let lines = tool.output.split(separator: "\n").map(String.init)
        #expect(
          lines.filter { $0.hasPrefix("argument ") } == [
            "argument --namespace=shop", "argument --host=127.0.0.1", "argument --port=0", "argument --allow-changes",
            "argument --token-file=/run/token file", "argument --environment=$(id)",
          ])
        #expect(lines.contains("redis redis://:hunter2@127.0.0.1:6379/1"))
        #expect(lines.contains("token a-token-for-the-tests"))
      }
    }

    @Test("Read-only is the default, and nothing is passed on that was not asked for")
    func readOnly() throws {
      try withProgram { folder in
        let tool = try Tool.run(
          ["serve", "--namespace", "shop"], environment: ["PATH": folder, "SCHEDULECTL_REDIS": "redis://10.0.0.1:6379"])
        let lines = tool.output.split(separator: "\n").map(String.init)
        #expect(
          lines.filter { $0.hasPrefix("argument ") } == [
            "argument --namespace=shop", "argument --host=127.0.0.1", "argument --port=8081",
          ])
        #expect(lines.contains("redis redis://10.0.0.1:6379"))
      }
    }

    @Test("Where the program is missing, or cannot be run, it says how to build it")
    func missing() throws {
      let tool = try Tool.run(["serve", "--namespace", "shop"], environment: ["PATH": "/nowhere"])
      #expect(tool.status == 2 && tool.error.contains("Examples/SchedulectlServe"), "\(tool)")
      #expect(try Tool.run(["serve", "--namespace", ""], environment: ["PATH": "/nowhere"]).status == 64)
      try withProgram { folder in
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(folder)/schedulectl-serve")
        let tool = try Tool.run(["serve", "--namespace", "shop"], environment: ["PATH": folder])
        #expect(tool.status == 2 && tool.error.contains("was found neither"), "\(tool)")
      }
    }
  }
#endif
