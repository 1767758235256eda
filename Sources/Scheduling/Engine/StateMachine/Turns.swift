/// Who asks first in a large fleet, and which jobs of the code wait here for a look at what others have decided.
struct Turns {
  var owners = PreferredOwners()
  /// Jobs whose turn has come after others': looked at before they are asked about.
  var late: [Int] = []
  /// A look is under way.
  var isLooking = false

  /// One look is about so many jobs at most.
  static let mostAtOnce = 200
}
