import CivilTime
import HTTPTypes
import Scheduling
import SchedulingHTTP

// Any request has an answer that repeats nothing a terminal or a browser would act on.

extension Door {
  private static let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "fuzz"))
  private static let jobs = JobRoutes(scheduler)
  private static let probes = SchedulerRoutes(scheduler)

  static let routes = Door(name: "routes", longest: 9_000) { bytes in
    var input = Input(bytes)
    let method = [HTTPRequest.Method.get, .head, .post, .delete][input.number(below: 4)]
    let prefix = ["", "/v1/scheduler/jobs/", "/v1/scheduler/explain?", "/v1/health/scheduler/"][input.number(below: 4)]
    let request = HTTPRequest(method: method, scheme: nil, authority: nil, path: prefix + input.text)
    for (response, body) in [jobs.respond(to: request), probes.respond(to: request)] {
      precondition((200...599).contains(response.status.code), "there is an answer")
      precondition(body.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "no byte of it moves a cursor")
    }
  }
}
