import CivilTime
import Scheduling
import SchedulingHTTP
import SchedulingRedis
import SchedulingYAML

// Any text is a schedule file, a URL, a time stamp or an id, or an error: in time, in printable words, and without what
// was secret in it.

extension Door {
  static let yaml = Door(name: "yaml", longest: 4_096) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let file = try ScheduleFile(yaml: text, file: "fuzz.yaml", sizeLimit: 8_192)
      // Of what can be read, few have a trigger that can be searched for long.
      var limits = TriggerLimits()
      limits.steps = 20_000
      limits.terms = 20
      guard file.jobs.count <= 20 else { return }
      _ = try file.resolved(limits: limits, now: .epoch)
      let changes = file.changes(from: ScheduleFile(jobs: [:]))
      precondition(changes.added.count == file.jobs.count, "all of it is new")
    } catch {
      let words = "\(error)"
      precondition(words.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" }, "an error is printable")
    }
  }

  static let redisURL = Door(name: "redis-url", longest: 400) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(RedisError) {
      let configuration = try RedisConfiguration(url: text)
      if let password = configuration.credentials?.password, password.utf8.count > 12 {
        // A password may read like the user and the host, which are shown.
        let shown = "\(configuration.credentials?.username ?? "")@\(configuration.endpoint)"
        precondition(!"\(configuration)".contains(password) || shown.contains(password))
      }
    } catch {
      precondition(text.utf8.count < 12 || !error.description.contains(text), "an error does not repeat the URL")
      precondition(error.description.unicodeScalars.allSatisfy(\.isPrintable), "an error is printable")
    }
  }

  static let timestamp = Door(name: "rfc3339", longest: 200) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(TimestampError) {
      let instant = try Instant(rfc3339: text)
      precondition((try? Instant(rfc3339: instant.rfc3339)) == instant, "what is written is read as the same")
    } catch {
      precondition(error.description.unicodeScalars.allSatisfy(\.isPrintable), "an error is printable")
    }
    _ = try? CivilDateTime(text)
  }

  static let jobID = Door(name: "job-id", longest: 600) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let id = JobID(text)
    precondition(id == JobID(id.rawValue) && Array(id.rawValue.utf8) == Array(JobID(id.rawValue).rawValue.utf8))
    guard id.fault == nil else { return }
    precondition(id.rawValue.unicodeScalars.allSatisfy(\.isPrintable) && id.rawValue.utf8.count <= JobID.maximumLength)
  }

  static let redaction = Door(name: "redaction", longest: 4_096) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let secret = "4f9d8c7b6a5e"
    let redacted = Redaction.standard.message(text, arguments: ["password": .string(secret)])
    precondition(!redacted.contains(secret), "a secret of the arguments is nowhere in the message")
    precondition(redacted.utf8.count <= 16 * text.utf8.count + 16, "a message grows by the placeholder alone")
  }
}
