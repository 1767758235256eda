import Foundation
import Hummingbird
import OrdersDomain

/// A little of the app itself, to look at what the jobs do: place an order, and see it cancelled half an hour later.
struct OrdersRoutes: Sendable {
  let database: OrdersDatabase
  /// The service's clock, which a demonstration may scale.
  let now: @Sendable () -> Date

  func add(to router: Router<some RequestContext>) {
    router.get("/v1/orders/summary") { _, _ in try await database.summary() }
    router.post("/v1/orders") { request, context in
      let order = try await request.decode(as: NewOrder.self, context: context)
      guard order.totalCents > 0 else { throw HTTPError(.badRequest, message: "totalCents must be more than zero") }
      let id = try await database.placeOrder(restaurant: order.restaurant, totalCents: order.totalCents, at: now())
      return EditedResponse(status: .created, response: ["id": id])
    }
  }

  struct NewOrder: Decodable {
    var restaurant: Int64
    var totalCents: Int
  }
}
