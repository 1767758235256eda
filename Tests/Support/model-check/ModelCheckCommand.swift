import ArgumentParser
import ClaimsModel
import ModelCheck

/// Searches interleavings of the protocol for one that breaks an invariant.
@main
struct ModelCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model-check",
    abstract: "Checks the protocol of claims and leases on seeded interleavings, with a virtual clock and no server.",
    discussion:
      "Prints one line of JSON; the exit code is 1 when an invariant is broken. --replay tells one step by step.")

  @Option(help: "The first interleaving's seed; the others follow it.")
  var seed: UInt64 = 1
  @Option(help: "How many.")
  var interleavings = 1_000_000
  @Option(
    help: "A rule to break, to see it found: one of \(Mutation.allCases.map(\.rawValue).joined(separator: ", ")).")
  var mutation = "none"
  @Flag(help: "Tells the interleaving of the seed step by step instead.")
  var replay = false

  func validate() throws {
    guard interleavings > 0 else { throw ValidationError("--interleavings is at least 1") }
    guard Mutation(rawValue: mutation) != nil else { throw ValidationError("--mutation: no \(mutation)") }
  }

  func run() throws {
    let mutation = Mutation(rawValue: mutation) ?? .none
    if replay {
      let violation = ModelCheck.replay(seed: seed, mutation: mutation) { print($0) }
      print(violation?.description ?? "no invariant is broken")
      if violation != nil { throw ExitCode.failure }
      return
    }
    let clock = ContinuousClock()
    var failure: ModelCheck.Failure?
    let took = clock.measure {
      failure = ModelCheck.search(from: seed, interleavings: interleavings, mutation: mutation)
    }
    let tried = failure.map { $0.seed &- seed &+ 1 } ?? UInt64(interleavings)
    let found = failure.map { "\"\($0.violation)\", \"failingSeed\": \($0.seed)" } ?? "null"
    print(
      """
      {"interleavings": \(tried), "seed": \(seed), "mutation": "\(mutation.rawValue)", "seconds": \(took / .seconds(1)), \
      "violation": \(found)}
      """)
    if failure != nil { throw ExitCode.failure }
  }
}
