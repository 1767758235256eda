extension CronDialect {
  /// The dialects that read a text, the standard one first.
  ///
  /// More than one may: `0 0 12 ? * MON` is the standard dialect with seconds and Quartz. They need not mean the same:
  /// `0 0 12 ? * 2` is Tuesday in one and Monday in the other. An expression with `H` fits the standard dialect.
  public static func fitting(_ text: String) -> [CronDialect] {
    allCases.filter { (try? CronExpression(text, dialect: $0, seed: "")) != nil }
  }
}
