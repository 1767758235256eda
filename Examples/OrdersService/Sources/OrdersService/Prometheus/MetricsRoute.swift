import Hummingbird

/// What swift-metrics has counted, the scheduler's metrics among it, in the text that Prometheus scrapes.
struct MetricsRoute: Sendable {
  let metrics: PrometheusText

  func add(to router: Router<some RequestContext>) {
    router.get("/metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
    }
  }
}
