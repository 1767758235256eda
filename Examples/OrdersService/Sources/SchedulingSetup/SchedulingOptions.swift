package import ArgumentParser

/// How a process schedules: the options that every program here shares.
package struct SchedulingOptions: ParsableArguments {
  @Option(help: "A schedule file, YAML or JSON, in place of the built-in one.")
  package var schedule: String?

  @Option(
    help: "How many times faster than the machine's clock this process's clock runs, 1 to 100000. In memory only.")
  package var speed = 1

  package init() {}

  package func validate() throws {
    guard (1...100_000).contains(speed) else { throw ValidationError("--speed is 1 to 100000; this one is \(speed).") }
  }
}
