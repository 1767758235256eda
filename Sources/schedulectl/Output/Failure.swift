import ArgumentParser
import CivilTime
import Cron
import Scheduling

#if Redis
  import SchedulingRedis
#endif

/// The exit codes, as in the help.
enum Exit {
  static let nothingFound = ExitCode(1)
  static let invalid = ExitCode(2)
  static let unreachable = ExitCode(3)
  static let notAgreed = ExitCode(4)

  /// The exit code of an error that was written.
  static func of(_ error: any Error) -> ExitCode {
    #if Redis
      if error is ClaimsUnavailable || error is RedisError { return unreachable }
    #endif
    return invalid
  }
}

/// Runs a command's body; what it throws is written to standard error, and the exit code says that the input is at fault.
func reporting(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch {
    Terminal.writeError("\(error)")
    throw Exit.invalid
  }
}
