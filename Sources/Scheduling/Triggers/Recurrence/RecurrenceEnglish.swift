import CivilTime
import Cron

/// A rule in one English line: "Every 2 weeks on Monday and Wednesday at 09:00, from 2027-01-04".
struct RecurrenceEnglish {
  let rule: RecurrenceRule
  let start: CivilDateTime

  var text: String {
    let middle = [chosenDays, months, times].filter { !$0.isEmpty }
    return ([every] + middle).joined(separator: " ") + ", from \(start.date)" + bound
  }

  private var every: String {
    let unit =
      switch rule.frequency {
      case .secondly: "second"
      case .minutely: "minute"
      case .hourly: "hour"
      case .daily: "day"
      case .weekly: "week"
      case .monthly: "month"
      case .yearly: "year"
      }
    return rule.interval == 1 ? "Every \(unit)" : "Every \(rule.interval) \(unit)s"
  }

  /// "on the last of Monday to Friday": BYSETPOS chooses among the days, or else among the times.
  private var chosenDays: String {
    guard !rule.positions.isEmpty else { return days }
    let positions = English.list(rule.positions.map(English.position))
    return days.hasPrefix("on ") ? "on the \(positions) of \(days.dropFirst(3))" : "the \(positions) of its times"
  }

  private var days: String {
    var parts: [String] = []
    if !rule.days.isEmpty {
      let names = rule.days.map { day in
        guard let ordinal = day.ordinal else { return "\(day.weekday)" }
        return "the \(English.position(ordinal)) \(day.weekday)"
      }
      let isNumbered = rule.days.contains { $0.ordinal != nil }
      let scope = rule.frequency == .yearly ? (rule.months.isEmpty ? " of the year" : " of the month") : ""
      parts.append("on \(English.list(names))\(isNumbered ? scope : "")")
    } else if rule.frequency == .weekly || (rule.frequency == .yearly && !rule.weeks.isEmpty && noOtherDays) {
      parts.append("on \(start.weekday)")
    }
    if !rule.monthDays.isEmpty {
      parts.append("on the \(English.list(rule.monthDays.map(English.position))) day of the month")
    } else if noOtherDays, rule.weeks.isEmpty {
      if rule.frequency == .monthly { parts.append("on the \(English.ordinal(start.date.day))") }
      if rule.frequency == .yearly {
        let month = rule.months.isEmpty ? " of \(English.months[start.date.month - 1])" : ""
        parts.append("on the \(English.ordinal(start.date.day))\(month)")
      }
    }
    if !rule.yearDays.isEmpty {
      parts.append("on the \(English.list(rule.yearDays.map(English.position))) day of the year")
    }
    if !rule.weeks.isEmpty {
      let weeks = rule.weeks.map { $0 > 0 ? "\($0)" : "\($0) from the end" }
      parts.append("in week \(English.list(weeks))")
    }
    return parts.joined(separator: ", ")
  }

  private var noOtherDays: Bool { rule.days.isEmpty && rule.monthDays.isEmpty && rule.yearDays.isEmpty }

  private var months: String {
    rule.months.isEmpty ? "" : "in \(English.list(rule.months.map { English.months[$0 - 1] }))"
  }

  /// The times of day where they are few; otherwise the fields that restrict or expand them.
  private var times: String {
    let isCoarse = rule.frequency >= .daily
    if isCoarse {
      let hours = rule.hours.isEmpty ? [start.hour] : rule.hours
      let minutes = rule.minutes.isEmpty ? [start.minute] : rule.minutes
      let seconds = rule.seconds.isEmpty ? [start.second] : rule.seconds
      let times = TimesOfDay(hours: hours, minutes: minutes, seconds: seconds)
      if times.count <= 6 {
        return "at " + English.list((0..<times.count).map { English.clock(times[$0]) })
      }
    }
    var parts: [String] = []
    func add(_ list: [Int], _ own: Int, _ name: String, isOwn: Bool) {
      let values = list.isEmpty && isOwn ? [own] : list
      if !values.isEmpty { parts.append("at \(name) \(English.list(values.map(String.init)))") }
    }
    add(rule.seconds, start.second, "second", isOwn: rule.frequency >= .minutely && start.second != 0)
    add(rule.minutes, start.minute, "minute", isOwn: rule.frequency >= .hourly)
    add(rule.hours, start.hour, "hour", isOwn: isCoarse)
    return parts.joined(separator: " ")
  }

  private var bound: String {
    if let count = rule.count { return count == 1 ? ", once" : ", \(count) times" }
    switch rule.until {
    case .instant(let instant): return " until \(instant)"
    case .local(let local): return " until \(local)"
    case nil: return ""
    }
  }
}
