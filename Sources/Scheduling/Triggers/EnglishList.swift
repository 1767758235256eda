/// "a", "a and b", "a, b and c".
func englishList(_ items: [String], _ conjunction: String = "and") -> String {
  guard let last = items.last else { return "" }
  if items.count == 1 { return last }
  return items.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}

/// "1st", "22nd", "113th".
func englishOrdinal(_ number: Int) -> String {
  if (11...13).contains(number % 100) { return "\(number)th" }
  switch number % 10 {
  case 1: return "\(number)st"
  case 2: return "\(number)nd"
  case 3: return "\(number)rd"
  default: return "\(number)th"
  }
}

/// "1st", or counted from the end "last", "2nd to last".
func englishPosition(_ number: Int) -> String {
  if number > 0 { return englishOrdinal(number) }
  return number == -1 ? "last" : "\(englishOrdinal(-number)) to last"
}

let englishMonths = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
]
