extension Overlap {
  /// What the claims answer when the lock is taken.
  var whenBusy: ClaimRequest.WhenBusy {
    switch self {
    case .skip, .allow: .skip
    case .queueOne, .queueAll: .wait
    case .cancelPrevious: .replace
    }
  }
}
