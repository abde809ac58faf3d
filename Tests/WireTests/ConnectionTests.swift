import Foundation
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Connections", .serialized)
struct ConnectionTests {
    @Test("after a thousand comings and goings nothing is left of them")
    func leaks() async throws {
        try await withHost({ $0.workAtOnce = 1_000_000_000 }) { host in
            let rosa = try host.member("p-rosa")
            let before = host.census
            let config =
                #"{"presence":{"key":"","enabled":true},"postgres_changes":[{"event":"*","table":"tasks"}]}"#
            for number in 0..<1_000 {
                let client = try WireClient(port: host.port, token: host.token("p-iris"))
                try client.join(TestHost.topic, config: config)
                try client.join("\(TestHost.topic):room\(number)", config: config)
                if number % 3 == 0 {
                    try client.send(TestHost.topic, "presence", #"{"event":"track","payload":{}}"#)
                    try client.send(TestHost.topic, "phx_leave")
                    try client.expect("phx_close")
                }
                client.socket.shut()
                // A device may hold eight sockets: wait for some to be gone.
                if number % 4 == 3 {
                    try host.until("1 sockets", { $0.sockets <= 1 }) { try rosa.drain() }
                }
            }
            try host.until("1 sockets", { $0.sockets <= 1 }) { try rosa.drain() }
            #expect(host.census == before)
        }
    }

    @Test("an address, a device and a host hold as many as they may, and say so")
    func limits() async throws {
        var limits = CoreLimits()
        (limits.connectionsPerAddressMax, limits.connectionsPerDeviceMax) = (5, 2)
        try await withHost(limits: limits) { host in
            var clients = [try host.member("p-rosa"), try host.member("p-rosa")]
            func refused(_ person: String, _ more: [String: Any] = [:]) throws -> String {
                let answer = try RawSocket.http(
                    port: host.port, "GET /websocket?vsn=2.0.0",
                    headers: RawSocket.upgradeHeaders.merging(
                        ["x-api-key": host.token(person, more)]) { $1 })
                return "\(answer.status) \(answer.body)"
            }
            let device = try refused("p-rosa")
            #expect(device.hasPrefix("429") && device.contains("This device"))
            for device in ["d1", "d2"] {
                clients.append(
                    try WireClient(port: host.port, token: host.token("p-wren", ["device": device]))
                )
            }
            let third = try refused("p-wren", ["device": "d3"])
            #expect(third.hasPrefix("429") && third.contains("has 2 devices"))
            clients.append(try host.member("p-iris"))
            let address = try refused("p-iris")
            #expect(address.hasPrefix("429") && address.contains("This address"))
            clients.removeLast().socket.shut()
            try host.until("4 sockets", { $0.sockets <= 4 }) { try clients[0].drain() }
            clients.append(try host.member("p-iris"))
        }
    }

    @Test("a socket without a channel is closed after its time")
    func idle() async throws {
        try await withHost { host in
            let client = try WireClient(
                port: host.port, token: host.token("p-rosa", ["exp": 4_000_000_000]))
            // Once it answers it is there, and its time runs.
            try client.drain()
            host.clock.pass(.minutes(11))
            #expect(try client.expectClose() == 4002)
        }
    }

    @Test("a connection that says nothing, or half a request, is closed")
    func silentDoors() async throws {
        try await withHost({ $0.requestPatience = .milliseconds(200) }) { host in
            let silent = try RawSocket(port: host.port)
            let half = try RawSocket(port: host.port)
            try half.send(Array("POST /auth/token HTTP/1.1\r\ncontent-length: 900\r\n\r\n{".utf8))
            #expect(try silent.readAll().isEmpty && half.readAll().isEmpty)
            let member = try host.member("p-rosa")
            try member.drain()
            try host.until("no doors", { $0.httpConnections == 0 })
        }
    }

    @Test("too many strangers are not let in, and give way to an address with a good socket")
    func crowdedDoors() async throws {
        try await withHost({ ($0.httpConnectionsMax, $0.requestPatience) = (3, .seconds(300)) }) {
            host in
            let member = try host.member("p-rosa")
            let strangers = try (0..<3).map { _ in try RawSocket(port: host.port, from: "127.0.0.2")
            }
            try host.until("three doors", { $0.httpConnections >= 3 })
            let fourth = try RawSocket(port: host.port, from: "127.0.0.2")
            #expect(try fourth.readAll().isEmpty)
            let known = try host.member("p-iris")
            #expect(try strangers[0].readAll().isEmpty)
            try known.drain()
            try member.drain()
        }
    }

    @Test("a flood of joins is refused with its code, and ends the socket")
    func joinFlood() async throws {
        try await withHost({ $0.joinsPerSecond = 5 }) { host in
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            for _ in 0..<11 { try client.send(TestHost.topic, "phx_join") }
            try client.expect("phx_reply") { $0.text.contains("ClientJoinRateLimitReached") }
            #expect(try client.expectClose() == 4004)
        }
    }

    @Test("a host that stops tells everyone to come back, with 1012")
    func drain() async throws {
        let host = try await TestHost()
        let client = try await withTaskExecutorPreference(OwnThread()) { try host.member("p-rosa") }
        await host.stop()
        #expect(try client.expectClose() == 1012)
    }

    /// Ephemeral traffic fills what the kernel holds for a reader that does not read, and then
    /// our queue.
    private func fill(from sender: WireClient) throws {
        let filler = String(repeating: "x", count: 8_000)
        for _ in 0..<1_500 {
            try sender.broadcast(TestHost.topic, "fill", "{\"x\":\"\(filler)\"}")
        }
    }

    @Test(
        "a reader that stops reading costs a bounded queue, and gets the log whole when it goes on")
    func slow() async throws {
        try await withHost({ $0.broadcastsPerSecond = 100_000 }) { host in
            let rosa = try host.member("p-rosa")
            let ben = try host.member("p-ben")
            try fill(from: rosa)
            let note = String(repeating: "x", count: 400)
            for number in 0..<40 {
                try rosa.submit("u-\(number)", "note.add", "{\"text\":\"\(note)\"}")
            }
            _ = try rosa.expectEvent { $0.id == "u-39" }
            #expect(host.queuedBytes <= 1 << 20)
            #expect(host.queuedBytes > 0)
            var last = 0
            for number in 0..<40 {
                let event = try ben.expectEvent { $0.o > last && $0.change.kind == "note.add" }
                #expect(event.id == "u-\(number)" && event.po == last)
                last = event.o
            }
            #expect(ben.heard.count { $0.text.contains("fill") } < 1_500)
        }
    }

    @Test("a reader that missed more than a queue holds still gets all of it, in order")
    func farBehind() async throws {
        try await withHost({ $0.broadcastsPerSecond = 100_000 }) { host in
            let rosa = try host.member("p-rosa")
            let ben = try host.member("p-ben")
            try fill(from: rosa)
            // More than the queue holds, behind what the kernel holds.
            let count = 4_000
            try host.write(count, String(repeating: "é", count: 240))
            #expect(host.queuedBytes <= 2 << 20)
            var last = 0
            for _ in 0..<count {
                let event = try ben.expectEvent { $0.o > last }
                #expect(event.po == last)
                last = event.o
                ben.forget()
            }
            #expect(last == count)
        }
    }

    @Test(
        "what could stop a host does not",
        arguments: [
            #"{"config":{"broadcast":{"replay":{"since":0,"limit":-1}}}}"#,
            #"{"config":{"broadcast":{"replay":{"since":-9223372036854775808,"limit":9223372036854775807}}}}"#,
        ])
    func hostileJoins(payload: String) async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            try rosa.submit("u-1", "timeline.start", #"{"item":"i-01"}"#)
            _ = try rosa.expectEvent()
            try rosa.send(TestHost.topic, "phx_join", payload)
            try rosa.drain()
        }
    }

