import Crontab
import Scheduling

extension CrontabImport {
  /// The audit as JSON.
  var json: JSONText {
    .object([
      ("timezone", .string(timeZone)), ("notes", .array(notes.map(JSONText.string))),
      (
        "entries",
        .array(
          entries.map { entry in
            .object([
              ("line", .number(entry.line)), ("text", .string(entry.text)), ("id", JSONText(entry.id?.rawValue)),
              ("schedule", JSONText(entry.schedule)), ("command", JSONText(entry.job.arguments?["command"]?.text)),
              ("notes", .array(entry.notes.map(JSONText.string))),
            ])
          })
      ),
    ])
  }
}

extension CrontabImport.Entry {
  /// The schedule as the crontab has it.
  var schedule: String? {
    switch job.trigger {
    case .cron(let text): text
    case .startup: "@reboot"
    default: nil
    }
  }
}
