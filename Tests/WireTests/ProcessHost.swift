import Foundation
import TestSupport
import Testing
import Wedding

/// The program itself as a host, in a process that can be killed and started again on its port.
final class ProcessHost {
    private let folder = NSTemporaryDirectory() + "callboard-wire-\(UUID().uuidString)"
    private(set) var process = Process()
    private(set) var port = 0

    static var program: String { Sample.root + ".build/release/callboard" }
    static let environment = ["CB_SECRET": String(decoding: TestHost.secret, as: UTF8.self)]

    init() throws { try start() }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What is typed to start it, on the port it has or a free one.
    var command: [String] {
        [
            "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
            "127.0.0.1:\(port)", "--data", folder, "--jwt-secret-env", "CB_SECRET",
        ]
    }

    /// A client that knocks while nobody listens may be given the port for its own end: then it is
    /// free again as soon as that client gives up, and the host is started once more.
    func start() throws {
        for _ in 0..<20 {
            if try launch() { return }
            process.waitUntilExit()
        }
        throw RawSocket.Failure(description: "the host never started")
    }

    private func launch() throws -> Bool {
        process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(Self.environment) { $1 }
        let lines = Pipe()
        process.standardOutput = lines
        try process.run()
        let first = String(decoding: lines.fileHandleForReading.availableData, as: UTF8.self)
        guard let match = first.firstMatch(of: /ws:\/\/127\.0\.0\.1:(\d+)/) else { return false }
        port = try #require(Int(match.1))
        // Whatever it notes from now on is not kept: a full pipe would stop it.
        lines.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        return true
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
