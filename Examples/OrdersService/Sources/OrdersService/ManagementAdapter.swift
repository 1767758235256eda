import HTTPTypes
import Hummingbird
import SchedulingHTTP

/// The management API and its dashboard in Hummingbird: all that an HTTP framework has to do.
struct ManagementAdapter<Context: RequestContext>: RouterMiddleware {
  let routes: ManagementRoutes

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasPrefix(routes.prefix + "/") else { return try await next(request, context) }
    var body: [UInt8] = []
    // One byte more than is allowed is refused; more is not read.
    for try await piece in request.body where body.count <= ManagementRoutes.largestBody {
      body += piece.readableBytesView.prefix(ManagementRoutes.largestBody + 1 - body.count)
    }
    let (head, answer) = await routes.respond(to: request.head, body: body)
    let stream: ResponseBody =
      switch answer {
      case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      case .events(let events): ResponseBody(asyncSequence: events.map { ByteBuffer(bytes: $0) })
      }
    return Response(status: head.status, headers: head.headerFields, body: stream)
  }
}
