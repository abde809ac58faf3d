import Foundation
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Messages that say anything, mostly where something of the kind belongs.
private struct MessageMaker {
    var random: SeededGenerator

    private static let kinds = [
        "alert.ack", "alert.raise", "alert.shelve", "custody.change", "guest.add", "guest.arrive",
        "message.ack", "message.send", "note.add", "presence.activity", "presence.battery",
        "presence.eta", "presence.move", "sync.atomic", "sync.edit", "sync.resolve", "sync.text",
        "task.add", "task.done", "timeline.edit", "timeline.publish", "timeline.ripple",
        "timeline.shift", "timeline.start",
    ]
    private static let names = [
        "about", "alert", "at", "base", "battery", "body", "changes", "e", "edit", "field", "guest",
        "id", "item", "items", "kind", "minutes", "o", "op", "order", "people", "person",
        "priority", "proposed", "require", "task", "to", "until", "value", "version", "zone",
    ]
    private static let values = [
        "0", "-0", "1", "-1", "60", "1e0", "1e308", "1e999", "9007199254740993", "253402300799999",
        "9223372036854775807", "-9223372036854775808", String(repeating: "9", count: 400),
        "0." + String(repeating: "0", count: 129) + "1e146", "null", "true", "[]", "{}", "\"\"",
        #""\ud800""#, #""\udc00\ud800""#, #""\u0000""#, #""\u202e""#, #"{"a":1,"a":2}"#,
        #"{"":{"":[]}}"#, #"{"__":1,"_a_":2,"a_":3}"#,
        "\"e" + String(repeating: "\u{301}", count: 60) + "\"",
        "\"" + String(repeating: "x", count: 300) + "\"",
        String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
        String(repeating: "[", count: 2_000),
        String(repeating: "{\"a\":", count: 70) + "1" + String(repeating: "}", count: 70),
        "\"i-34\"", "\"p-ben\"", "\"z-barn\"", "\"start\"", "\"notes\"", "\"*\"", "\"tasks\"",
        "\"id=eq.1\"", "\"track\"", "\"high\"", "\"medical\"",
    ]

    private mutating func value(_ depth: Int = 0) -> String {
        let isPlain = depth == 3 || Int.random(in: 0..<4, using: &random) > 0
        if isPlain { return Self.values.randomElement(using: &random)! }
        if Bool.random(using: &random) { return object(depth + 1) }
        let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth + 1) }
        return "[" + items.joined(separator: ",") + "]"
    }

    /// Names may stand in it twice.
    private mutating func object(_ depth: Int = 0) -> String {
        let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            "\"\(Self.names.randomElement(using: &random)!)\":\(value(depth))"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Mostly what belongs there.
    private mutating func mostly(_ usual: String) -> String {
        Int.random(in: 0..<5, using: &random) > 0 ? usual : value()
    }

    private mutating func broadcast() -> String {
        let kind = mostly("\"\(Self.kinds.randomElement(using: &random)!)\"")
        let id = mostly("\"w-\(UInt64.random(in: 0...UInt64.max, using: &random))\"")
        let wish = "{\"id\":\(id),\"kind\":\(kind),\"base\":\(mostly("1")),\"body\":\(object())}"
        let names = WireName.allCases.map { "\"\($0.rawValue)\"" } + ["\"note\"", value()]
        let event =
            Bool.random(using: &random) ? "\"wd.submit\"" : names.randomElement(using: &random)!
        let payload = event == "\"wd.submit\"" ? mostly(wish) : mostly(object())
        return "{\"type\":\"broadcast\",\"event\":\(event),\"payload\":\(payload)}"
    }

    private mutating func join() -> String {
        let config =
            "{\"broadcast\":{\"ack\":\(mostly("true")),\"self\":\(mostly("\"false\"")),"
            + "\"replay\":{\"since\":\(mostly("3")),\"limit\":\(mostly("5"))}},"
            + "\"presence\":{\"key\":\(mostly("\"k\"")),\"enabled\":\(mostly("true"))},"
            + "\"postgres_changes\":[{\"event\":\(mostly("\"*\"")),\"table\":\(mostly("\"tasks\"")),"
            + "\"filter\":\(mostly("\"id=eq.1\"")),\"id\":\(mostly("1"))}]}"
        return "{\"config\":\(mostly(config)),\"access_token\":\(mostly("null"))}"
    }

    mutating func message(_ version: String) -> String {
        let (event, payload): (String, String) =
            switch Int.random(in: 0..<30, using: &random) {
            case 0..<20: ("\"broadcast\"", broadcast())
            case 20..<25: ("\"phx_join\"", join())
            case 25..<28: ("\"presence\"", object())
            case 28: ("\"access_token\"", "{\"access_token\":\(value())}")
            default: (mostly("\"phx_leave\""), value())
            }
        let topics = [TestHost.topic + ":side", TestHost.desk, "phoenix", ""]
        let name =
            Int.random(in: 0..<5, using: &random) > 0
            ? TestHost.topic : topics.randomElement(using: &random)!
        let topic = mostly("\"\(name)\"")
        let (joinRef, ref) = (mostly("\"1\""), mostly("\"x\""))
        return version == "2.0.0"
            ? "[\(joinRef),\(ref),\(topic),\(event),\(payload)]"
            : "{\"join_ref\":\(joinRef),\"ref\":\(ref),\"topic\":\(topic),\"event\":\(event),\"payload\":\(payload)}"
    }
}

/// Whatever a message says, in either serializer: it is answered or dropped, and its socket stays.
@Suite("Messages from outside", .serialized)
struct OutsideMessagesTests {
    @Test("any JSON in any place is answered or dropped", arguments: [1, 2, 3] as [UInt64])
    func anyJSON(seed: UInt64) async throws {
        try await withHost({
            ($0.workAtOnce, $0.joinsPerSecond) = (1_000_000_000, 100_000)
            $0.resumesPerSecond = 100_000
        }) { host in
            var maker = MessageMaker(random: SeededGenerator(seed: seed))
            for round in 0..<10 {
                let version = round.isMultiple(of: 2) ? "2.0.0" : "1.0.0"
                let member = try host.member("p-rosa", vsn: version)
                for _ in 0..<40 {
                    let text = maker.message(version)
                    try member.socket.send(RawSocket.frame(1, Array(text.utf8)))
                }
                try member.drain()
                #expect(member.closeCode == nil, "seed \(seed), round \(round)")
            }
        }
    }
}
