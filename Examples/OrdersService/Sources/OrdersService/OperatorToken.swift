import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP

/// Whoever sends the bearer token that the environment has may change things. Without the variable no one may.
enum OperatorToken {
  static let variable = "ORDERS_OPERATOR_TOKEN"

  static func authorization(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ManagementAuthorization? {
    guard let token = environment[variable], token.utf8.count >= 16 else { return nil }
    let expected = Array("Bearer \(token)".utf8)
    return { request, _, _ in
      let given = Array((request.headerFields[.authorization] ?? "").utf8)
      // As long for a token that is nearly right as for one that is wrong from the start.
      guard given.count == expected.count else { return nil }
      let difference = zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      return difference == 0 ? Caller("operator") : nil
    }
  }
}
