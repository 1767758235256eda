import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import SchedulingHTTP

/// The management API and its dashboard on plain SwiftNIO: all that a server without a framework has to do.
struct NIOManagement: Sendable {
  typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
  typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  let routes: ManagementRoutes

  /// Answers connections until the task is cancelled.
  func serve(host: String, port: Int, listening: @Sendable (Int) -> Void) async throws {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    listening(server.channel.localAddress?.port ?? port)
    try await server.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections {
          // A connection that breaks is its own affair.
          group.addTask { try? await answer(connection) }
        }
      }
    }
  }

  private func answer(_ connection: Connection) async throws {
    let address = connection.channel.remoteAddress?.ipAddress
    try await connection.executeThenClose { inbound, outbound in
      var head: HTTPRequestHead?
      var body: [UInt8] = []
      for try await part in inbound {
        switch part {
        case .head(let new): (head, body) = (new, [])
        case .body(let piece):
          // One byte more than is allowed is refused; more is not kept.
          body += piece.readableBytesView.prefix(max(0, ManagementRoutes.largestBody + 1 - body.count))
        case .end:
          guard let request = head else { continue }
          try await answer(request, body, from: address, outbound)
          if !request.isKeepAlive { return }
        }
      }
    }
  }

  private func answer(_ head: HTTPRequestHead, _ body: [UInt8], from address: String?, _ outbound: Writer) async throws
  {
    guard let method = HTTPRequest.Method(head.method.rawValue) else {
      return try await write(HTTPResponse(status: .badRequest), [], isHead: false, outbound)
    }
    var fields = HTTPFields()
    for (name, value) in head.headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    let request = HTTPRequest(
      method: method, scheme: "http", authority: head.headers.first(name: "host"), path: head.uri, headerFields: fields)
    let (response, answer) = await routes.respond(to: request, body: body, from: address)
    switch answer {
    case .bytes(let bytes): try await write(response, bytes, isHead: method == .head, outbound)
    case .events(let events):
      try await outbound.write(.head(responseHead(response)))
      for await piece in events { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: piece)))) }
      try await outbound.write(.end(nil))
    }
  }

  private func write(_ response: HTTPResponse, _ bytes: [UInt8], isHead: Bool, _ outbound: Writer) async throws {
    var head = responseHead(response)
    if !isHead { head.headers.replaceOrAdd(name: "content-length", value: "\(bytes.count)") }
    try await outbound.write(.head(head))
    if !bytes.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes)))) }
    try await outbound.write(.end(nil))
  }

  private func responseHead(_ response: HTTPResponse) -> HTTPResponseHead {
    HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: response.status.code),
      headers: HTTPHeaders(response.headerFields.map { ($0.name.rawName, $0.value) }))
  }
}
