import Foundation
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Whatever bytes come to a host's door: it ends whoever sent them, or answers, and goes on.
@Suite("Bytes from outside", .serialized)
struct OutsideBytesTests {
    /// What one client may say in a row, up to its own end.
    private static let frames =
        RawSocket.frame(1, Array("hello".utf8))
        + RawSocket.frame(1, Array("hé".utf8.dropLast()), isFinal: false)
        + RawSocket.frame(9, Array("now".utf8))
        + RawSocket.frame(0, Array(Array("hé".utf8).suffix(1)))
        + RawSocket.frame(2, [UInt8](repeating: 7, count: 200)) + RawSocket.frame(10, [])

    private static func doors(_ host: TestHost) -> [String] {
        let token = host.token("p-rosa")
        return ["/echo/websocket"]
            + ["1.0.0", "2.0.0"].map { "/websocket?vsn=\($0)&apikey=\(token)" }
    }

    /// In two parts, so that anything may be cut.
    private static func send(
        _ bytes: [UInt8], to socket: RawSocket, _ random: inout SeededGenerator
    ) {
        let cut = Int.random(in: 0...bytes.count, using: &random)
        // A host that was told enough has gone already.
        try? socket.send(Array(bytes[..<cut]))
        try? socket.send(Array(bytes[cut...]))
    }

    /// Reads to the end.
    private static func closeCode(_ socket: RawSocket) throws -> Int? {
        var code: Int?
        while let (opcode, payload) = try socket.readFrame() {
            if opcode == 8, payload.count >= 2 { code = Int(payload[0]) << 8 | Int(payload[1]) }
        }
        return code
    }

