import RealtimeProtocol
import Testing
import Wedding

private func text(_ version: PhoenixVersion, _ text: String) throws -> PhoenixFrame {
    try Array(text.utf8).withUnsafeBytes { try version.decode(text: $0) }
}

private func binary(_ bytes: [UInt8]) throws -> PhoenixFrame {
    try bytes.withUnsafeBytes { try PhoenixVersion.v2.decode(binary: $0) }
}

private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite("Outer wire")
struct CodecTests {
    @Test("serializer 1 reads an object, whatever the order of its members")
    func objects() throws {
        let frame = try text(
            .v1,
            #"{"payload":{"a":[1]},"ref":"2","topic":"realtime:x","join_ref":null,"event":"e"}"#)
        #expect(frame.topic == "realtime:x" && frame.event == "e" && frame.ref == "2")
        #expect(frame.joinRef == nil && string(frame.payload) == #"{"a":[1]}"#)
    }

    @Test("serializer 2 reads an array of five")
    func arrays() throws {
        let frame = try text(.v2, #"["1",null,"realtime:x","phx_join",{"é":"\u2615"}]"#)
        #expect(frame.joinRef == "1" && frame.ref == nil && frame.event == "phx_join")
        #expect(string(frame.payload) == #"{"é":"\u2615"}"#)
    }

    @Test("serializer 1 always writes four keys, ref as null when there is none")
    func fourKeys() {
        let push = PhoenixVersion.v1.push(topic: "t", event: "e", payload: Array("{}".utf8))
        #expect(string(push) == #"{"topic":"t","event":"e","payload":{},"ref":null}"#)
    }

    @Test(
        "a reply names the status, the response, and the ref it answers", arguments: [true, false])
    func replies(isOK: Bool) {
        let frame = PhoenixFrame(joinRef: "1", ref: "7", topic: "t", event: "x")
        let status = isOK ? "ok" : "error"
        #expect(
            string(PhoenixVersion.v2.reply(to: frame, isOK: isOK))
                == #"["1","7","t","phx_reply",{"status":"\#(status)","response":{}}]"#)
    }

    /// One of kind 3 as a JavaScript client sends it, with lengths in bytes and not in characters.
    private func userBroadcast(
        topic: String, event: String, payload: String, encoding: UInt8 = 1, meta: String = ""
    ) -> [UInt8] {
        let parts = ["6", "8", topic, event, meta].map { Array($0.utf8) }
        return [3] + parts.map { UInt8($0.count) } + [encoding] + parts.flatMap { $0 }
            + Array(payload.utf8)
    }

    @Test("a user broadcast is read with multi-byte names")
    func kind3() throws {
        let frame = try binary(
            userBroadcast(
                topic: "realtime:wedding:ü", event: "zeit☕", payload: #"{"note":"café ☕"}"#))
        #expect(frame.joinRef == "6" && frame.ref == "8" && frame.topic == "realtime:wedding:ü")
        let body = try #require(BroadcastPayload(frame.payload))
        #expect(body.event == "zeit☕" && string(body.payload) == #"{"note":"café ☕"}"#)
    }

    @Test("meta of a user broadcast is skipped, not read as payload")
    func kind3Meta() throws {
        let frame = try binary(
            userBroadcast(topic: "t", event: "e", payload: "{}", meta: #"{"id":"x"}"#))
        #expect(BroadcastPayload(frame.payload)?.payload == Array("{}".utf8))
    }

    @Test("a binary push is read, empty names as null")
    func kind0() throws {
        let frame = try binary([0, 0, 1, 1, 1] + Array("1te{}".utf8))
        #expect(frame.joinRef == nil && frame.ref == "1" && frame.topic == "t")
        #expect(frame.event == "e" && string(frame.payload) == "{}")
    }

    @Test(
        "malformed binary frames are refused",
        arguments: [
            [], [3], [9, 0, 0, 0, 0], [0, 1, 1, 1], [3, 255, 0, 0, 0, 0, 1],
            [3, 0, 0, 1, 1, 0, 0, 0x74, 0x65, 0x7B, 0x7D],
            [3, 0, 0, 1, 1, 0, 1, 0x74, 0x65, 0x5B, 0x5D],
            [3, 0, 0, 1, 1, 0, 1, 0xFF, 0x65, 0x7B, 0x7D],
            [3, 0, 0, 1, 1, 0, 1, 0x74, 0x65, 0x7B, 0xFF, 0x7D],
        ] as [[UInt8]])
    func malformedBinary(bytes: [UInt8]) {
        #expect(throws: PhoenixFrame.Problem.self) { try binary(bytes) }
    }

    @Test(
        "malformed text is refused",
        arguments: [
            "", "null", "[]", "{}", "[1,2,3,4,5]", #"["1","1","t","e"]"#,
            #"["1","1","t","e",{}] x"#, #"["1","1","t","e",{},1]"#, #"["1","1","t","e",{"a":01}]"#,
            #"["1","1","t","e",{"a":}]"#, #"["1","1","t","e",{"a":"\x"}]"#,
            #"["1","1","t","e",{"a":"\u12g4"}]"#, "[\"1\",\"1\",\"t\",\"e\",{\"a\":\"\u{1}\"}]",
            #"["1","1","t","e",{a:1}]"#, #"["1","1","t","e",{"a":1,}]"#, #"["1","1","t","e",tru]"#,
        ])
    func malformedText(words: String) {
        #expect(throws: PhoenixFrame.Problem.self) { try text(.v2, words) }
    }

    @Test("a name of 256 bytes is refused, one of 255 is not")
    func names() throws {
        let topic = String(repeating: "x", count: 255)
        #expect(try text(.v2, "[null,null,\"\(topic)\",\"e\",{}]").topic == topic)
        #expect(throws: PhoenixFrame.Problem.nameTooLong) {
            try text(.v2, "[null,null,\"\(topic)y\",\"e\",{}]")
        }
    }

    @Test("nesting beyond 64 is refused, not followed")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            "[null,null,\"t\",\"e\"," + String(repeating: "[", count: depth)
                + String(repeating: "]", count: depth) + "]"
        }
        #expect(try text(.v2, nested(60)).event == "e")
        #expect(throws: PhoenixFrame.Problem.self) { try text(.v2, nested(100_000)) }
    }

    @Test("what rides along beside type, event and payload is not passed on")
    func writtenAnew() throws {
        let body = try #require(
            BroadcastPayload(
                Array(#"{"event":"wd.event","x":1,"event":"note","payload":{"a":1}}"#.utf8)))
        #expect(string(body.bytes) == #"{"type":"broadcast","event":"note","payload":{"a":1}}"#)
    }

    @Test("booleans of a join may come as strings")
    func joinConfig() throws {
        let config = try JSONText.decode(
            JoinConfig.self,
            from: Array(
                #"{"config":{"broadcast":{"ack":"true","self":false,"replay":{"since":4}},"presence":{"key":"k","enabled":"true"},"postgres_changes":[{"event":"*","table":"tasks"}]}}"#
                    .utf8))
        #expect(config.acknowledges && !config.hearsItself && config.presenceEnabled)
        #expect(config.replaySince == 4 && config.changes.count == 1 && config.presenceKey == "k")
    }

    @Test("random bytes never trap the codec, and what it reads it can write and read again")
    func fuzz() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let valid = Array(
            #"["1","2","realtime:w","broadcast",{"type":"broadcast","event":"e","payload":{"a":[1,2.5e3,"\u00e9"]}}]"#
                .utf8)
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...127, using: &random), at: place)
                }
            }
            _ = try? bytes.withUnsafeBytes { try PhoenixVersion.v2.decode(binary: $0) }
            _ = try? bytes.withUnsafeBytes { try PhoenixVersion.v1.decode(text: $0) }
            guard String(validating: bytes, as: UTF8.self) != nil,
                let frame = try? bytes.withUnsafeBytes({ try PhoenixVersion.v2.decode(text: $0) })
            else { continue }
            let again = PhoenixVersion.v2.push(
                topic: frame.topic, event: frame.event, payload: frame.payload)
            let read = try again.withUnsafeBytes { try PhoenixVersion.v2.decode(text: $0) }
            #expect(read.topic == frame.topic && read.payload == frame.payload, "seed \(seed)")
        }
    }
}
