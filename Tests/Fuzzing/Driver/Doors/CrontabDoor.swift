import CivilTime
import Crontab
import Scheduling

// Whatever stands in a crontab, what is made of it is a schedule that loads, in printable words, and no line goes without a
// word about it.

extension Door {
  static let crontab = Door(name: "crontab", longest: 2_048) { bytes in
    var input = Input(bytes)
    let choices = input.byte()
    let text = input.text
    var crontab = CrontabImport(
      text, hasUsers: choices & 1 != 0, timeZone: choices & 2 != 0 ? "Europe/Berlin" : nil,
      owner: choices & 4 != 0 ? "ops" : nil, now: Instant(millisecondsSince1970: 1_780_000_000_000))
    for entry in crontab.entries where entry.id == nil {
      precondition(!entry.notes.isEmpty, "a line that is left out has a reason")
    }
    let ids = crontab.entries.compactMap(\.id)
    precondition(Set(ids).count == ids.count, "each job has an id of its own")
    crontab.addFindings()
    do {
      let written = try crontab.yaml(of: text)
      precondition(written.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" }, "the file is printable")
    } catch {
      preconditionFailure("the schedule that was written does not load: \(error)")
    }
  }
}
