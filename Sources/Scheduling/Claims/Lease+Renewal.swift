import CivilTime

extension Lease {
  /// A lease is renewed after a third of its duration: two renewals may fail before the run has to be cancelled.
  var renewAt: MonotonicTime {
    // The deadline lies at 90 % of the duration after the request was sent.
    deadline.advanced(byNanoseconds: -duration.nanoseconds / 10 * 9 + duration.nanoseconds / 3)
  }
}
