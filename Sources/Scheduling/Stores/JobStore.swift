/// Where a scheduler keeps its jobs.
public struct JobStore: Sendable {
  /// In memory: jobs are added by code each time the process starts.
  public static let memory = JobStore()

  private init() {}
}
