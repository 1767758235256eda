// swift-tools-version: 6.2
import PackageDescription

let warningsAreErrors: [SwiftSetting] =
  Context.environment["SCHEDULING_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + warningsAreErrors

let package = Package(
  name: "OrdersService",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-scheduling", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.26.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
  ],
  targets: [
    // What the jobs do, on a real database: knows nothing of scheduling.
    .target(
      name: "OrdersDomain",
      dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .executableTarget(
      name: "OrdersService",
      dependencies: [
        "OrdersDomain",
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
        .product(name: "SchedulingYAML", package: "swift-scheduling"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Resources/delivery-app.yaml")],
      swiftSettings: settings),
    // The dashboard on plain SwiftNIO, without a framework.
    .executableTarget(
      name: "PlainNIO",
      dependencies: [
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "OrdersDomainTests",
      dependencies: ["OrdersDomain", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    // Real processes and a real redis-server for tests; most of its files are links into the root package.
    .target(name: "ProcessSupport", path: "Tests/ProcessSupport", swiftSettings: settings),
    .testTarget(
      name: "OrdersServiceTests", dependencies: ["OrdersService", "ProcessSupport"], swiftSettings: settings),
  ]
)
