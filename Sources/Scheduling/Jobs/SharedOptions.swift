/// The options of jobs, kept once for all jobs that have the same ones: most jobs of a schedule do.
final class SharedOptions: Sendable {
  let value: JobOptions

  init(_ value: JobOptions) { self.value = value }

  /// Remembers the options of the last job that was added.
  struct Recent {
    private var last = SharedOptions(JobOptions())

    mutating func shared(_ options: JobOptions) -> SharedOptions {
      if last.value != options { last = SharedOptions(options) }
      return last
    }
  }
}
