/// Random valid expressions of the standard dialect, biased to what people write.
struct RandomExpression {
  var random: SeededRandom

  /// Five fields that are due often.
  mutating func frequent() -> String {
    let time = "\(field(0...59)) \(field(0...23))"
    let day = random.chance(80) ? "*" : day()
    let month = random.chance(85) ? "*" : field(1...12)
    let weekday = random.chance(80) ? "*" : weekday()
    return "\(time) \(day) \(month) \(weekday)"
  }

  /// Five fields, once on seldom days.
  mutating func sparse() -> String {
    let time = "\(random.int(0...59)) \(random.int(0...23))"
    let day = random.chance(25) ? "*" : day()
    let month = random.chance(50) ? "*" : field(1...12)
    let weekday = random.chance(40) ? "*" : weekday()
    return "\(time) \(day) \(month) \(weekday)"
  }

  mutating func field(_ bounds: ClosedRange<Int>) -> String {
    switch random.int(0...9) {
    case 0...2: return "*"
    case 3: return "*/\(random.int(1...bounds.upperBound))"
    case 4, 5: return "\(random.int(bounds))"
    case 6: return (0...random.int(1...3)).map { _ in "\(random.int(bounds))" }.joined(separator: ",")
    default:
      let (a, b) = (random.int(bounds), random.int(bounds))
      return "\(min(a, b))-\(max(a, b))" + (random.chance(40) ? "/\(random.int(1...20))" : "")
    }
  }

  mutating func day() -> String {
    switch random.int(0...9) {
    case 0: return "L"
    case 1: return "L-\(random.int(1...30))"
    case 2: return "LW"
    case 3: return "\(random.int(1...31))W"
    case 4: return "L,\(random.int(1...31))"
    default:
      let field = field(1...31)
      return field == "*" ? "\(random.int(1...31))" : field
    }
  }

  mutating func weekday() -> String {
    let names = ["SUN", "mon", "TUE", "wed", "THU", "fri", "SAT"]
    let plus = random.chance(30) ? "+" : ""
    switch random.int(0...7) {
    case 0: return plus + "\(random.pick(names))#\(random.int(1...5))"
    case 1: return plus + "\(random.int(0...7))L"
    case 2: return plus + "\(random.pick(names))#L"
    case 3: return plus + "MON-FRI"
    case 4: return plus + "FRI-SUN"
    case 5: return plus + "\(random.int(0...3))-\(random.int(4...7))"
    case 6: return plus + "\(random.pick(names)),\(random.int(0...7))"
    default: return plus + "*/2"
    }
  }
}
