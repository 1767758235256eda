import ArgumentParser

@main
struct Schedulectl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedulectl",
    abstract: "Says when schedules are due, what they mean, and what is odd about them.",
    discussion: """
      EXIT CODES
        0   what was asked for was done
        1   'lint' found an error, or with --strict anything at all; 'next' has no instant to show; 'diff' found a difference
        2   an expression, zone, time or file cannot be used; standard error says where and why
        64  the command line cannot be understood
      """,
    subcommands: [Next.self, Explain.self, Lint.self, Schema.self, Diff.self, Import.self, Export.self])
}
