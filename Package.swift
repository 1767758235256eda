// swift-tools-version: 6.2
import PackageDescription

// Set by `.ci/run`: our own targets build without a warning. Never set for a host that depends on this package.
let warningsAreErrors: [SwiftSetting] =
  Context.environment["SCHEDULING_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + warningsAreErrors

// Set by `.ci/run` and the scripts that it calls: every trait on, so that all products are built and tested. A host picks
// the traits that it needs.
let defaultTraits: Set<String> =
  Context.environment["SCHEDULING_ALL_TRAITS"] == "1" ? ["Redis", "Configuration", "Shell"] : ["Redis"]

// `SCHEDULING_DOCUMENTATION=1 swift package generate-documentation` needs the plugin, and no host does.
let documentation: [Package.Dependency] =
  Context.environment["SCHEDULING_DOCUMENTATION"] == "1"
  ? [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3")] : []

// On Linux hiredis lies on the default search paths, and `pkgConfig` would print a warning for every host without it.
#if os(macOS)
  let hiredis: Target = .systemLibrary(
    name: "CHiredis", pkgConfig: "hiredis", providers: [.brew(["hiredis"])])
  let hiredisTLS: Target = .systemLibrary(
    name: "CHiredisTLS", pkgConfig: "hiredis_ssl", providers: [.brew(["hiredis"])])
#else
  let hiredis: Target = .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])])
  let hiredisTLS: Target = .systemLibrary(name: "CHiredisTLS", providers: [.apt(["libhiredis-dev", "libssl-dev"])])
#endif

