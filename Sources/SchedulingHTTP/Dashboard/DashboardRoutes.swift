public import HTTPTypes

/// The dashboard's files, for any HTTP server that speaks swift-http-types: pages that ask the management API one level
/// above them. The files hold no data; mount them beside the API, under any prefix.
///
/// Every answer carries a content security policy that admits nothing but these files and the server that they come from:
/// no inline script or style, no other origin, no frame. A file that a browser has is answered with 304.
public struct DashboardRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String

  /// Routes below a prefix, which defaults to `/v1/scheduler/dashboard`; the API is expected at `/v1/scheduler` then.
  public init(prefix: String = "/v1/scheduler/dashboard") {
    self.prefix = RequestTarget.prefix(prefix)
  }

  /// Answers a request: 404 for a path that is no file of the dashboard, 405 for a method other than GET and HEAD, 414 for
  /// a target longer than 8 KiB; each as `application/problem+json`. A HEAD request gets the fields and no body. The prefix
  /// without a slash at its end is answered with a redirect to the one with it, so that relative addresses are right.
  public func respond(to request: HTTPRequest) -> (HTTPResponse, [UInt8]) {
    let full = request.path ?? ""
    guard full.utf8.count <= RequestTarget.longest else { return Answer.targetTooLong }
    let path = full.prefix { $0 != "?" && $0 != "#" }
    guard path.hasPrefix(prefix) else { return noFile }
    let rest = path.dropFirst(prefix.count)
    guard request.method == .get || request.method == .head else {
      return Answer.problem(
        .methodNotAllowed, "the dashboard's files answer GET and HEAD", fields: [.allow: "GET, HEAD"])
    }
    if rest.isEmpty { return redirect }
    guard rest.hasPrefix("/"), let file = Self.files[rest == "/" ? "index.html" : String(rest.dropFirst())] else {
      return noFile
    }
    return answer(file, to: request)
  }

  /// All files by their address.
  package static let files: [String: DashboardFile] = Dictionary(
    DashboardFiles.all.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })

  /// What a page of the dashboard may load: its own files, and the API of the server that it comes from.
  package static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  private func answer(_ file: DashboardFile, to request: HTTPRequest) -> (HTTPResponse, [UInt8]) {
    var fields = Self.fields
    fields[.eTag] = file.tag
    // Asked for again each time, so that all files are of one build; what has not changed costs an empty answer.
    fields[.cacheControl] = "no-cache"
    let known = request.headerFields[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
    if known.contains(where: { Self.isTag($0, file.tag) }) {
      return (HTTPResponse(status: .notModified, headerFields: fields), [])
    }
    fields[.contentType] = file.type
    fields[.contentLength] = String(file.bytes.count)
    return (HTTPResponse(status: .ok, headerFields: fields), request.method == .head ? [] : file.bytes)
  }

  /// Whether an item of If-None-Match names a tag; a server in between may have made it weak.
  private static func isTag(_ item: Substring, _ tag: String) -> Bool {
    var item = item.drop { $0 == " " || $0 == "\t" }
    while item.last == " " || item.last == "\t" { item.removeLast() }
    if item.hasPrefix("W/") { item.removeFirst(2) }
    return item == tag || item == "*"
  }

  private static var fields: HTTPFields {
    var fields = HTTPFields()
    fields[.xContentTypeOptions] = "nosniff"
    fields[.contentSecurityPolicy] = contentSecurityPolicy
    if let name = HTTPField.Name("referrer-policy") { fields[name] = "no-referrer" }
    if let name = HTTPField.Name("cross-origin-opener-policy") { fields[name] = "same-origin" }
    if let name = HTTPField.Name("cross-origin-resource-policy") { fields[name] = "same-origin" }
    return fields
  }

  private var redirect: (HTTPResponse, [UInt8]) {
    var fields = Self.fields
    // Relative, so that it holds behind a proxy that mounts the host elsewhere.
    fields[.location] = "\(prefix.split(separator: "/").last.map(String.init) ?? "")/"
    fields[.contentLength] = "0"
    return (HTTPResponse(status: .permanentRedirect, headerFields: fields), [])
  }

  private var noFile: (HTTPResponse, [UInt8]) {
    Answer.problem(.notFound, "no such file; the dashboard is at \(prefix)/")
  }
}
