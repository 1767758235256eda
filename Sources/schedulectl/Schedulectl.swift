import ArgumentParser

@main
struct Schedulectl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedulectl",
    abstract: "Shows when schedules are due and what they mean, checks schedule files, and controls fleets.",
    discussion: """
      EXIT CODES
        0   success
        1   'lint' found an error, or with --strict anything at all; 'next' has no instant to show; 'diff' found a
            difference; 'import' and 'export' left something out; 'monitors' found no heartbeat; a fleet has no such job, or did not start the run;
            'plan' found an instant that is added or removed
        2   an expression, zone, time or file cannot be used; standard error says where and why
        3   the fleet's Redis cannot be reached or used; standard error says why and what to do
        4   nobody agreed to a change of what a selector names: 'no' was answered, or there is no terminal and no --yes
        64  the command line cannot be understood
      """,
    subcommands: [
      Next.self, Explain.self, Lint.self, Schema.self, Diff.self, Plan.self, ForecastCommand.self, Monitors.self,
      Import.self, Export.self,
    ]
      + fleetCommands)

  #if Redis
    private static let fleetCommands: [any ParsableCommand.Type] = [
      Jobs.self, Runs.self, RunNow.self, Pause.self, Resume.self, Backfill.self, Cancel.self, Locks.self,
      RescheduleCommand.self, DeadLetters.self, Requeue.self, Discard.self,
      FleetCommand.self, Audit.self, Watch.self, Tail.self, TopCommand.self, ServeCommand.self,
    ]
  #else
    private static let fleetCommands: [any ParsableCommand.Type] = []
  #endif
}
