import HTTPTypes
import Scheduling

/// Who may pass: the host's hooks, and what a browser must not be made to send.
struct Gate: Sendable {
  let read: ManagementAuthorization?
  let authorize: ManagementAuthorization?
  let challenge: String

  static let largestBody = 64 << 10
  static let changesAreOff =
    "changes are off: the host of this API has passed no `authorize`; it has to, for anybody to change anything"

  /// Lets a reader pass; nil where the host does not ask who reads.
  func reader(_ request: HTTPRequest, _ job: JobID?) async throws(Refusal) -> Caller? {
    guard let read else { return nil }
    return try admitted(await read(request, .read, job), .read)
  }

  /// Lets somebody who changes something pass.
  func caller(_ request: HTTPRequest, _ action: ManagementAction, _ job: JobID?) async throws(Refusal) -> Caller {
    guard let authorize else { throw Refusal(status: .forbidden, detail: Self.changesAreOff) }
    return try admitted(await authorize(request, action, job), action)
  }

  /// A caller whom the host knows and who may do it. Missing and wrong credentials are answered alike.
  private func admitted(_ caller: Caller?, _ action: ManagementAction) throws(Refusal) -> Caller {
    guard let caller else {
      throw Refusal(
        status: .unauthorized, detail: "the host of this API does not know who you are: send the right credentials",
        fields: [.wwwAuthenticate: challenge])
    }
    guard caller.isAllowed else {
      throw Refusal(
        status: .forbidden,
        detail: "the right '\(action.rawValue)' is missing: ask the operators of this service for it")
    }
    return caller
  }

  /// Refuses what another site can make a browser send, and bodies that are too large or of another type.
  func checkChange(_ request: HTTPRequest, body: [UInt8]) throws(Refusal) {
    guard authorize != nil else { throw Refusal(status: .forbidden, detail: Self.changesAreOff) }
    guard body.count <= Self.largestBody else {
      throw Refusal(status: .contentTooLarge, detail: "a body has at most \(Self.largestBody) bytes")
    }
    let type = request.headerFields[.contentType]?.prefix { $0 != ";" }.lowercased()
      .trimmingPrefix { $0 == " " }
    guard let type, type.prefix(while: { $0 != " " }) == "application/json" else {
      throw Refusal(
        status: .unsupportedMediaType, detail: "a change needs the field `content-type: application/json`")
    }
    try checkOrigin(request)
  }

  private func checkOrigin(_ request: HTTPRequest) throws(Refusal) {
    let fields = request.headerFields
    if let site = fields[.fetchSite] {
      // Sent by every browser of today, and by no script: the browser's word counts.
      if site == "same-origin" { return }
    } else if let origin = fields[.origin] {
      if let authority = request.authority, let host = Self.authority(of: origin), host == authority.lowercased() {
        return
      }
    } else if fields[.authorization] != nil {
      return
    }
    throw Refusal(
      status: .forbidden,
      detail:
        "a change comes from a page of this origin (Sec-Fetch-Site or Origin says so), or has an Authorization field"
    )
  }

  /// `host:port` of an origin such as `https://host:port`; nil for `null` and what is no origin.
  private static func authority(of origin: String) -> String? {
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      let rest = origin.dropFirst(scheme.count)
      return rest.isEmpty || rest.contains("/") ? nil : rest.lowercased()
    }
    return nil
  }
}

// Tokens that are written here: nil is returned for a text that is no token, which none of these is.
extension HTTPField.Name {
  static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
  static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
  static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
