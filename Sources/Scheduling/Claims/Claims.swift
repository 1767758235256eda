/// Who decides which replica runs a firing.
public struct Claims: Sendable {
  let service: (any ClaimService)?

  /// This process alone: the right choice for a service that runs once.
  public static let local = Claims(service: nil)

  private init(service: (any ClaimService)?) { self.service = service }

  /// A service shared by all replicas. `SchedulingRedis` brings `.redis(…)`.
  public init(_ service: any ClaimService) { self.service = service }
}
