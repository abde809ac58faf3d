import Foundation
import TestSupport
import Testing
import Wedding

/// A client that nobody here wrote, unmodified, in an environment of its own.
@Suite("A stock client", .serialized)
struct StockTests {
    private static let folder = Sample.root + ".build/stock-client"

    private func run(_ arguments: [String], _ environment: [String: String] = [:]) -> (
        Int32, String
    ) {
        do {
            let result = try Program.run(
                arguments, program: "/usr/bin/env", environment: environment, seconds: 600)
            return (result.status, result.text)
        } catch { return (127, "\(error)") }
    }

    /// Installed once a build folder, from PyPI.
    private func python() throws -> String {
        let python = Self.folder + "/bin/python"
        let mark = Self.folder + "/installed"
        if !FileManager.default.fileExists(atPath: mark) {
            let (made, words) = run(["python3", "-m", "venv", Self.folder])
            try #require(made == 0, "\(words)")
            let (installed, why) = run([
                python, "-m", "pip", "install", "-q", "--disable-pip-version-check",
                "realtime==2.34.1", "pyjwt==2.15.1",
            ])
            try #require(installed == 0, "\(why)")
            _ = FileManager.default.createFile(atPath: mark, contents: nil)
        }
        return python
    }

    @Test("joins, is refused, tracks, broadcasts, follows rows, refreshes, and survives a restart")
    func stock() async throws {
        let secret = String(decoding: TestHost.secret, as: UTF8.self)
        let (status, output) = try await withTaskExecutorPreference(OwnThread()) {
            let python = try python()
            let host = try ProcessHost()
            return run(
                [
                    python, Sample.root + "Tests/WireTests/Stock/stock_client.py",
                    "ws://127.0.0.1:\(host.port)", secret, TestHost.wedding,
                    "\(host.id)", ProcessHost.program,
                ] + host.command, ProcessHost.environment)
        }
        #expect(status == 0 && output.contains("all as it should be"), "\(output)")
    }
}
