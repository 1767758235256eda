public import CivilTime

/// Why a trigger could not be written or read, and what to do.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum TriggerCodingError: SchedulingError, Hashable {
  /// No trigger type of this kind is known to the coding.
  case unknownKind(String, known: [String])
  /// The trigger was written by a release with a later form of this kind.
  case unsupportedVersion(Int, kind: String, supported: Int)
  /// A field is missing, or has a value that the trigger refuses.
  case invalid(kind: String, reason: String)
  /// What was given is not a trigger at all.
  case malformed(reason: String)
  /// Triggers are nested more deeply than any stack has room for.
  case tooDeep(most: Int)
  /// The trigger's type has no encoding.
  case notEncodable(type: String)
  /// The trigger is evaluated in a zone that other machines cannot find by its name.
  case localZone(String)
  /// Two types were registered under one name, or a name is empty.
  case kindTaken(String)

  /// `misconfigured` for a kind that two types claim, else `invalidInput`.
  public var kind: SchedulingErrorKind {
    switch self {
    case .kindTaken: .misconfigured
    case .unknownKind, .unsupportedVersion, .invalid, .malformed, .tooDeep, .notEncodable, .localZone: .invalidInput
    }
  }

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownKind(let kind, let known):
      "no trigger type is registered for the kind '\(kind.cut(toBytes: 64))' (known: \(known.joined(separator: ", "))): register "
        + "its type with TriggerCoding.registering(_:) in every process that reads it, or update this one"
    case .unsupportedVersion(let version, let kind, let supported):
      "a trigger of the kind '\(kind)' is written in version \(version), and this release reads 1 to \(supported): "
        + "update this process before those that write the new form"
    case .invalid(let kind, let reason):
      "a trigger of the kind '\(kind)' cannot be read: \(reason); write its job anew from the code or the schedule file"
    case .malformed(let reason):
      "this is not an encoded trigger: \(reason); it is a JSON object with the keys \"kind\" and \"version\""
    case .tooDeep(let most):
      "triggers are nested at most \(most) deep: put the innermost ones into one list"
    case .notEncodable(let type):
      "a trigger of the type \(type) cannot be stored: conform it to CodableTrigger and register it with "
        + "TriggerCoding.registering(_:)"
    case .localZone(let name):
      "a trigger in the zone '\(name)' cannot be stored, for other machines do not know the zone by this name: give it "
        + "a zone of the tz database, like Europe/Berlin"
    case .kindTaken(let kind):
      "the kind '\(kind)' is empty or stands for another trigger type: choose a name of your own, like 'acme.tide'"
    }
  }
}
