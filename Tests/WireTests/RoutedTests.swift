import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// What the router decides, as it arrives at people's sockets.
@Suite("Routed over sockets", .serialized)
struct RoutedTests {
    @Test("how urgent an entry is says the table, whatever its sender wrote")
    func priorities() async throws {
        try await withHost { host in
            let (rosa, evelyn) = (try host.member("p-rosa"), try host.member("p-evelyn"))
            try rosa.submit("c-1", "cue.standby", #"{"item":"i-27","people":["p-evelyn"]}"#, pri: 4)
            try rosa.submit(
                "t-1", "task.add",
                #"{"duty":{"id":"k-new","title":"Tune","owner":"p-evelyn","is_done":false}}"#,
                pri: 0)
            for (id, priority) in [("c-1", Priority.critical), ("t-1", .normal)] {
                #expect(try evelyn.expectEvent { $0.id == id }.pri == priority)
            }
        }
    }

    @Test("a message for a place is read there, where nobody said a place, and where it is old")
    func places() async throws {
        try await withHost { host in
            let (rosa, wren, milo, evelyn) = (
                try host.member("p-rosa"), try host.member("p-wren"), try host.member("p-milo"),
                try host.member("p-evelyn")
            )
            for (client, name, zone) in [
                (wren, "p-wren", #","zone":"z-loading""#),
                (milo, "p-milo", #","zone":"z-orchard""#), (evelyn, "p-evelyn", ""),
            ] {
                try client.submit(
                    name, "presence.checkin", "{\"person\":\"\(name)\"\(zone)}")
                _ = try rosa.expectEvent { $0.id == name }
            }
            for (id, time) in [("young", Duration.seconds(599)), ("old", .seconds(2))] {
                host.clock.pass(time)
                try rosa.submit(
                    id, "message.send",
                    #"{"to":["vendors"],"near":"z-orchard","text":"chairs, please"}"#)
                _ = try rosa.expectEvent { $0.id == id }
            }
            for client in [milo, evelyn] {
                #expect(try client.expectEvent { $0.change.kind == "message.send" }.id == "young")
                #expect(try client.expectEvent { $0.change.kind == "message.send" }.id == "old")
            }
            #expect(try wren.expectEvent { $0.change.kind == "message.send" }.id == "old")
        }
    }
}
