import Foundation
package import Scheduling
import SchedulingYAML

/// The three schedules that were cron jobs, pg_cron jobs and Kubernetes CronJobs.
package enum ScheduleName: String, CaseIterable, Sendable {
  case webshop = "webshop-operations"
  case deliveryApp = "delivery-app"
  case flyingClub = "manage2soar"

  /// Where the file lies.
  package var path: String {
    get throws {
      guard let path = Bundle.module.path(forResource: rawValue, ofType: "yaml", inDirectory: "Schedules") else {
        throw CocoaError(.fileNoSuchFile)
      }
      return path
    }
  }

  package func file() throws -> ScheduleFile { try ScheduleFile(contentsOfFile: path) }
}
