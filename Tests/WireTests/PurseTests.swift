import TestSupport
import Testing
import Wedding

@Suite("Purses")
struct PurseTests {
    @Test("whoever has spent all on one console is heard on another, before what waits")
    func alarm() async throws {
        try await withHost({ ($0.workPerSecond, $0.workAtOnce) = (1, 200) }) { host in
            let ben = try host.member("p-ben")
            let busy = try (0..<4).map { _ in try host.member("p-rosa") }
            let quiet = try host.member("p-rosa")
            for (number, console) in busy.enumerated() {
                for note in 0..<20 {
                    try console.submit("n-\(number)-\(note)", "note.add", "{\"text\":\"Words.\"}")
                }
            }
            // What is answered after them was read after them: the rest of them waits.
            for console in busy { try console.drain() }
            func raise(_ alarm: String, _ zone: String) throws {
                try quiet.submit(
                    alarm, "alert.raise", "{\"type\":\"fire_evacuation\",\"zone\":\"\(zone)\"}")
            }
            try raise("a-1", "z-barn")
            // Its reading pauses now.
            _ = try ben.expectEvent { $0.id == "a-1" && $0.early != true }
            ben.forget()
            try raise("a-2", "z-kitchen")
            let next = try ben.expectEvent { $0.id == "a-2" || $0.id.hasPrefix("n-") }
            #expect(next.id == "a-2")
        }
    }

    @Test("whoever has said more than a full room can take waits, and others are heard")
    func words() async throws {
        try await withHost({ $0.wordBytesPerSecond = 10 }) { host in
            let (rosa, ben) = try (host.member("p-rosa"), host.member("p-ben"))
            let listener = try host.member("p-wren")
            for word in ["first", "second"] { try rosa.broadcast(TestHost.topic, word, "{}") }
            // What is answered after them was read after them.
            try rosa.drain()
            try ben.broadcast(TestHost.topic, "other", "{}")
            _ = try listener.expectBroadcast("other")
            let before = listener.heard.map(\.text)
            #expect(before.contains { $0.contains("\"first\"") })
            #expect(!before.contains { $0.contains("\"second\"") })
        }
    }

    @Test("what was said before a close is done, though a long wish was still being read")
    func lastWords() async throws {
        try await withHost { host in
            let (rosa, ben) = try (host.member("p-rosa"), host.member("p-ben"))
            let edits = (0..<100).map {
                let zone = $0 % 2 == 0 ? "z-barn" : "z-kitchen"
                return """
                    {"kind":"presence.move","body":{"person":"p-rosa","zone":"\(zone)"}}
                    """
            }
            try rosa.submit("u-1", "sync.atomic", "{\"changes\":[\(edits.joined(separator: ","))]}")
            try rosa.submit("u-2", "note.add", "{\"text\":\"Words.\"}")
            try rosa.socket.send(RawSocket.frame(8, [3, 0xE8]))
            #expect(try rosa.expectClose() == 1000)
            _ = try ben.expectEvent { $0.id == "u-2" }
            #expect(!ben.heard.filter { $0.text.contains("u-1") }.isEmpty)
        }
    }

    @Test(
        "whoever is cut off for flooding reads why, whatever they still send",
        arguments: [
            ("phx_join", #"{"config":{}}"#),
            ("broadcast", #"{"type":"broadcast","event":"wd.resume","payload":{"e":"e1","o":0}}"#),
        ])
    func farewell(_ event: String, _ payload: String) async throws {
        try await withHost { host in
            let rosa = try host.member("p-rosa")
            let flood = (0..<2_000).flatMap { number in
                let topic = TestHost.topic + (event == "phx_join" ? ":r-\(number)" : "")
                let text = "[\"1\",\"1\",\"\(topic)\",\"\(event)\",\(payload)]"
                return RawSocket.frame(1, Array(text.utf8))
            }
            try rosa.socket.send(flood)
            #expect(try rosa.expectClose() == 4004)
        }
    }

    @Test("refusals, and to go on from the beginning of the log, cost whoever asks")
    func costs() async throws {
        try await withHost({ ($0.workPerSecond, $0.workAtOnce) = (1, 300) }) { host in
            try host.write(400, "Words.")
            let ben = try host.member("p-ben")
            for person in ["p-milo", "p-rosa"] {
                let (spender, other) = try (host.member(person), host.member(person))
                if person == "p-milo" {
                    for number in 0..<12 {
                        try spender.submit("d-\(number)", "item.delete", #"{"item":"i-01"}"#)
                    }
                    for _ in 0..<7 { _ = try spender.expectBroadcast("wd.reject") }
                } else {
                    try spender.broadcast(TestHost.topic, "wd.resume", #"{"e":"e1","o":0}"#)
                    _ = try spender.expectBroadcast("wd.live") { $0.text.contains("true") }
                }
                // Nothing else of the same principal is heard; everybody else is.
                let place = #"{"person":"\#(person)","zone":"z-barn"}"#
                try other.submit("\(person)-1", "presence.move", place)
                try other.drain()
                try ben.submit("\(person)-2", "note.add", #"{"text":"Words."}"#)
                let next = try ben.expectEvent { $0.id.hasPrefix(person) }
                #expect(next.id == "\(person)-2")
            }
        }
    }

    @Test("a person holds as many rooms as one may, over all sockets, and others hold theirs")
    func rooms() async throws {
        try await withHost({ $0.roomsMax = 3 }) { host in
            let clients = try (0..<2).map { _ in try host.member("p-milo") }
            let replies = try (0..<4).map { number in
                try clients[number % 2].join(TestHost.topic + ":r-\(number)", joinRef: "\(number)")
            }
            #expect(replies.map { $0.contains("\"ok\"") } == [true, true, true, false])
            #expect(replies[3].contains("You hold 3 rooms"))
            let ben = try host.member("p-ben")
            #expect(try ben.join(TestHost.topic + ":r-9", joinRef: "9").contains("\"ok\""))
            // A room that is empty is nobody's.
            try clients[0].send(TestHost.topic + ":r-0", "phx_leave", joinRef: "0")
            try clients[0].drain()
            #expect(try clients[1].join(TestHost.topic + ":r-4", joinRef: "4").contains("\"ok\""))
        }
    }
}
