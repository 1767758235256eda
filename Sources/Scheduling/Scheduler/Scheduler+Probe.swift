import CivilTime

extension Scheduler {
  /// What liveness and readiness probes ask. Takes no lock and reads three numbers.
  public var probe: SchedulerProbe { core.probe() }
}
