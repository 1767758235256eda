/// Counts the elementary steps of reading a file: nodes looked at, keys looked up, parts of paths copied, members merged.
/// Tests hold the count to the length of the file.
final class ReadingWork {
  private(set) var steps = 0

  func spend(_ count: Int = 1) { steps &+= count }
}