    @Test("a token that is looked at while its channel is left does no harm")
    func leftMeanwhile() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let room = TestHost.topic + ":x"
            for _ in 0..<4 {
                try rosa.join(room)
                try rosa.send(room, "access_token", #"{"access_token":"a.b.c"}"#)
                try rosa.send(room, "phx_leave")
                try rosa.drain()
            }
            #expect(host.census.rooms == 1)
        }
    }

    @Test("frames that end in the middle of the next one leave nothing behind")
    func straddling() async throws {
        try await withHost { host in
            let socket = try RawSocket(port: host.port)
            try socket.upgrade("/echo/websocket")
            let frame = RawSocket.frame(2, [UInt8](repeating: 7, count: 60_000))
            try socket.send([frame[0]])
            for _ in 0..<300 {
                try socket.send(Array(frame.dropFirst()) + [frame[0]])
                #expect(try socket.readFrame()?.payload.count == 60_000)
            }
        }
    }

    @Test(
        "an emergency and a critical alert overtake what waits for a slow reader",
        arguments: ["medical", "power_outage"])
    func overtakes(kind: String) async throws {
        try await withHost({ $0.broadcastsPerSecond = 100_000 }) { host in
            let rosa = try host.member("p-rosa")
            let ben = try host.member("p-ben")
            try fill(from: rosa)
            try rosa.drain()
            let queued = host.queuedBytes
            #expect(queued > 500_000)
            try rosa.submit("u-1", "alert.raise", "{\"type\":\"\(kind)\",\"text\":\"help\"}")
            _ = try rosa.expectEvent { $0.change.kind == "alert.raise" }
            let first = try ben.expectEvent { $0.change.kind == "alert.raise" }
            #expect(first.early == true)
            // What waited in our queue comes after it; what the kernel held came before.
            ben.forget()
            _ = try ben.expectEvent { $0.change.kind == "alert.raise" && $0.early == nil }
            var after = ben.heard.count { $0.text.contains("fill") }
            try host.until("read", { $0.queuedBytes == 0 }) {
                after += try ben.drain().count { $0.text.contains("fill") }
            }
            #expect(after >= queued / 8_400 - 1)
        }
    }

    @Test("a socket that answers no PING is closed after three beats, not one later")
    func silentSocket() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            rosa.answersPings = false
            #expect(try rosa.expectClose(within: .seconds(120)) == 1001)
            #expect(rosa.pings == 3)
        }
    }

    @Test("a host refuses more than it can hold, and whoever it holds goes on")
    func full() async throws {
        var limits = CoreLimits()
        limits.connectionsMax = 3
        try await withHost(limits: limits) { host in
            let members = try ["p-rosa", "p-ben", "p-iris"].map { try host.member($0) }
            let answer = try RawSocket.http(
                port: host.port, "GET /websocket?vsn=2.0.0&apikey=\(host.token("p-wren"))",
                headers: RawSocket.upgradeHeaders)
            #expect(answer.status == 429)
            #expect(answer.body.contains("This host has reached its connection limit"))
            for member in members { try member.drain() }
            members[2].socket.shut()
            try host.until("two sockets", { $0.sockets == 2 })
            try host.member("p-wren").drain()
            for member in members.prefix(2) { try member.drain() }
        }
    }
}
