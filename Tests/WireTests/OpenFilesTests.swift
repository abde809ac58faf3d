import Foundation
import TestSupport
import Testing
import Wedding

/// What becomes of a host that may open no more files.
@Suite("Open files", .serialized)
struct OpenFilesTests {
    @Test("a host that may open too few says so, and does not start")
    func tooFew() throws {
        let folder = NSTemporaryDirectory() + "callboard-files-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try Program.run(
            [
                "-c", "ulimit -n 120; exec \"$0\" \"$@\"", Program.path, "host",
                Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
                "127.0.0.1:0", "--data", folder,
            ], program: "/bin/sh", seconds: 60)
        #expect(result.status == 1, "\(result.text)")
        #expect(
            result.errors.hasSuffix(
                "This system allows 120 open files, but a host needs at least 150. Raise the limit with ulimit -n 1024.\n"
            )
        )
    }

    private static let limiter = "/usr/bin/prlimit"

    @Test(
        "whoever knocks while there is no room is served once there is",
        .enabled(if: FileManager.default.isExecutableFile(atPath: limiter)))
    func noRoom() throws {
        let host = try ProcessHost()
        func allow(_ count: Int) throws {
            let result = try Program.run(
                ["--pid", "\(host.id)", "--nofile=\(count):"], program: Self.limiter)
            #expect(result.status == 0, "\(result.text)")
        }
        try allow(FileManager.default.contentsOfDirectory(atPath: "/proc/\(host.id)/fd").count)
        let sockets = try (0..<5).map { _ in try RawSocket(port: host.port) }
        for socket in sockets { try socket.request("GET /health") }
        try allow(150)
        for socket in sockets { #expect(try socket.readAll().hasPrefix("HTTP/1.1 200")) }
    }
}
