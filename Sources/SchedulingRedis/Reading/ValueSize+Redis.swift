#if Redis
  import Scheduling

  /// The last check before the server, for callers that do not go through a scheduler.
  extension FleetSession {
    var maximumValueBytes: Int { min(max(1, client.configuration.maximumValueBytes), 1 << 20) }

    func checkSize(_ what: String, bytes: Int) throws(ClaimsUnavailable) {
      let most = maximumValueBytes
      guard bytes > most else { return }
      throw ClaimsUnavailable(ValueSize.refusal(what, bytes: bytes, most: most) + ".", needsOperator: true)
    }

    /// No key and no row is written for a name that no job can have.
    func checkName(_ job: JobID?) throws(ClaimsUnavailable) {
      if let fault = job?.fault { throw ClaimsUnavailable("there can be no such job: \(fault).", needsOperator: true) }
    }

    func checkSize(ofNote note: String?) throws(ClaimsUnavailable) {
      let most = ValueSize.noteBytes(of: maximumValueBytes)
      guard let bytes = note?.utf8.count, bytes > most else { return }
      throw ClaimsUnavailable(ValueSize.refusal("the note", bytes: bytes, most: most) + ".", needsOperator: true)
    }
  }

  /// Cuts what is sent together, so that no call is large.
  enum Batches {
    /// At most so many items, and so many bytes unless one item alone has more.
    static func cut<Item>(
      _ items: [Item], count: Int, bytes most: Int = 1 << 20, size: (Item) -> Int
    ) -> [ArraySlice<Item>] {
      var batches: [ArraySlice<Item>] = []
      var (start, bytes) = (0, 0)
      for (index, item) in items.enumerated() {
        let more = size(item)
        if index > start, index - start >= count || bytes + more > most {
          batches.append(items[start..<index])
          (start, bytes) = (index, 0)
        }
        bytes += more
      }
      if start < items.count { batches.append(items[start...]) }
      return batches
    }
  }
#endif
