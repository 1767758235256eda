// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Measurements of what a host sees, and of its peers; see peers/. Nothing here is a dependency of anything. The rows with a
// Redis server, and the soak, are targets of the root package.
let package = Package(
  name: "scheduling-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-scheduling", path: "..", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
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
  ]
)
