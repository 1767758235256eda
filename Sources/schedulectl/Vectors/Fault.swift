import CivilTime
import Cron
import Scheduling

/// What is wrong with a row, and where.
struct Fault: Error {
  var field: String?
  /// The UTF-8 offset in the expression or rule.
  var position: Int?
  var message: String

  init(field: String?, position: Int?, message: String) {
    (self.field, self.position, self.message) = (field, position, message)
  }

  init(_ error: any Error, dialect: String?) {
    switch error {
    case let fault as Fault: self = fault
    case let error as CronError:
      let isFields = dialect == CronDialect.apscheduler.rawValue
      self.init(
        field: error.field.map { isFields ? $0.apschedulerName : $0.rawValue }, position: error.range.lowerBound,
        message: error.message)
    case let error as RecurrenceError:
      self.init(field: error.part, position: error.range.lowerBound, message: error.message)
    case is ZoneError: self.init(field: "tz", position: nil, message: "\(error)")
    default: self.init(field: nil, position: nil, message: "\(error)")
    }
  }

  /// Puts what a body throws down to a field of the row.
  static func of<Value>(_ field: String, _ body: () throws -> Value) throws(Fault) -> Value {
    do {
      return try body()
    } catch {
      throw Fault(field: field, position: nil, message: "\(error)")
    }
  }
}

extension CronField {
  /// The name that APScheduler gives the field.
  var apschedulerName: String {
    switch self {
    case .dayOfMonth: "day"
    case .dayOfWeek: "day_of_week"
    default: rawValue
    }
  }
}

extension CronFields {
  /// The fields by APScheduler's names.
  init(_ fields: [String: String]) throws(Fault) {
    self.init()
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      switch name {
      case "year": year = value
      case "month": month = value
      case "day": day = value
      case "week": week = value
      case "day_of_week": dayOfWeek = value
      case "hour": hour = value
      case "minute": minute = value
      case "second": second = value
      default: throw Fault(field: name, position: nil, message: "there is no field '\(name)'")
      }
    }
  }
}
