import CivilTime
import Cron

extension English {
  /// "1st", or counted from the end "last", "2nd to last".
  static func position(_ number: Int) -> String {
    if number > 0 { return ordinal(number) }
    return number == -1 ? "last" : "\(ordinal(-number)) to last"
  }

  /// "02:30", or "02:30:15" where the seconds are not zero.
  static func clock(_ secondOfDay: Int) -> String {
    let time = "\(padded(secondOfDay / 3_600, 2)):\(padded(secondOfDay / 60 % 60, 2))"
    return secondOfDay % 60 == 0 ? time : "\(time):\(padded(secondOfDay % 60, 2))"
  }

  /// The first letter in lower case, for a sentence that goes on: "every 5 minutes". Names such as "At 02:00" too.
  static func continued(_ sentence: String) -> String { sentence.prefix(1).lowercased() + sentence.dropFirst() }
}
