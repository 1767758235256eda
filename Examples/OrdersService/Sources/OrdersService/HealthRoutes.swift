import HTTPTypes
import Hummingbird
import Scheduling
import SchedulingHTTP

/// The scheduler's health routes in Hummingbird: all that an HTTP framework has to do.
struct HealthRoutes: Sendable {
  let routes: SchedulerRoutes

  init(scheduler: Scheduler) { routes = SchedulerRoutes(scheduler) }

  func add(to router: Router<some RequestContext>) {
    router.get("/v1/health/scheduler/**") { request, _ in
      let (head, body) = routes.respond(to: request.head)
      return Response(
        status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
  }
}
