import Foundation
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// What once ended a host's process, or shut its people out: tried on a real one.
@Suite("A host that nobody's bytes end", .serialized)
struct SafetyTests {
    private static let longNumbers = [
        "0." + String(repeating: "0", count: 129) + "1e146",
        "1" + String(repeating: "0", count: 300) + "e-284", String(repeating: "9", count: 400),
    ]

    @Test("numbers no decoder can hold are refused, and the host goes on", arguments: longNumbers)
    func numbers(number: String) async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            for body in [
                #"{"id":"n","kind":"timeline.shift","body":{"items":["i-34"],"minutes":\#(number)}}"#,
                #"{"id":"n","kind":"note.add","base":\#(number),"body":{}}"#,
            ] { try rosa.broadcast(TestHost.topic, "wd.submit", body) }
            try rosa.broadcast(TestHost.topic, "wd.ack", #"{"e":"e1","o":\#(number)}"#)
            try rosa.send(
                TestHost.topic + ":room", "phx_join",
                #"{"config":{"broadcast":{"replay":{"since":\#(number)}}}}"#)
            try rosa.drain()
            let other = try host.member("p-ben")
            try other.drain()
        }
    }

    @Test("revisions and moments at the ends of their range are refused, never computed with")
    func ends() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            for (index, (kind, body)) in [
                (
                    "sync.text",
                    #"{"item":"i-34","field":"notes","op":["x"],"base":-9223372036854775808}"#
                ),
                (
                    "sync.text",
                    #"{"item":"i-34","field":"notes","op":["x"],"base":9223372036854775807}"#
                ),
                (
                    "sync.edit",
                    #"{"item":"i-34","edit":{"field":"start","value":253402300799999}}"#
                ), ("timeline.shift", #"{"items":["i-34","i-34"],"minutes":-1440}"#),
                ("timeline.shift", #"{"items":["i-34"],"minutes":-1440}"#),
            ].enumerated() {
                for round in 0..<20 {
                    try rosa.submit("e\(index)-\(round)", kind, body)
                }
            }
            try rosa.drain()
            let other = try host.member("p-ben")
            try other.broadcast(TestHost.topic, "wd.resume", #"{"e":"","o":0}"#)
            _ = try other.expectBroadcast("wd.snapshot")
            _ = try other.expectBroadcast("wd.live")
        }
    }

    @Test("an upgrade that two parsers read apart is none")
    func tabbedUpgrade() async throws {
        try await withHost { host in
            let socket = try RawSocket(port: host.port)
            let head =
                "GET /echo/websocket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\t\r\n"
                + "upgrade: websocket\r\nsec-websocket-version: 13\r\n"
                + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            try socket.send(Array((head + "GET /health HTTP/1.1\r\nhost: x\r\n\r\n").utf8))
            #expect(try socket.readAll().hasPrefix("HTTP/1.1 400"))
            let member = try host.member("p-rosa")
            try member.drain()
        }
    }

    @Test("any bytes in a token, a body or a frame are answered or refused", arguments: 0..<8)
    func fuzz(seed: Int) async throws {
        try await withHost({ $0.workAtOnce = 1_000_000_000 }) { host in
            var random = SeededGenerator(seed: UInt64(seed))
            let good = [
                host.token("p-rosa"),
                #"{"id":"a","kind":"sync.edit","body":{"item":"i-34","edit":{"field":"zone","value":"z-barn"}}}"#,
                #"{"code":"K7PM-2QXD","device":"d","kind":"console","replace":true}"#,
                #"["1","2","\#(TestHost.topic)","phx_join",{"config":{"presence":{"key":"k"}}}]"#,
            ]
            let rosa = try host.member("p-rosa")
            for _ in 0..<60 {
                var bytes = Array(good[Int.random(in: 0..<good.count, using: &random)].utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: place)
                    case 2: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
                    default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
                    }
                    if bytes.isEmpty { bytes = [0x30] }
                }
                try rosa.socket.send(RawSocket.frame(2, bytes))
                let post = try RawSocket(port: host.port)
                try post.send(
                    Array(
                        "POST /auth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: \(bytes.count)\r\n\r\n"
                            .utf8) + bytes)
                #expect(try post.readAll().hasPrefix("HTTP/1.1 4"), "seed \(seed)")
                let text = String(decoding: bytes, as: UTF8.self)
                try rosa.broadcast(TestHost.topic, "wd.submit", text)
            }
            try rosa.drain()
        }
    }
}
