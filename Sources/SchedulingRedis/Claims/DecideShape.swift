#if Redis
  import Scheduling

  /// The words of a question to `decide` that most of a batch have in common: told once for all of them.
  struct DecideShape: Equatable {
    enum Kind: String {
      case start = "s"
      case record = "r"
      case takeOver = "t"
      /// A start that takes a dead letter out.
      case deadLetter = "d"
      /// A lock without a job.
      case lock = "l"
    }

    var kind: Kind
    var cause: FiringCause?
    var slots = 1
    var milliseconds: Int64
    var whenBusy: ClaimRequest.WhenBusy
    var attempt = 1
    var reruns = false
    /// The request that is served, the crashed run that is taken over, or the dead letter that is put back.
    var source: String?
    var ranges = 0
    /// For how long after a crash the firing may be run again, in milliseconds; nil for the longest time.
    var rerunWithin: Int64?
    /// What somebody asked for, as it is kept beside the run.
    var order = ""

    func append(to words: inout BulkStrings) {
      words.append(kind.rawValue)
      words.append(cause?.rawValue ?? "")
      words.append(slots)
      words.append(milliseconds)
      words.append(whenBusy.rawValue)
      words.append(attempt)
      words.append(reruns ? "1" : "0")
      words.append(source ?? "")
      words.append(ranges)
      words.append(rerunWithin)
      words.append(order)
    }

    /// The different shapes of a batch, and the number of each one's shape, counted from 1.
    static func sort(_ shapes: [DecideShape]) -> (different: [DecideShape], numbers: [Int]) {
      var different: [DecideShape] = []
      let numbers = shapes.map { shape in
        if let number = different.firstIndex(of: shape) { return number + 1 }
        different.append(shape)
        return different.count
      }
      return (different, numbers)
    }
  }
#endif
