import Synchronization

/// What has been written of a job's definition for those who look: the same as long as the definition is, so that it is
/// written once.
struct WrittenDefinition: ~Copyable, Sendable {
  final class Text: Sendable {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
  }

  fileprivate let listed = AtomicLazyReference<Text>()
  fileprivate let inStatus = AtomicLazyReference<Text>()
  /// Zero is none.
  fileprivate let print = Atomic<UInt64>(0)
}

extension JobInfo {
  /// For which document a definition is written.
  package enum Document { case list, status }

  /// What was written of the definition for a document, or is written now.
  package func written(for document: Document, make: () -> [UInt8]) -> [UInt8] {
    guard let definition else { return make() }
    func text(_ slot: borrowing AtomicLazyReference<WrittenDefinition.Text>) -> [UInt8] {
      (slot.load() ?? slot.storeIfNil(.init(make()))).bytes
    }
    switch document {
    case .list: return text(definition.written.listed)
    case .status: return text(definition.written.inStatus)
    }
  }

  /// The hash of the definition, computed once.
  package func print(make: () -> UInt64) -> UInt64 {
    guard let definition else { return make() }
    let known = definition.written.print.load(ordering: .relaxed)
    if known != 0 { return known }
    let made = make()
    definition.written.print.store(made, ordering: .relaxed)
    return made
  }
}