    @Test(
        "a wrong frame has its code at every door, whatever came before",
        arguments: [1, 2] as [UInt64])
    func violations(seed: UInt64) async throws {
        try await withHost({ $0.workAtOnce = 1_000_000_000 }) { host in
            var random = SeededGenerator(seed: seed)
            for (name, bytes, code) in FrameTests.violations {
                let door = Self.doors(host).randomElement(using: &random)!
                let socket = try RawSocket(port: host.port)
                try socket.upgrade(door)
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    Self.send(Self.frames, to: socket, &random)
                }
                try socket.send(bytes)
                #expect(try Self.closeCode(socket) == code, "seed \(seed): \(name) at \(door)")
            }
        }
    }

    @Test("frames of any bytes end their own socket at most", arguments: [3, 4] as [UInt64])
    func frames(seed: UInt64) async throws {
        try await withHost({
            ($0.workAtOnce, $0.joinsPerSecond) = (1_000_000_000, 100_000)
        }) { host in
            var random = SeededGenerator(seed: seed)
            let join = #"["1","1","\#(TestHost.topic)","phx_join",{"config":{}}]"#
            for round in 0..<150 {
                let socket = try RawSocket(port: host.port)
                try socket.upgrade(Self.doors(host).randomElement(using: &random)!)
                let whole = RawSocket.frame(1, Array(join.utf8)) + Self.frames
                Self.send(whole.spoilt(&random), to: socket, &random)
                socket.finish()
                let code = try Self.closeCode(socket) ?? 1000
                let isKnown = [1000...1003, 1007...1014, 3000...4999].contains { $0 ~= code }
                #expect(isKnown, "seed \(seed), round \(round): \(code)")
            }
            try host.member("p-rosa").drain()
        }
    }

    private static func requests(_ host: TestHost) -> [String] {
        let (token, room) = (host.token("p-rosa"), "wedding:" + TestHost.wedding)
        let upgrade = RawSocket.upgradeHeaders.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value)\r\n" }.joined()
        let code = #"{"code":"K7PM-2QXD"}"#
        let posts = #"{"messages":[{"topic":"\#(room)","event":"note","payload":{"a":1}}]}"#
        let json = "content-type: application/json\r\n"
        return [
            "GET /health HTTP/1.1\r\nhost: x\r\n\r\n", "GET /metrics HTTP/1.0\r\n\r\n",
            "GET /echo/websocket?a=%41&&=& HTTP/1.1\r\nhost: x\r\n\(upgrade)\r\n",
            "GET /websocket?vsn=2.0.0&apikey=\(token) HTTP/1.1\r\nhost: x\r\n\(upgrade)\r\n",
            "POST /auth/token HTTP/1.1\r\nhost: x\r\n\(json)content-length: 20\r\n\r\n\(code)",
            "POST /auth/token HTTP/1.1\r\nhost: x\r\n\(json)transfer-encoding: chunked\r\n\r\n"
                + "14;x=y\r\n\(code)\r\n0\r\ntrailer: 1\r\n\r\n",
            "POST /api/broadcast HTTP/1.1\r\nhost: x\r\nauthorization: Bearer \(token)\r\n"
                + "expect: 100-continue\r\ncontent-length: \(posts.utf8.count)\r\n\r\n\(posts)",
            "POST /api/broadcast/\(room)/events/no%C3%A9te HTTP/1.1\r\nhost: x\r\n"
                + "x-api-key: \(token)\r\ncontent-length: 7\r\n\r\n{\"a\":1}",
        ]
    }

    /// What two parsers may read apart, and what has no place where it stands.
    private static let pieces = [
        "\r\n", "\r", "\n", " ", "\t", ":", "%", "%00", "%FF", "?", "&", "=", "\0", "é", "HTTP/9.9",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\n\r\n", " folded\r\n",
        "content-length: 18446744073709551616\r\n", "content-length: -1\r\n",
        "content-length: 5\r\n", "transfer-encoding: chunked\r\n", "ffffffffffffffff\r\n",
        "transfer-encoding: chunked, gzip\r\n", "connection: upgrade, close\r\n",
        "connection: upgrade\t\r\n", "upgrade: h2c\r\n", "upgrade: websocket\r\n", "0\r\n\r\n",
        String(repeating: "/", count: 300), "a: " + String(repeating: "b", count: 9_000) + "\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
    ]

    private static func request(_ good: [String], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(good.randomElement(using: &random)!.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let line = bytes.indices.filter { bytes[$0] == 0x0A }.randomElement(using: &random)
            let place = Bool.random(using: &random) ? line.map { $0 + 1 } : nil
            bytes.insert(
                contentsOf: Array(pieces.randomElement(using: &random)!.utf8),
                at: place ?? Int.random(in: 0...bytes.count, using: &random))
        }
        if Bool.random(using: &random) { bytes = bytes.spoilt(&random) }
        // Another request behind it, on the same connection.
        if Bool.random(using: &random) { bytes += good.randomElement(using: &random)!.utf8 }
        return bytes
    }

    @Test(
        "requests of any bytes are answered or ended, and the next one is served",
        arguments: [5, 6] as [UInt64])
    func requests(seed: UInt64) async throws {
        try await withHost({
            // Most say less than they promise.
            ($0.workAtOnce, $0.requestPatience) = (1_000_000_000, .milliseconds(10))
        }) { host in
            var random = SeededGenerator(seed: seed)
            let good = Self.requests(host)
            for round in 0..<150 {
                let socket = try RawSocket(port: host.port)
                Self.send(Self.request(good, &random), to: socket, &random)
                do {
                    let head = try socket.readUntil("\r\n\r\n")
                    #expect(head.hasPrefix("HTTP/1.1 "), "seed \(seed), round \(round): \(head)")
                } catch let failure as RawSocket.Failure {
                    #expect(
                        failure.description.hasPrefix("closed"), "seed \(seed), round \(round)")
                }
            }
        }
        try await withHost { host in
            for request in Self.requests(host) {
                let socket = try RawSocket(port: host.port)
                try socket.send(Array(request.utf8))
                #expect(try socket.readUntil("\r\n\r\n").hasPrefix("HTTP/1.1 "))
            }
        }
    }

    @Test("a body that is not UTF-8 is posted to nobody")
    func notUTF8() async throws {
        try await withHost { host in
            let member = try host.member("p-iris")
            let socket = try RawSocket(port: host.port)
            let head =
                "POST /api/broadcast/wedding:\(TestHost.wedding)/events/note HTTP/1.1\r\nhost: x\r\n"
                + "x-api-key: \(host.token("p-rosa"))\r\ncontent-length: 9\r\n\r\n"
            try socket.send(Array((head + "{\"a\":\"").utf8) + [0xFF] + Array("\"}".utf8))
            #expect(try socket.readAll().hasPrefix("HTTP/1.1 422"))
            #expect(try member.drain().allSatisfy { !$0.text.contains("\"note\"") })
        }
    }
}