let package = Package(
  name: "swift-scheduling",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "CivilTime", targets: ["CivilTime"]),
    .library(name: "Cron", targets: ["Cron"]),
    .library(name: "Scheduling", targets: ["Scheduling"]),
    .library(name: "SchedulingRedis", targets: ["SchedulingRedis"]),
    .library(name: "SchedulingHTTP", targets: ["SchedulingHTTP"]),
    .library(name: "SchedulingYAML", targets: ["SchedulingYAML"]),
    .library(name: "SchedulingTesting", targets: ["SchedulingTesting"]),
    .library(name: "SchedulingConfiguration", targets: ["SchedulingConfiguration"]),
    .library(name: "SchedulingShell", targets: ["SchedulingShell"]),
    .executable(name: "schedulectl", targets: ["schedulectl"]),
  ],
  traits: [
    .trait(name: "Redis", description: "Redis locks and claims, through the system's hiredis."),
    .trait(
      name: "TLS", description: "rediss:// through hiredis_ssl, which hiredis has from 1.0.", enabledTraits: ["Redis"]),
    .trait(
      name: "Configuration", description: "SchedulingConfiguration, which reads settings through swift-configuration."),
    .trait(name: "Shell", description: "SchedulingShell, which runs commands through swift-subprocess."),
    .default(enabledTraits: defaultTraits),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-service-context", from: "1.1.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    // Neither is fetched for a host without the trait that uses it.
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
  ] + documentation,
  targets: [
    .target(name: "CivilTime", swiftSettings: settings),
    .target(name: "Cron", dependencies: ["CivilTime"], swiftSettings: settings),
    .target(
      name: "Scheduling",
      dependencies: [
        "CivilTime", "Cron",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "ServiceContextModule", package: "swift-service-context"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    hiredis,
    hiredisTLS,
    .target(
      name: "SchedulingRedis",
      dependencies: [
        "CivilTime", "Scheduling",
        .target(name: "CHiredis", condition: .when(traits: ["Redis"])),
        .target(name: "CHiredisTLS", condition: .when(traits: ["TLS"])),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .target(
      name: "SchedulingHTTP",
      dependencies: [
        "CivilTime", "Scheduling", .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      // `Tests/embed` writes both into Swift files.
      exclude: ["OpenAPI/openapi.json", "Dashboard/Files"],
      swiftSettings: settings),
    .target(
      name: "SchedulingYAML",
      dependencies: [
        "CivilTime", "Scheduling",
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .target(name: "ClaimsModel", swiftSettings: settings),
    .target(
      name: "SchedulingTesting",
      dependencies: ["CivilTime", "ClaimsModel", "Scheduling"],
      swiftSettings: settings),
    .target(
      name: "Crontab", dependencies: ["CivilTime", "Cron", "Scheduling", "SchedulingYAML"], swiftSettings: settings),
    .target(
      name: "SchedulingConfiguration",
      dependencies: [
        "CivilTime", "Scheduling", "SchedulingRedis",
        .product(
          name: "Configuration", package: "swift-configuration", condition: .when(traits: ["Configuration"])),
      ],
      swiftSettings: settings),
    .target(
      name: "SchedulingShell",
      dependencies: [
        "CivilTime", "Scheduling",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess", condition: .when(traits: ["Shell"])),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "schedulectl",
      dependencies: [
        "CivilTime", "Cron", "Crontab", "Scheduling", "SchedulingRedis", "SchedulingYAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Manual"],
      swiftSettings: settings),
    .executableTarget(
      name: "Quickstart",
      dependencies: [
        "Scheduling",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Examples/Quickstart",
      swiftSettings: settings),
    .executableTarget(
      name: "Features",
      dependencies: [
        "CivilTime", "Scheduling", "SchedulingConfiguration", "SchedulingRedis", "SchedulingShell",
        "SchedulingTesting", "SchedulingYAML",
        .product(
          name: "Configuration", package: "swift-configuration", condition: .when(traits: ["Configuration"])),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ],
      path: "Examples/Features",
      swiftSettings: settings),

    .testTarget(
      name: "CivilTimeTests", dependencies: ["CivilTime"], swiftSettings: settings),
    .testTarget(
      name: "CronTests", dependencies: ["CivilTime", "Cron"],
      resources: [.copy("Vectors")], swiftSettings: settings),
    .testTarget(
      name: "SchedulingTests",
      dependencies: [
        "CivilTime", "Cron", "Scheduling", "SchedulingTesting",
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "ServiceContextModule", package: "swift-service-context"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.copy("Vectors")], swiftSettings: settings),
    .testTarget(
      name: "SchedulingTestingTests",
      dependencies: ["CivilTime", "Scheduling", "SchedulingTesting"], swiftSettings: settings),
    .testTarget(
      name: "schedulectlTests",
      dependencies: [
        "CivilTime", "RedisServerTestSupport", "Scheduling", "SchedulingRedis", "SchedulingYAML", "schedulectl",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(
      name: "RedisServerTestSupport",
      dependencies: ["CivilTime", "Scheduling", "SchedulingRedis"],
      path: "Tests/Support/RedisServerTestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "SchedulingRedisTests",
      dependencies: [
        "CivilTime", "ClaimsModel", "ModelCheck", "Scheduling", "SchedulingRedis", "SchedulingTesting",
        "RedisServerTestSupport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .target(
      name: "ModelCheck", dependencies: ["ClaimsModel"], path: "Tests/Support/ModelCheck", swiftSettings: settings),
    .executableTarget(
      name: "model-check",
      dependencies: ["ClaimsModel", "ModelCheck", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Tests/Support/model-check", swiftSettings: settings),
    .testTarget(name: "ModelCheckTests", dependencies: ["ClaimsModel", "ModelCheck"], swiftSettings: settings),
    .testTarget(
      name: "StoreConformanceTests",
      dependencies: ["CivilTime", "Scheduling", "SchedulingRedis", "RedisServerTestSupport"],
      swiftSettings: settings),
    .target(name: "FleetLog", path: "Tests/Support/FleetLog", swiftSettings: settings),
    .target(
      name: "FleetSupport",
      dependencies: [
        "CivilTime", "FleetLog", "Scheduling", "SchedulingRedis", "RedisServerTestSupport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Tests/Support/FleetSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "FleetWorker", dependencies: ["FleetSupport"], path: "Tests/Support/FleetWorker", swiftSettings: settings),
    .testTarget(
      name: "FleetTests",
      dependencies: ["FleetLog", "FleetSupport", "FleetWorker", "RedisServerTestSupport", "SchedulingRedis"],
      swiftSettings: settings),
    .testTarget(
      name: "SchedulingConfigurationTests",
      dependencies: [
        "CivilTime", "Scheduling", "SchedulingConfiguration", "SchedulingRedis",
        .product(
          name: "Configuration", package: "swift-configuration", condition: .when(traits: ["Configuration"])),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SchedulingShellTests",
      dependencies: [
        "CivilTime", "Scheduling", "SchedulingShell", "SchedulingTesting", "SchedulingYAML",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    // The rigs that CI and `Benchmarks` run: they need what is `package`, so they are targets of this package. None is a
    // product, and no host builds them.
    .executableTarget(
      name: "fleet-soak",
      dependencies: ["FleetLog", "FleetSupport", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Tests/Support/fleet-soak", swiftSettings: settings),
    .executableTarget(
      name: "fleet-check",
      dependencies: ["FleetLog", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Tests/Support/fleet-check", swiftSettings: settings),
    .executableTarget(
      name: "redis-scale",
      dependencies: [
        "CivilTime", "RedisServerTestSupport", "Scheduling", "SchedulingRedis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Support/redis-scale", swiftSettings: settings),
    .executableTarget(
      name: "redis-rows",
      dependencies: ["CivilTime", "RedisServerTestSupport", "Scheduling", "SchedulingRedis"],
      path: "Tests/Support/redis-rows", swiftSettings: settings),
    .target(
      name: "SchemaSupport", dependencies: ["Scheduling"], path: "Tests/Support/SchemaSupport", swiftSettings: settings),
    .testTarget(
      name: "SchedulingHTTPTests",
      dependencies: [
        "CivilTime", "RedisServerTestSupport", "Scheduling", "SchedulingHTTP", "SchedulingRedis", "SchedulingTesting",
        "SchemaSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SchedulingYAMLTests",
      dependencies: [
        "CivilTime", "Cron", "Scheduling", "SchedulingYAML", "SchedulingTesting", "SchemaSupport",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
  ]
)

// Set by `Tests/fuzz-run`, which builds with libFuzzer: without it these would not link.
if Context.environment["SCHEDULING_FUZZ"] == "1" {
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
    .executableTarget(
      name: "fuzz-doors",
      dependencies: [
        "CFuzzer", "CivilTime", "Cron", "Crontab", "Scheduling", "SchedulingHTTP", "SchedulingRedis",
        "SchedulingTesting", "SchedulingYAML",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      path: "Tests/Fuzzing/Driver", swiftSettings: settings),
  ]
}
