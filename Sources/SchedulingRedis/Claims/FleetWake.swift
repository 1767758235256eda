#if Redis
  import Scheduling

  /// What is said on the fleet's wake channel. A hint, never a fact: a message that is lost, repeated or forged costs or
  /// brings nothing but time, for whoever hears it looks for itself.
  enum FleetWake: Equatable {
    /// A switch was set or a request left: a heartbeat tells more.
    case fleet
    /// A run is to be cancelled: its renewal tells more.
    case cancel(RunID)
    /// A stored job was changed, by the so manieth change of all; it is due next in milliseconds, if that is known.
    case job(String, change: Int64, next: Int64?)
    /// For others, or of another version.
    case other(String)

    init(_ text: String) {
      let words = text.split(separator: " ", maxSplits: 1)
      switch words.first {
      case "fleet": self = .fleet
      case "cancel":
        self = words.count > 1 ? RunID(String(words[1])).map { .cancel($0) } ?? .other(text) : .other(text)
      case "job":
        let words = text.split(separator: " ", maxSplits: 3)
        if words.count == 4, let change = ServerNumber.count.read(words[1]), change > 0 {
          self = .job(String(words[3]), change: change, next: ServerNumber.instant.read(words[2]))
        } else {
          self = .other(text)
        }
      default: self = .other(text)
      }
    }

    static func text(cancelling token: String) -> String { "cancel \(token)" }
  }
#endif
