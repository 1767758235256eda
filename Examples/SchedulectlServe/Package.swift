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

// `schedulectl serve`. A package of its own, so that no host that depends on swift-scheduling, and nobody who builds
// `schedulectl` alone, fetches its HTTP server.
let package = Package(
  name: "SchedulectlServe",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "schedulectl-serve", targets: ["schedulectl-serve"]),
    .library(name: "FlyingFoxManagement", targets: ["FlyingFoxManagement"]),
  ],
  dependencies: [
    .package(name: "swift-scheduling", path: "../.."),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
  ],
  targets: [
    // The management API in FlyingFox; the browser tests use it too.
    .target(
      name: "FlyingFoxManagement",
      dependencies: [
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "schedulectl-serve",
      dependencies: [
        "FlyingFoxManagement",
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ]
)
