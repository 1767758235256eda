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
  name: "CronMigration",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-scheduling", path: "../.."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    // What the fourteen jobs do, on SQLite and the file system: knows nothing of scheduling.
    .target(name: "Shop", dependencies: ["CSQLite"], swiftSettings: settings),
    // The jobs' bodies by id, and the schedule files.
    .target(
      name: "ShopSchedule",
      dependencies: [
        "Shop",
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingYAML", package: "swift-scheduling"),
      ],
      resources: [.copy("Schedules")], swiftSettings: settings),
    .executableTarget(
      name: "CronMigration",
      dependencies: [
        "Shop", "ShopSchedule",
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingYAML", package: "swift-scheduling"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CronMigrationTests",
      dependencies: [
        "Shop", "ShopSchedule",
        .product(name: "Scheduling", package: "swift-scheduling"),
        .product(name: "SchedulingTesting", package: "swift-scheduling"),
        .product(name: "SchedulingYAML", package: "swift-scheduling"),
      ],
      swiftSettings: settings),
  ]
)
