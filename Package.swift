// swift-tools-version: 6.2
import PackageDescription

/// Products that several targets need, named once.
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")

let package = Package(
    name: "callboard",
    products: [
        .executable(name: "callboard", targets: ["callboard"]),
        .library(name: "RealtimeClient", targets: ["RealtimeClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(name: "Wedding"),
        .target(name: "RealtimeProtocol", dependencies: ["Wedding"]),
        .target(name: "RealtimeCore", dependencies: ["Wedding", "RealtimeProtocol", deque]),
        .target(name: "Console", dependencies: ["Wedding", "RealtimeProtocol"]),
        .target(name: "CTerminal"),
        .target(name: "Terminal", dependencies: ["Wedding", "Console", "CTerminal"]),
        .target(
            name: "CoreRuntime",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore", deque, nioCore]),
        .target(
            name: "Journal",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore", grdb, crypto]),
        .target(
            name: "Simulation",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime"]),
        .target(
            name: "RealtimeServer",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", deque, nioCore,
                nioPosix, nioHTTP, nioSSL, crypto,
                .product(name: "JWTKit", package: "jwt-kit"),
                x509,
            ]),
        .target(
            name: "RealtimeClient",
            dependencies: [
                "Wedding", "RealtimeProtocol", deque, nioCore, nioPosix, nioHTTP, nioWebSocket,
                nioSSL, crypto,
            ]),
        .target(
            name: "Interchange",
            dependencies: ["Wedding", "Console", "TOMLKit", "SwiftCSV"]),
        .executableTarget(
            name: "callboard",
            dependencies: [
                "Wedding",
                nioCore,
                nioPosix,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                "RealtimeProtocol", "RealtimeCore", "Console", "CoreRuntime", "Journal",
                "Simulation",
                "RealtimeServer", "RealtimeClient", "Interchange", "Terminal", "CTerminal",
                crypto, nioSSL, x509,
            ]),
        .target(
            name: "TestSupport",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Simulation",
                "Interchange",
            ], path: "Tests/TestSupport"),
        .testTarget(name: "WeddingTests", dependencies: ["Wedding"]),
        .testTarget(
            name: "RealtimeProtocolTests", dependencies: ["Wedding", "RealtimeProtocol"]),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Journal",
                "RealtimeServer", "RealtimeClient", "Console", "callboard", "TestSupport", nioCore,
                nioPosix, crypto,
            ], exclude: ["Stock"]),
        .testTarget(
            name: "RealtimeCoreTests",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore", "TestSupport"]),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Journal",
                "Interchange", "RealtimeClient",
                "TestSupport", "callboard", grdb, crypto,
            ], exclude: ["Fixtures"]),
        .testTarget(
            name: "CoreRuntimeTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "TestSupport",
                nioCore,
                nioPosix,
            ]),
        .testTarget(
            name: "InterchangeTests",
            dependencies: ["Wedding", "Console", "Interchange", "TestSupport"]),
        .testTarget(
            name: "SampleDayTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Simulation",
                "Interchange", "TestSupport",
            ]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Interchange",
                "Console", "TestSupport",
            ], exclude: ["Golden", "Fixtures"]),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Wedding", "CTerminal", "callboard", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

// Here a warning is told; where a change is proposed it is an error.
if Context.environment["WARNINGS_ARE_ERRORS"] == "1" {
    for target in package.targets where target.type != .plugin && target.name != "CTerminal" {
        target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    }
}
