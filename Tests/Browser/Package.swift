// swift-tools-version: 6.2
import PackageDescription

// The real server of the browser tests. A package of its own, so that hosts of swift-scheduling do not fetch its server.
let package = Package(
  name: "DashboardHost",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-scheduling", path: "../.."),
    .package(name: "SchedulectlServe", path: "../../Examples/SchedulectlServe"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
  ],
  targets: [
    .executableTarget(
      name: "DashboardHost",
      dependencies: [
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingHTTP", package: "swift-scheduling"),
        .product(name: "SchedulingRedis", package: "swift-scheduling"),
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "FlyingFoxManagement", package: "SchedulectlServe"),
      ])
  ]
)
