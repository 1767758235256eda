// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .define("Redis"),
]

// Measurements of this package and of its peers; see peers/. Nothing here is a dependency of anything.
let package = Package(
  name: "scheduling-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-scheduling", path: "..", traits: ["Redis"]),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
  ],
  targets: [
    .executableTarget(
      name: "cron-micro",
      dependencies: [
        .product(name: "CivilTime", package: "swift-scheduling"), .product(name: "Cron", package: "swift-scheduling"),
      ]),
    .executableTarget(
      name: "engine",
      dependencies: [
        .product(name: "CivilTime", package: "swift-scheduling"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "SchedulingYAML", package: "swift-scheduling"),
      ],
      swiftSettings: settings),
    // The row "start", and what it is compared with. Apart, so that their size and start are nobody else's.
    .executableTarget(
      name: "start-row", dependencies: [.product(name: "Scheduling", package: "swift-scheduling")],
      swiftSettings: settings),
    .executableTarget(name: "empty-main", swiftSettings: settings),
    // A fleet of processes under faults, and the judge of its log. The libraries are those of the root package's tests.
    .executableTarget(
      name: "fleet-soak",
      dependencies: ["FleetLog", "FleetSupport", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
    .executableTarget(
      name: "redis-scale",
      dependencies: [
        "RedisServerTestSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "CivilTime", package: "swift-scheduling"),
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "redis-rows",
      dependencies: [
        "RedisServerTestSupport",
        .product(name: "CivilTime", package: "swift-scheduling"),
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "fleet-check",
      dependencies: ["FleetLog", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
    .target(name: "FleetLog", swiftSettings: settings),
    .target(
      name: "FleetSupport",
      dependencies: [
        "FleetLog", "RedisServerTestSupport",
        .product(name: "CivilTime", package: "swift-scheduling"),
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .target(
      name: "RedisServerTestSupport",
      dependencies: [
        .product(name: "CivilTime", package: "swift-scheduling"),
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
      ],
      swiftSettings: settings),
  ]
)
