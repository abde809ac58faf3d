// swift-tools-version: 6.2
import PackageDescription

/// The products of `swift-nio` that both the runtime and the executable need, named once.
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")

let package = Package(
    name: "callboard",
    products: [.executable(name: "callboard", targets: ["callboard"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
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
            name: "Simulation",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime"]),
        .target(
            name: "Interchange",
            dependencies: ["Wedding", "Console", "TOMLKit", "SwiftCSV"]),
        .executableTarget(
            name: "callboard",
            dependencies: [
                "Wedding",
                nioCore,
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                "RealtimeProtocol", "RealtimeCore", "Console", "CoreRuntime", "Simulation",
                "Interchange", "Terminal", "CTerminal",
            ]),
        .target(
            name: "TestSupport",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Simulation",
                "Interchange",
            ], path: "Tests/TestSupport"),
        .testTarget(name: "WeddingTests", dependencies: ["Wedding"]),
        .testTarget(
            name: "RealtimeCoreTests",
            dependencies: ["Wedding", "RealtimeProtocol", "RealtimeCore"]),
        .testTarget(
            name: "InterchangeTests",
            dependencies: ["Wedding", "Console", "Interchange", "TestSupport"]),
        .testTarget(
            name: "SampleDayTests",
            dependencies: [
                "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "Simulation",
                "TestSupport",
            ]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Wedding", "RealtimeProtocol", "Console", "TestSupport"],
            exclude: ["Golden"]),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Wedding", "CTerminal", "callboard", "TestSupport"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)
