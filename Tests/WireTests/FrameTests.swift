import Foundation
import Testing

/// RFC 6455 on the echo door.
@Suite("WebSocket frames", .serialized)
struct FrameTests {
    private func echo(_ work: @escaping @Sendable (RawSocket) throws -> Void) async throws {
        try await withHost { host in
            let socket = try RawSocket(port: host.port)
            let head = try socket.upgrade("/echo/websocket")
            #expect(
                head.lowercased().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="))
            try work(socket)
        }
    }

    private func closed(_ socket: RawSocket) throws -> Int? {
        while let (opcode, payload) = try socket.readFrame() {
            if opcode == 8, payload.count >= 2 { return Int(payload[0]) << 8 | Int(payload[1]) }
        }
        return nil
    }

    @Test("a text message comes back", arguments: [0, 1, 125, 126, 127, 65_535, 65_536])
    func sizes(length: Int) async throws {
        try await echo { socket in
            let payload = [UInt8](repeating: 0x61, count: length)
            try socket.send(RawSocket.frame(1, payload))
            let answer = try #require(try socket.readFrame())
            #expect(answer.opcode == 1 && answer.payload == payload)
        }
    }

    @Test("a binary message of 16 MiB comes back, one byte more is too long")
    func sixteenMegabytes() async throws {
        try await echo { socket in
            let payload = (0..<16 * 1024 * 1024).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try socket.send(RawSocket.frame(2, payload))
            let answer = try #require(try socket.readFrame())
            #expect(answer.opcode == 2 && answer.payload == payload)
            try socket.send(Array(RawSocket.frame(2, payload + [1]).prefix(64)))
            #expect(try closed(socket) == 1009)
        }
    }

    @Test("fragments are joined, and a PING between them is answered at once")
    func fragments() async throws {
        try await echo { socket in
            try socket.send(RawSocket.frame(1, Array("hé".utf8.dropLast()), isFinal: false))
            try socket.send(RawSocket.frame(9, Array("now".utf8)))
            let pong = try #require(try socket.readFrame())
            #expect(pong.opcode == 10 && pong.payload == Array("now".utf8))
            // The character's second half, then the end.
            try socket.send(RawSocket.frame(0, Array(Array("hé".utf8).suffix(1)), isFinal: false))
            try socket.send(RawSocket.frame(0, Array("llo".utf8)))
            let answer = try #require(try socket.readFrame())
            #expect(answer.payload == Array("héllo".utf8))
        }
    }

    @Test("bytes that come one at a time make the same message")
    func trickle() async throws {
        try await echo { socket in
            for byte in RawSocket.frame(1, Array("slowly".utf8)) { try socket.send([byte]) }
            #expect(try socket.readFrame()?.payload == Array("slowly".utf8))
        }
    }

    @Test("text that is not UTF-8 fails at once, before its message ends")
    func failFast() async throws {
        try await echo { socket in
            try socket.send(RawSocket.frame(1, [0x61, 0xF5, 0x80], isFinal: false))
            #expect(try closed(socket) == 1007)
        }
    }

    static let notUTF8: [[UInt8]] = [
        [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3],
        [0xE2, 0x82], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80],
    ]

    @Test("overlong, surrogate, too large, cut off: 1007", arguments: notUTF8)
    func utf8(bytes: [UInt8]) async throws {
        try await echo { socket in
            try socket.send(RawSocket.frame(1, bytes))
            #expect(try closed(socket) == 1007)
        }
    }

    /// What a client may not do, and the code with which it ends.
    static let violations: [(String, [UInt8], Int)] = [
        ("reserved bit 1", RawSocket.frame(1, [], reserved: 0x40), 1002),
        ("reserved bit 2", RawSocket.frame(1, [], reserved: 0x20), 1002),
        ("reserved bit 3", RawSocket.frame(1, [], reserved: 0x10), 1002),
        ("opcode 3", RawSocket.frame(3, []), 1002),
        ("opcode 11", RawSocket.frame(11, []), 1002),
        ("not masked", RawSocket.frame(1, [0x61], isMasked: false), 1002),
        ("fragmented PING", RawSocket.frame(9, [], isFinal: false), 1002),
        ("PING of 126 bytes", RawSocket.frame(9, [UInt8](repeating: 0, count: 126)), 1002),
        ("continuation of nothing", RawSocket.frame(0, [0x61]), 1002),
        (
            "a message inside another",
            RawSocket.frame(1, [0x61], isFinal: false) + RawSocket.frame(1, [0x61]), 1002
        ),
        ("close code of one byte", RawSocket.frame(8, [3]), 1002),
        ("close code 999", RawSocket.frame(8, [3, 0xE7]), 1002),
        ("close code 1005", RawSocket.frame(8, [3, 0xED]), 1002),
        ("close code 1006", RawSocket.frame(8, [3, 0xEE]), 1002),
        ("close code 2000", RawSocket.frame(8, [7, 0xD0]), 1002),
        ("close reason not UTF-8", RawSocket.frame(8, [3, 0xE8, 0xFF]), 1007),
        ("close 1000", RawSocket.frame(8, [3, 0xE8]), 1000),
        ("close 3000", RawSocket.frame(8, [0x0B, 0xB8]), 3000),
        ("close without a code", RawSocket.frame(8, []), 1000),
        (
            "a length of 2^63",
            [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 1009
        ),
    ]

    @Test("every way to end has its code")
    func violations() async throws {
        for (name, bytes, code) in Self.violations {
            try await echo { socket in
                try socket.send(bytes)
                #expect(try closed(socket) == code, "\(name)")
            }
        }
    }
}
