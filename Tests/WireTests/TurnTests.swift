import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// For how long one event holds the loop, in units of work: `docs/benchmarks.md` tells the time.
@Suite("Turns of the loop")
struct TurnTests {
    private static let unitsMax = 60

    @Test("no event does more than sixty units of work, whoever asks for how much")
    func bounded() async throws {
        var limits = CoreLimits()
        (limits.connectionsPerAddressMax, limits.connectionsPerDeviceMax) = (2_000, 100)
        try await withHost(
            limits: limits, journal: SlowJournal(),
            { ($0.joinsPerSecond, $0.resumesPerSecond) = (10_000, 10_000) }
        ) { host in
            try host.write(2_000, "words")
            host.commit()
            let people = Sample.wedding.people.map(\.id.rawValue)
            let members = try (0..<1_000).map { index in
                try host.member(
                    people[index % people.count],
                    config: index < 20 ? Self.rows : index < 120 ? Self.replay : "{}")
            }
            let rosa = try host.member("p-rosa")
            let items = Sample.wedding.items.filter { $0.id != Sample.wedding.ceremony }
                .suffix(20).map(\.id.rawValue)
            let edits = (0..<100).map { index in
                """
                {"kind":"sync.edit","body":{"item":"\(items[index % 20])","edit":{"field":"title",\
                "value":"Title \(index)"}}}
                """
            }
            try rosa.submit("u-1", "sync.atomic", "{\"changes\":[\(edits.joined(separator: ","))]}")
            for value in ["crew", "all"] {
                try rosa.submit(
                    "v-\(value)", "sync.edit",
                    """
                    {"item":"\(items[0])","edit":{"field":"visibility","value":"\(value)"}}
                    """)
            }
            try rosa.submit("m-1", "message.send", "{\"to\":[\"all\"],\"text\":\"Words.\"}")
            try rosa.submit(
                "a-1", "alert.raise", "{\"type\":\"fire_evacuation\",\"text\":\"Words.\"}")
            for member in members.prefix(50) {
                try member.broadcast(TestHost.topic, "wd.resume", "{\"e\":\"another\",\"o\":0}")
            }
            _ = try rosa.expectEvent { $0.id == "a-1" && $0.early == true }
            host.commit()
            _ = try rosa.expectEvent { $0.id == "a-1" && $0.early != true }
            for member in members { _ = try member.expectEvent { $0.id == "a-1" } }
            // What is long to read comes when it was read.
            var units: [String: Int] = [:]
            try host.until("a unit was decided", { _ in units["sync.atomic"] != nil }) {
                units = try Self.units(host)
            }
            for kind in [
                "sync.atomic", "core", "send", "chore", "early", "phx_join", "wd.resume", "flush",
                "rows",
            ] { #expect(units[kind] != nil, "\(kind) was not measured") }
            #expect(units["sync.atomic"] == 50 && units["chore"] ?? 0 >= 9)
            for (kind, count) in units { #expect(count <= Self.unitsMax, "\(kind)") }
        }
    }

    private static let rows =
        #"{"postgres_changes":[{"event":"*","schema":"public","table":"timeline_items"}]}"#
    private static let replay = #"{"broadcast":{"replay":{"since":1,"limit":1000}}}"#

    private static func units(_ host: TestHost) throws -> [String: Int] {
        let lines = try RawSocket.http(port: host.port, "GET /metrics").body.split(separator: "\n")
        var units: [String: Int] = [:]
        for line in lines where line.hasPrefix("callboard_turn_units_max{") {
            let parts = line.split(separator: "\"")
            units[String(parts[1])] = Int(parts[2].dropFirst(2))
        }
        return units
    }
}
