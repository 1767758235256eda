extension CronExpression {
  /// The same schedule in another dialect: due at the same instants in every zone.
  ///
  /// Macros and `H` are written out as the fields they stand for. What is returned was read back and compared, so it
  /// means the same or is not returned.
  ///
  /// - Throws: ``CronConversionError``, which says what the other dialect cannot express.
  public func converted(to dialect: CronDialect) throws(CronConversionError) -> CronExpression {
    if dialect == self.dialect, !usesHash, dayMatch == .standard { return self }
    func error(_ reason: CronConversionError.Reason) -> CronConversionError {
      CronConversionError(text: text, dialect: dialect, reason: reason)
    }
    guard let search = fields else { throw error(.notFields) }
    let written: String
    do {
      written = try FieldWriter(sets: search.sets, dialect: dialect).text()
    } catch {
      throw CronConversionError(text: text, dialect: dialect, reason: error.reason)
    }
    guard let converted = try? CronExpression(written, dialect: dialect),
      let other = converted.fields
    else { throw error(.days) }
    guard other.sets.hasSameDates(as: search.sets) else { throw error(.days) }
    guard other.sets.isWildcard == search.sets.isWildcard else { throw error(.daylightSaving) }
    return converted
  }
}

extension FieldSets {
  /// Whether two expressions name the same local times.
  func hasSameDates(as other: FieldSets) -> Bool {
    guard seconds == other.seconds, minutes == other.minutes, hours == other.hours, months == other.months,
      years == other.years, days.weeks == other.days.weeks
    else { return false }
    // A month is one of 28 shapes: its length and its first weekday.
    return (28...31).allSatisfy { length in
      (0...6).allSatisfy { first in
        days.mask(length: length, first: first) == other.days.mask(length: length, first: first)
      }
    }
  }
}
