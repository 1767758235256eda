import CivilTime
import Scheduling

/// An entry of the audit trail as the API writes it.
enum AuditJSON {
  static func entry(_ entry: AuditEntry) -> JSON {
    [
      "id": .text(entry.id), "at": JSON(entry.at), "by": .text(entry.by), "from": JSON(entry.from),
      "via": .text(entry.via), "instance": .text(entry.instance), "action": .text(entry.action),
      "job": JSON(entry.job?.rawValue), "target": JSON(entry.target), "request": JSON(entry.request),
      "result": .text(entry.result), "detail": JSON(entry.detail), "before": JSON(entry.before),
      "after": JSON(entry.after),
    ]
  }
}
