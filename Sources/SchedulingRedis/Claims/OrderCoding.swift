#if Redis
  import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// What somebody asked for with a run, as the last three fields of the run: arguments in JSON, overlap, who asked; all
  /// percent-encoded, so that the first of them can become the arguments of a dead letter as it is.
  enum OrderCoding {
    /// Nothing where nothing was asked for.
    static func text(_ order: FiringOrder?) -> String {
      guard let order else { return "" }
      return [
        arguments(order.arguments), order.overlap.map { PercentEncoding.encode($0.description) } ?? "",
        order.requestedBy.map { PercentEncoding.encode($0) } ?? "",
      ].joined(separator: "|")
    }

    /// What follows a run's first thirteen fields. Throws for an order that this version cannot read: its run is left to
    /// a replica that can.
    static func order(_ fields: ArraySlice<Substring>) throws(Unreadable) -> FiringOrder? {
      let texts = Array(fields.prefix(3))
      guard texts.count == 3 else { return nil }
      var order = (arguments: JobArguments?.none, overlap: Overlap?.none)
      if !texts[0].isEmpty {
        guard let arguments = arguments(of: texts[0]) else { throw Unreadable() }
        order.arguments = arguments
      }
      if !texts[1].isEmpty {
        guard let overlap = PercentEncoding.decode(texts[1]).flatMap({ Overlap($0) }) else { throw Unreadable() }
        order.overlap = overlap
      }
      let by = texts[2].isEmpty ? nil : PercentEncoding.decode(texts[2])
      return FiringOrder(arguments: order.arguments, overlap: order.overlap, requestedBy: by)
    }

    struct Unreadable: Error {}

    /// About as many bytes as it has on the wire.
    static func size(_ order: FiringOrder?) -> Int { order.map { size($0.arguments) + 200 } ?? 0 }

    static func size(_ arguments: JobArguments?) -> Int {
      arguments.flatMap { try? JSONEncoder().encode($0).count * 2 } ?? 0
    }

    static func arguments(_ arguments: JobArguments?) -> String {
      guard let arguments, let json = try? JSONEncoder().encode(arguments) else { return "" }
      return PercentEncoding.encode(String(decoding: json, as: UTF8.self))
    }

    static func arguments(of text: Substring) -> JobArguments? {
      PercentEncoding.decode(text).flatMap { try? JSONDecoder().decode(JobArguments.self, from: Data($0.utf8)) }
    }
  }
#endif
