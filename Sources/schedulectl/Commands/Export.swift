import ArgumentParser
import Scheduling
import SchedulingYAML

/// `schedulectl export`: schedules for elsewhere.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a schedule file for another scheduler.", subcommands: [ExportK8s.self])
}

/// `schedulectl export k8s`.
struct ExportK8s: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "k8s",
    abstract: "Writes Kubernetes CronJobs: the way out, or back.",
    discussion: """
      What a CronJob cannot say stands as a comment above it. A job that cannot be one at all is left out; standard error
      says why, and the exit code is 1. Clocks that are moved are treated as Kubernetes treats them: a time that is
      jumped over is not run.

      EXAMPLE
        schedulectl export k8s schedule.yaml --image shop/jobs:1.4 --arg run --arg '{id}' | kubectl apply -f -
      """)

  @Argument(help: "The schedule file.")
  var file: String

  @Option(help: "The image that has the bodies.")
  var image: String

  @Option(help: "A word of the container's arguments, repeated; {id} stands for the job. Defaults to 'run {id}'.")
  var arg: [String] = []

  @Option(help: "The namespace of the CronJobs.")
  var namespace: String?

  func run() throws {
    try reporting {
      var reasons: [String] = []
      var names: Set<String> = []
      var documents: [String] = []
      for job in try ScheduleFile(contentsOfFile: file).resolved() {
        guard let manifest = CronJobManifest(job, reasons: &reasons) else { continue }
        var name = manifest.name
        var number = 2
        while !names.insert(name).inserted {
          name = "\(manifest.name.prefix(48))-\(number)"
          number += 1
        }
        documents.append(
          manifest.yaml(image: image, command: arg.isEmpty ? ["run", "{id}"] : arg, namespace: namespace, name: name))
      }
      Terminal.writeLines(documents.joined(separator: "\n---\n"))
      for reason in reasons { Terminal.writeError(reason) }
      if !reasons.isEmpty { throw Exit.nothingFound }
    }
  }
}
