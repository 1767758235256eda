// swift-tools-version: 6.2
import PackageDescription

// Measurements of this package and of its peers; see peers/. Nothing here is a dependency of anything.
let package = Package(
  name: "scheduling-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-scheduling", path: "..", traits: [])],
  targets: [
    .executableTarget(
      name: "cron-micro",
      dependencies: [
        .product(name: "CivilTime", package: "swift-scheduling"), .product(name: "Cron", package: "swift-scheduling"),
      ])
  ]
)
