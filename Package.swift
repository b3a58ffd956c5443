// swift-tools-version: 6.2
import PackageDescription

/// `Tests/fuzz` sets it: the fuzzer is a program more, and every target of the product is built for it to look into.
let isFuzzed = Context.environment["FUZZ"] != nil
let instrumentation = ["-sanitize=fuzzer,address"]

/// The settings of every Swift target: a warning is an error, and each unsafe operation says so where it stands.
let house: [SwiftSetting] =
    [.treatAllWarnings(as: .error), .strictMemorySafety()] + (isFuzzed ? [.unsafeFlags(["-O"] + instrumentation)] : [])

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

let tls: [Target.Dependency] = [
    .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOHTTP2", package: "swift-nio-http2"),
]

/// The revision in `--version` and `glance_exporter_build_info`: given by a packager, else the checkout's.
let revision = Context.environment["GLANCE_EXPORTER_REVISION"] ?? Context.gitInformation?.currentCommit ?? "unknown"

let package = Package(
    name: "glance-exporter",
    products: [.executable(name: "glance-exporter", targets: ["GlanceExporter"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CBuildInfo", cSettings: [.define("GLANCE_EXPORTER_REVISION", to: "\"\(revision)\"")]),
        .target(
            name: "CSimdjson",
            cxxSettings: [
                .define("SIMDJSON_EXCEPTIONS", to: "0"), .unsafeFlags(["-O3"], .when(configuration: .debug)),
            ] + (isFuzzed ? [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])] : []),
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "Files", swiftSettings: house),
        .target(name: "YAML", dependencies: ["CLibyaml"], swiftSettings: house),
        .target(name: "HTTPClient", dependencies: ["CLibcrypto", "CLibcurl", "Files"], swiftSettings: house),
        .target(name: "Identity", dependencies: ["Files", "HTTPClient", "YAML", "CLibcrypto"], swiftSettings: house),
        .target(name: "Catalogue", swiftSettings: house),
        .target(
            name: "ImageAPI", dependencies: ["HTTPClient", "Identity", "CSimdjson", "Catalogue"],
            swiftSettings: house),
        .target(name: "Exposition", dependencies: ["CZlib"], swiftSettings: house),
        .target(name: "Metrics", dependencies: ["Catalogue", "Exposition"], swiftSettings: house),
        .target(
            name: "ScrapeServer", dependencies: ["CLibcrypt", "Exposition", "Files", "YAML"] + nio + tls,
            swiftSettings: house),
        .target(
            name: "Settings", dependencies: ["YAML", "Identity", "ImageAPI", "Catalogue", "Metrics"],
            swiftSettings: house),
        .target(name: "DemoCloud", dependencies: nio, swiftSettings: house),
        .executableTarget(
            name: "GlanceExporter",
            dependencies: [
                "CBuildInfo", "CMalloc", "CProcess", "Files", "HTTPClient", "Identity", "ImageAPI", "Catalogue",
                "Metrics",
                "Exposition",
                "ScrapeServer", "Settings", "DemoCloud",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["compose", "debian", "kubernetes", "systemd"],
            swiftSettings: house),
        .executableTarget(
            name: "LayerBenchmark", dependencies: ["Catalogue", "Exposition", "HTTPClient", "ImageAPI", "Metrics"],
            path: "Tests/Benchmarks/layers", exclude: ["allocations.c", "instructions.json", "measure"],
            swiftSettings: house),
        .target(name: "TestSupport", dependencies: ["HTTPClient"] + nio, path: "Tests/Support", swiftSettings: house),
        unitTests("Files"),
        unitTests("YAML"),
        unitTests("HTTPClient", ["TestSupport"]),
        unitTests("Identity", ["HTTPClient", "YAML"], exclude: ["Fixtures"]),
        unitTests("ImageAPI", ["HTTPClient", "Catalogue"], exclude: ["Fixtures"]),
        unitTests("Catalogue"),
        unitTests("Exposition", ["TestSupport"]),
        unitTests("Metrics", ["Catalogue", "Exposition"]),
        unitTests(
            "ScrapeServer",
            ["Exposition", "YAML", "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio")] + nio + tls),
        unitTests("Settings", ["HTTPClient", "Identity", "ImageAPI"], exclude: ["Fixtures"]),
        unitTests("DemoCloud", nio),
        unitTests(
            "GlanceExporter",
            ["HTTPClient", "Identity", "ImageAPI", "Catalogue", "Metrics", "Exposition", "ScrapeServer", "Settings"]
                + ["TestSupport"]
                + [.product(name: "Logging", package: "swift-log")]),
        .testTarget(name: "DashboardTests", dependencies: ["Exposition", "Metrics"], swiftSettings: house),
        .testTarget(name: "EndToEndTests", dependencies: ["GlanceExporter", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "ScenarioTests",
            dependencies: [
                "GlanceExporter", "DemoCloud", "HTTPClient", "Identity", "Exposition", "ScrapeServer", "Settings",
                "TestSupport", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        .testTarget(name: "HouseTests", swiftSettings: house),
    ],
    cxxLanguageStandard: .cxx17
)

/// The unit tests of one target.
func unitTests(_ target: String, _ others: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(target)Tests", dependencies: [.init(stringLiteral: target)] + others, exclude: exclude,
        swiftSettings: house)
}

if isFuzzed {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CFuzzer", "Catalogue", "Exposition", "HTTPClient", "Identity", "ImageAPI", "ScrapeServer", "Settings",
                "YAML", .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/Fuzz", exclude: ["CFuzzer", "pages.py", "run.py"], swiftSettings: house,
            linkerSettings: [.unsafeFlags(instrumentation + ["-use-ld=lld"])]),
    ]
}
