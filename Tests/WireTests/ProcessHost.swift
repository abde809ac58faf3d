import Foundation
import TestSupport
import Testing
import Wedding

/// The program itself as a host, in a process that can be killed and started again on its port.
final class ProcessHost {
    private let folder = NSTemporaryDirectory() + "callboard-wire-\(UUID().uuidString)"
    private var process: HostProcess?
    private(set) var port = HostProcess.lastingPort

    static var program: String { Program.path }
    static let environment = ["CB_SECRET": String(decoding: TestHost.secret, as: UTF8.self)]

    var id: Int32 { process?.id ?? 0 }

    init() throws { try start() }

    deinit {
        process?.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What is typed to start it, on the port it keeps.
    var command: [String] {
        [
            "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
            "127.0.0.1:\(port)", "--data", folder, "--jwt-secret-env", "CB_SECRET",
        ]
    }

    /// Somebody else may listen there before it ever did: then it takes another.
    func start() throws {
        let isNew = process == nil
        for _ in 0..<20 {
            process = try HostProcess(command, environment: Self.environment)
            if process != nil { return }
            if isNew { port = HostProcess.lastingPort }
        }
        throw RawSocket.Failure(description: "the host never said that it listens")
    }

    func kill() { process?.kill() }
}
