import Foundation
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Channels", .serialized)
struct ChannelTests {
    @Test("a join echoes its row filters with ids, in order, then subscribes, then tells presence")
    func joins() async throws {
        try await withHost { host in
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            let config =
                #"{"presence":{"key":"rosa","enabled":true},"postgres_changes":[{"event":"UPDATE","schema":"public","table":"tasks","filter":"id=eq.k"},{"event":"*","schema":"public","table":"guests"}]}"#
            let reply = try client.join(TestHost.topic, config: config)
            #expect(reply.contains("\"status\":\"ok\""))
            let tables = reply.components(separatedBy: "\"table\":").dropFirst().map {
                $0.prefix(7)
            }
            #expect(tables == ["\"tasks\"", "\"guests"])
            #expect(reply.components(separatedBy: "\"id\":").count == 3)
            try client.expect("system") { $0.text.contains("Subscribed to PostgreSQL") }
            #expect(try client.expect("presence_state").text == "{}")
        }
    }

    /// What is refused, and how the reason begins.
    static let refusals: [(topic: String, config: String, reason: String)] = [
        ("realtime:", "{}", "TopicNameRequired"), ("wedding", "{}", "TopicNameRequired"),
        ("realtime:wedding:other", "{}", "Unauthorized"), (TestHost.desk, "{}", "Unauthorized"),
        (TestHost.topic, #"{"presence":{"enabled":[]}}"#, "InvalidJoinPayload"),
        (
            TestHost.topic, #"{"postgres_changes":[{"event":"*","table":"payments"}]}"#,
            "InvalidPostgresChanges"
        ),
        (
            TestHost.topic,
            #"{"postgres_changes":[{"event":"*","filter":""#
                + Array(repeating: "id=neq.x", count: 17).joined(separator: ",") + #""}]}"#,
            "InvalidPostgresChanges: a filter has at most 16 conditions"
        ),
        (
            TestHost.topic, #"{"postgres_changes":[{"event":"*","schema":"auth"}]}"#,
            "InvalidPostgresChanges"
        ),
        (
            TestHost.topic, #"{"postgres_changes":[{"event":"*","filter":"id=like.x"}]}"#,
            "InvalidPostgresChanges"
        ),
    ]

    @Test("a join that may not be is refused with a code, and the socket stays open")
    func refused() async throws {
        try await withHost { host in
            let client = try WireClient(port: host.port, token: host.token("p-wren"))
            for (topic, config, reason) in Self.refusals {
                let reply = try client.join(topic, config: config)
                #expect(
                    reply.contains("\"status\":\"error\"") && reply.contains(reason), "\(topic)")
            }
            #expect(try client.join(TestHost.topic).contains("\"status\":\"ok\""))
        }
    }

    @Test("a join with another person's token is refused in words that say so")
    func otherPerson() async throws {
        try await withHost { host in
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            let payload = "{\"config\":{},\"access_token\":\"\(host.token("p-ben"))\"}"
            let ref = try client.send(TestHost.topic, "phx_join", payload)
            let reply = try client.expect("phx_reply") { $0.ref == ref }.text
            #expect(reply.contains("InvalidJWTToken: The token belongs to another person"))
        }
    }

