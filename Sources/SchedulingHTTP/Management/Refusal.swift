import CivilTime
import HTTPTypes
import Scheduling

/// Why a request is not answered with what it asks for: a status, and a sentence that repeats nothing of the request.
struct Refusal: Error {
  var status: HTTPResponse.Status
  var detail: String
  var fields: HTTPFields = [:]

  var answer: (HTTPResponse, [UInt8]) { Answer.problem(status, detail, fields: fields) }

  static func badRequest(_ detail: String) -> Refusal { Refusal(status: .badRequest, detail: detail) }
  static func outOfRange(_ detail: String) -> Refusal { Refusal(status: .unprocessableContent, detail: detail) }
  static func conflict(_ detail: String) -> Refusal { Refusal(status: .conflict, detail: detail) }

  static let noJob = Refusal(status: .notFound, detail: "there is no job with this id, and no row of one")
  static let noRun = Refusal(
    status: .notFound, detail: "there is no run with this id: it has no row, or its row has made room for newer ones")
  static let noDeadLetter = Refusal(
    status: .notFound, detail: "there is no dead letter with this id: it was requeued, or discarded")
}

extension Refusal {
  /// What the scheduler refused. Its messages may name jobs, and nothing else of a request.
  init(_ error: SchedulerError) {
    let status: HTTPResponse.Status =
      switch error.kind.httpStatus {
      case 400: .unprocessableContent
      case 404: .notFound
      case 409: .conflict
      case 413: .contentTooLarge
      case 503: .serviceUnavailable
      default: .internalServerError
      }
    self.init(status: status, detail: error.message)
  }

  init(_ error: ClaimsUnavailable) {
    self.init(status: .serviceUnavailable, detail: "the claims cannot be reached: \(error.message)")
  }
}

/// Turns what a query or a body is refused for, and what the scheduler throws, into a refusal.
func refusing<Result>(_ body: () async throws -> Result) async throws(Refusal) -> Result {
  do {
    return try await body()
  } catch let refusal as Refusal {
    throw refusal
  } catch let fault as Page.Fault {
    throw fault.isOutOfRange ? .outOfRange(fault.message) : .badRequest(fault.message)
  } catch let error as SchedulerError {
    throw Refusal(error)
  } catch let error as ClaimsUnavailable {
    throw Refusal(error)
  } catch {
    throw Refusal(status: .internalServerError, detail: "the request failed; the service's log may say why")
  }
}
