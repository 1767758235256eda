/// Every combination of some hours, minutes and seconds, in order: seconds since midnight.
struct TimesOfDay: Hashable, Sendable {
  private let hours, minutes, seconds: [Int]

  /// All of these must have a value, and be in order.
  init(hours: [Int], minutes: [Int], seconds: [Int]) {
    (self.hours, self.minutes, self.seconds) = (hours, minutes, seconds)
  }

  var count: Int { hours.count * minutes.count * seconds.count }

  /// The nth time, from 0 to below `count`.
  subscript(index: Int) -> Int {
    let (hour, rest) = index.quotientAndRemainder(dividingBy: minutes.count * seconds.count)
    let (minute, second) = rest.quotientAndRemainder(dividingBy: seconds.count)
    return hours[hour] * 3_600 + minutes[minute] * 60 + seconds[second]
  }

  /// The first time at or after a second of the day.
  func first(from time: Int) -> Int? {
    let index = index(from: time)
    return index < count ? self[index] : nil
  }

  /// The last time at or before a second of the day.
  func last(through time: Int) -> Int? {
    let index = index(from: time + 1)
    return index > 0 ? self[index - 1] : nil
  }

  /// How many times lie before a second of the day.
  private func index(from time: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