    @Test("who comes, goes, and reads how the ceremony will be, is written down once")
    func audited() async throws {
        try await withHost { host in
            for person in ["p-joan", "p-sana"] {
                let member = try host.member(person)
                try member.broadcast(TestHost.topic, "wd.resume", #"{"e":"other","o":0}"#)
                _ = try member.expectBroadcast("wd.reset")
                try member.send(TestHost.topic, "phx_leave")
                try member.drain()
            }
            let kinds = host.auditKinds
            #expect(kinds.count { $0 == .joined } == 2 && kinds.count { $0 == .left } == 2)
            #expect(kinds.count { $0 == .ceremonyRead } == 1)
        }
    }

    @Test("a socket has twenty channels at most")
    func channelsMax() async throws {
        try await withHost { host in
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            for number in 1...20 { try client.join("\(TestHost.topic):room\(number)") }
            let reply = try client.join("\(TestHost.topic):room21")
            #expect(reply.contains("ChannelRateLimitReached"))
        }
    }

    @Test("joining again closes the old incarnation, whose late messages are ignored")
    func rejoin() async throws {
        try await withHost { host in
            let client = try host.member("p-rosa")
            let ben = try host.member(
                "p-ben", config: #"{"presence":{"key":"ben","enabled":true}}"#)
            try client.join(TestHost.topic, joinRef: "2")
            let closed = try client.expect("phx_close")
            #expect(closed.topic == TestHost.topic)
            func say(_ event: String, joinRef: String) throws {
                try client.send(
                    TestHost.topic, "broadcast",
                    "{\"type\":\"broadcast\",\"event\":\"\(event)\",\"payload\":{}}",
                    joinRef: joinRef)
            }
            try client.send(
                TestHost.topic, "presence", #"{"event":"track","payload":{}}"#, joinRef: "1")
            try say("stale", joinRef: "1")
            #expect(try client.drain().allSatisfy { $0.event == "broadcast" })
            try say("fresh", joinRef: "2")
            _ = try ben.expectBroadcast("fresh")
            let others = ben.heard.filter {
                $0.event == "presence_diff" || $0.text.contains("\"stale\"")
            }
            #expect(others.isEmpty)
        }
    }

    @Test("leaving is answered even where nobody was; events of strangers are unmatched")
    func leaving() async throws {
        try await withHost { host in
            let client = try host.member("p-rosa")
            var ref = try client.send("realtime:nowhere", "phx_leave")
            #expect(try client.expect("phx_reply") { $0.ref == ref }.text.contains("ok"))
            ref = try client.send(TestHost.topic, "phx_leave")
            try client.expect("phx_reply") { $0.ref == ref }
            try client.expect("phx_close")
            ref = try client.send(TestHost.topic, "broadcast")
            #expect(
                try client.expect("phx_reply") { $0.ref == ref }.text.contains("unmatched topic"))
        }
    }

    @Test("malformed frames are dropped, and what comes after them is answered")
    func malformed() async throws {
        try await withHost { host in
            let client = try host.member("p-rosa")
            for text in ["", "nonsense", "[]", "{\"topic\":1}", "[1,2,3,4,5]"] {
                try client.socket.send(RawSocket.frame(1, Array(text.utf8)))
            }
            try client.socket.send(RawSocket.frame(2, [3, 9, 9]))
            try client.drain()
            let long = [UInt8](repeating: 0x20, count: 64 * 1024 + 1)
            try client.socket.send(RawSocket.frame(1, long))
            #expect(try client.expectClose() == 1009)
        }
    }

    @Test("broadcasts keep their order, spare their sender, and are acknowledged when asked")
    func broadcasts() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa", config: #"{"broadcast":{"ack":true}}"#)
            let iris = try host.member("p-iris", config: #"{"broadcast":{"self":true}}"#)
            let old = try host.member("p-wren", vsn: "1.0.0")
            for number in 0..<200 {
                try rosa.broadcast(TestHost.topic, "note", "{\"n\":\(number)}")
            }
            for number in 0..<200 {
                #expect(try iris.expectBroadcast("note").text == "{\"n\":\(number)}")
                #expect(try old.expectBroadcast("note").text == "{\"n\":\(number)}")
            }
            #expect(try rosa.expect("phx_reply").text == #"{"status":"ok","response":{}}"#)
            #expect(try !rosa.drain().contains { $0.text.contains("note") })
            try iris.broadcast(TestHost.topic, "mine", "{}")
            #expect(try iris.expectBroadcast("mine").text == "{}")
        }
    }

    @Test("a binary user broadcast reaches clients of both serializers as text")
    func binary() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let (new, old) = (try host.member("p-iris"), try host.member("p-wren", vsn: "1.0.0"))
            let parts = ["1", "9", TestHost.topic, "zeit☕", ""].map { Array($0.utf8) }
            let frame =
                [3] + parts.map { UInt8($0.count) } + [1] + parts.flatMap { $0 }
                + Array(#"{"note":"café"}"#.utf8)
            try rosa.socket.send(RawSocket.frame(2, frame))
            for client in [new, old] {
                #expect(try client.expectBroadcast("zeit☕").text == #"{"note":"café"}"#)
            }
        }
    }

