/// Within a day.
extension LocalSearch {
  /// The first matching second of the day at or after one.
  @inline(__always)
  func time(from ofDay: UInt32) -> Int64? {
    let hour = ofDay / 3_600
    let minute = ofDay / 60 % 60
    let second = ofDay % 60
    if sets.hours &>> hour & 1 == 1 {
      if sets.minutes &>> UInt64(minute) & 1 == 1 {
        let seconds = sets.seconds &>> UInt64(second)
        if seconds != 0 { return Int64(ofDay) &+ Int64(truncatingIfNeeded: seconds.trailingZeroBitCount) }
      }
      let minutes = sets.minutes &>> UInt64(minute &+ 1)
      if minutes != 0 {
        let next = Int64(minute) &+ 1 &+ Int64(truncatingIfNeeded: minutes.trailingZeroBitCount)
        return Int64(hour) &* 3_600 &+ next &* 60 &+ firstTime % 60
      }
    }
    let hours = sets.hours &>> (hour &+ 1)
    if hours == 0 { return nil }
    return (Int64(hour) &+ 1 &+ Int64(truncatingIfNeeded: hours.trailingZeroBitCount)) &* 3_600 &+ firstTime % 3_600
  }

  /// The last matching second of the day at or before one.
  func time(through ofDay: UInt32) -> Int64? {
    let hour = UInt64(ofDay / 3_600)
    let minute = UInt64(ofDay / 60 % 60)
    let second = UInt64(ofDay % 60)
    let hours = UInt64(sets.hours)
    if hours >> hour & 1 == 1 {
      if sets.minutes >> minute & 1 == 1 {
        let seconds = sets.seconds << (63 - second)
        if seconds != 0 { return Int64(ofDay) - Int64(seconds.leadingZeroBitCount) }
      }
      let minutes = (sets.minutes << (63 - minute)) << 1
      if minutes != 0 {
        return Int64(hour) * 3_600 + (Int64(minute) - 1 - Int64(minutes.leadingZeroBitCount)) * 60 + lastTime % 60
      }
    }
    let earlier = (hours << (63 - hour)) << 1
    if earlier == 0 { return nil }
    return (Int64(hour) - 1 - Int64(earlier.leadingZeroBitCount)) * 3_600 + lastTime % 3_600
  }
}
