/// A trigger that can be stored, and read again by another process or release.
///
/// All built-in triggers are. A host's own type conforms and is registered with ``TriggerCoding/registering(_:)``:
/// <!-- not compiled: an extension is no statement -->
/// ```swift
/// extension TideTrigger: CodableTrigger {
///   static var kind: String { "acme.tide" }
/// }
/// let coding = try TriggerCoding.builtIn.registering(TideTrigger.self)
/// ```
/// It encodes itself into a keyed container, without the keys `kind` and `version`, which are written for it.
public protocol CodableTrigger: Trigger, Codable {
  /// The name of the type in the encoding; never changes.
  static var kind: String { get }

  /// The version of the encoding that the type writes; it reads this one and all before it. Defaults to 1.
  static var encodingVersion: Int { get }
}

extension CodableTrigger {
  /// 1, the first form.
  public static var encodingVersion: Int { 1 }
}
