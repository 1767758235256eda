import CivilTime

/// An instant as the vectors write it: RFC 3339 with the zone's own offset, `+00:00` for UTC, and six digits of fraction
/// where there is one.
func stamp(_ instant: Instant, in zone: Zone) -> String {
  let local = zone.localTime(at: instant)
  var text = "\(local.date)T\(padded(local.hour, 2)):\(padded(local.minute, 2)):\(padded(local.second, 2))"
  if local.nanosecond != 0 {
    let isFine = local.nanosecond % 1_000 != 0
    text += "." + padded(isFine ? local.nanosecond : local.nanosecond / 1_000, isFine ? 9 : 6)
  }
  return text + offsetText(zone.offset(at: instant))
}

/// "+05:45", or "-00:44:30" for an offset from the time before whole minutes.
func offsetText(_ offset: Int) -> String {
  let size = abs(offset)
  let text = "\(offset < 0 ? "-" : "+")\(padded(size / 3_600, 2)):\(padded(size / 60 % 60, 2))"
  return size % 60 == 0 ? text : "\(text):\(padded(size % 60, 2))"
}
