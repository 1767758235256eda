#if Redis
  import CivilTime
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("The table of every key and field")
  struct FleetDataTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/SchedulingRedis")

    private static let advice = " has no row: add one to FleetData+Table.swift and to the table in Protocol.md"

    private static func text(_ path: String) throws -> String {
      try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("is the same in Protocol.md and in the code")
    func documentation() throws {
      let lines = try Self.text("Documentation.docc/Protocol.md").split(separator: "\n").map(String.init)
      let begin = try #require(lines.firstIndex(of: "| key | field | who knows it | after a loss of data | bound |"))
      let rows = lines[(begin + 2)...].prefix { $0.hasPrefix("|") }
      #expect(Array(rows) == FleetDatum.all.map(\.markdown))
    }

    @Test("has a row for every key that the library names")
    func keys() throws {
      let source = try Self.text("Scripts/Keys.swift")
      let names = source.matches(of: /prefix \+ "([^"]+)"|"\\\(prefix\)([a-z:]+)/)
        .compactMap { ($0.output.1 ?? $0.output.2).map(String.init) }
      #expect(names.count > 20)
      for name in names where name != "wake" {
        #expect(
          FleetDatum.all.contains { $0.key == name || (name.hasSuffix(":") && $0.key.hasPrefix(name + "<")) }, "\(name)"
        )
      }
    }

    /// The texts that stand where a command takes fields: each is a field, or the beginning of one.
    @Test("has a row for every field that a script writes")
    func fields() throws {
      let folder = Self.sources.appendingPathComponent("Scripts")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
      var found: Set<String> = []
      for file in files {
        let source = try Self.text("Scripts/\(file)")
        for start in source.matches(of: #/'(HSET|HSETNX|HINCRBY)', /#) {
          let words = Self.words(source[start.range.upperBound...]).dropFirst()
          let fields = start.output.1 == "HSET" ? stride(from: 0, to: words.count, by: 2).map { $0 } : [0]
          for place in fields {
            for text in words[words.startIndex + place].matches(of: /'([a-z]+:?)'/) {
              found.insert(String(text.output.1))
            }
          }
        }
      }
      #expect(found.isSuperset(of: ["cursor", "since", "c:", "j:", "bo", "fence", "x", "progress", "aged", "merging"]))
      let known = Set(FleetDatum.all.flatMap(\.fields))
      for field in found {
        #expect(known.contains(field) || known.contains { $0.hasPrefix(field + "<") }, "\(field)\(Self.advice)")
      }
    }

    /// The words of a call in Lua, up to its closing parenthesis.
    private static func words(_ text: Substring) -> [String] {
      var (words, depth, isQuoted) = ([""], 0, false)
      for character in text {
        if character == "'" { isQuoted.toggle() }
        if !isQuoted {
          if character == ")", depth == 0 { break }
          if character == "(" || character == "{" { depth += 1 }
          if character == ")" || character == "}" { depth -= 1 }
          if character == ",", depth == 0 {
            words.append("")
            continue
          }
        }
        words[words.count - 1].append(character)
      }
      return words
    }

    @Test("names all that a fleet has in Redis when it has done a bit of everything")
    func scenario() async throws {
      let server = try RedisServer.start()
      try await FleetScenario(server).run()
      let client = try RedisClient(url: server.url)
      let data = try await FleetScenario.data(client)
      #expect(data.count > 20)
      for (key, fields) in data {
        #expect(!FleetDatum.rows(ofKey: key).isEmpty, "\(key)\(Self.advice)")
        for field in fields { #expect(FleetDatum.hasRow(key: key, field: field), "\(key) \(field)\(Self.advice)") }
      }
      // And the other way round: a row that nothing writes is one that was forgotten.
      for row in FleetDatum.all {
        let keys = data.filter { FleetDatum.matches($0.key, row.key) }
        if row.key != "unreadable" { #expect(!keys.isEmpty, "\(row.key)") }
        for field in row.fields where !FleetScenario.isRare(row.key, field) {
          #expect(keys.contains { $0.value.contains { FleetDatum.matches($0, field) } }, "\(row.key) \(field)")
        }
      }
    }

    @Test("compares names with patterns")
    func patterns() {
      #expect(FleetDatum.matches("meta", "meta"))
      #expect(!FleetDatum.matches("metadata", "meta"))
      #expect(FleetDatum.matches("job:a:b", "job:<id>"))
      #expect(FleetDatum.matches("lock:a:b:12", "lock:<key>:<slot>"))
      #expect(!FleetDatum.matches("lock:a:b", "lock:<key>:<slot>"))
      #expect(FleetDatum.matches("x3", "x<slot>") && !FleetDatum.matches("xy", "x<slot>"))
    }
  }
#endif