    @Test("who may not write to everyone says it to nobody; our own events cannot be forged")
    func silence() async throws {
        try await withHost { host in
            let (lucia, rosa) = (try host.member("p-lucia"), try host.member("p-rosa"))
            try lucia.broadcast(TestHost.topic, "note", "{}")
            let wren = try host.member("p-wren")
            try wren.broadcast(TestHost.topic, "wd.event", #"{"o":1}"#)
            #expect(try wren.expectBroadcast("wd.reject").text.contains("unknown_kind"))
            try wren.broadcast(TestHost.topic, "real", "{}")
            let first = try rosa.expectBroadcast("real")
            #expect(first.event == "real" && !rosa.heard.contains { $0.text.contains("note") })
        }
    }

    @Test("a flood of ephemeral messages is cut off, not the socket")
    func flood() async throws {
        try await withHost({ $0.broadcastsPerSecond = 10 }) { host in
            let rosa = try host.member("p-rosa", config: #"{"broadcast":{"ack":true}}"#)
            for _ in 0..<40 { try rosa.broadcast(TestHost.topic, "note", "{}") }
            try rosa.expect("phx_reply") { $0.text.contains("RateLimitReached") }
            try rosa.drain()
        }
    }
}

@Suite("Presence in a channel", .serialized)
struct ChannelPresenceTests {
    private static func config(_ key: String) -> String {
        "{\"presence\":{\"key\":\"\(key)\",\"enabled\":true}}"
    }

    @Test("an update is a join with the reference before it, and a leave of that one")
    func update() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa", config: Self.config("rosa"))
            let iris = try host.member("p-iris", config: Self.config("iris"))
            try iris.send(TestHost.topic, "presence", #"{"event":"track","payload":{"at":"barn"}}"#)
            let first = try rosa.expect("presence_diff") { $0.text.contains("barn") }
            let ref = try #require(
                first.text.components(separatedBy: "\"phx_ref\":\"").dropFirst().first?
                    .split(separator: "\"").first)
            host.clock.pass(.seconds(2))
            try iris.send(TestHost.topic, "presence", #"{"event":"TRACK","payload":{"at":"lawn"}}"#)
            let second = try rosa.expect("presence_diff") { $0.text.contains("lawn") }
            #expect(second.text.contains("\"phx_ref_prev\":\"\(ref)\""))
            #expect(
                second.text.components(separatedBy: "\"leaves\":")[1].contains(
                    "\"phx_ref\":\"\(ref)\""))
        }
    }

    @Test("a payload that is no map is refused")
    func notAMap() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa", config: Self.config("rosa"))
            try rosa.send(TestHost.topic, "presence", #"{"event":"track","payload":[1]}"#)
            try rosa.expect("phx_reply") { $0.text.contains("must be a map") }
        }
    }

    @Test("a dropped link is held: who is back in time never left, who is not leaves once")
    func hold() async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa", config: Self.config("rosa"))
            let iris = try host.member("p-iris", config: Self.config("iris"))
            let wren = try host.member("p-wren", config: Self.config("wren"))
            try iris.send(TestHost.topic, "presence", #"{"event":"track","payload":{"n":1}}"#)
            try rosa.expect("presence_diff") { $0.text.contains("iris") }
            host.clock.pass(.seconds(2))
            try wren.send(TestHost.topic, "presence", #"{"event":"track","payload":{"n":2}}"#)
            try rosa.expect("presence_diff") { $0.text.contains("wren") }
            iris.socket.shut()
            wren.socket.shut()
            try host.until("1 sockets", { $0.sockets <= 1 }) { try rosa.drain() }
            host.clock.pass(.seconds(20))
            let again = try host.member("p-iris", config: Self.config("iris"))
            #expect(try again.expect("presence_state").text.contains("\"n\":1"))
            host.clock.pass(.seconds(40))
            // Whoever was held is let go in one look: of the two only the one who stayed away.
            let gone = try rosa.expect("presence_diff")
            #expect(gone.text.contains("\"joins\":{}") && gone.text.contains("wren"))
            #expect(!gone.text.contains("iris"))
            again.socket.shut()
            try host.until("1 sockets", { $0.sockets <= 1 }) { try rosa.drain() }
            host.clock.pass(.seconds(40))
            let left = try rosa.expect("presence_diff")
            #expect(left.text.contains("\"joins\":{}") && left.text.contains("iris"))
        }
    }
}
