import Foundation
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Who may read what, on every way out of a host: held against the 90 cells, by words that are
/// planted in every kind of thing and looked for in whatever bytes each reader gets.
@Suite("Rights at every door", .serialized)
struct RightsDoorTests {
    /// A word that stands in one kind of thing, and who may read it.
    private struct Plant: Sendable {
        let word: String
        let change: Change
        var text = ""
        let mayRead: @Sendable (PersonID?, Role) -> Bool
    }

    private static let guest: PersonID = "p-guest"

    private static let day: WeddingDay = {
        var day = Sample.wedding
        day.people.insert(Person(id: guest, name: "Guest Person", role: .guest))
        return day
    }()

    /// One of each role, and both stations.
    private static let readers: [(name: String, role: Role?)] = [
        ("p-maya", .couple), ("p-ben", .coordinator), ("p-gus", .venueManager),
        ("p-joan", .officiant), ("p-sol", .photographer), ("p-jules", .caterer),
        ("p-marlo", .entertainment), ("p-milo", .vendor), ("p-simone", .weddingParty),
        (guest.rawValue, .guest), ("desk", nil), ("screen", nil),
    ]

    private static func inserted(_ entity: Entity, _ field: Field, _ words: String) -> Change {
        let old = DayState(day: day).text(FieldKey(entity, field)).unicodeScalars.count
        return .edit(
            .text(
                entity, field,
                TextOperation([.keep(old), .insert(Array(words.unicodeScalars))]), base: 1))
    }

    private static func edit(_ entity: Entity, _ field: Field, _ value: FieldValue) -> Change {
        .edit(.field(entity, FieldEdit(field, value), base: nil))
    }

    private static func plants() -> [Plant] {
        let someone = day.guests.first { $0.person == nil }!.id
        let tentative = day.payments.first { $0.vendor != "v-floral" }!
        func level(_ category: RightsCategory, _ least: RightsLevel)
            -> @Sendable (PersonID?, Role)
            -> Bool
        {
            { person, role in person != nil && role.level(category) >= least }
        }
        let seesDiet: @Sendable (PersonID?, Role) -> Bool = { person, role in
            person != nil && (role.level(.guests) >= .edit || role == .caterer)
        }
        let seesWork: @Sendable (PersonID?, Role) -> Bool = { person, role in
            let level = role.level(.vendors)
            return person != nil && (level == .view || level >= .edit)
        }
        return [
            Plant(
                word: "zqphone", change: edit(.guest(someone), .phone, .text("zqphone")),
                mayRead: level(.guests, .edit)),
            Plant(
                word: "zqdiet", change: edit(.guest(someone), .diet, .adding("zqdiet")),
                mayRead: seesDiet),
            Plant(
                word: "zqnote", change: inserted(.guest(someone), .notes, "zqnote"),
                mayRead: level(.guests, .edit)),
            Plant(
                word: "98765431",
                change: edit(.payment(tentative.id), .amount, .number(98_765_431)),
                mayRead: { person, role in
                    person != nil
                        && (role.level(.payments) >= .edit
                            || day.people[person!]?.vendor == tentative.vendor)
                }),
            Plant(
                word: "zqmail", change: edit(.person("p-wren"), .email, .text("zqmail")),
                mayRead: level(.administration, .edit)),
            Plant(
                word: "zqbrief", change: inserted(.wedding, .brief, "zqbrief"),
                mayRead: level(.timeline, .edit)),
            Plant(
                word: "zqvows", change: inserted(.item(day.ceremony!), .notes, "zqvows"),
                mayRead: { person, role in
                    person != nil && role != .guest && role.level(.ceremony) >= .view
                }),
            Plant(
                word: "zqcrew", change: edit(.item("i-01"), .title, .text("zqcrew walk")),
                mayRead: { person, role in
                    person != nil
                        && (role.level(.timeline) >= .edit
                            || day.items["i-01"]!.everyone.contains(person!))
                }),
            Plant(
                word: "zqprivate",
                change: .message(
                    .send(
                        Message(
                            id: "m", from: .system, to: [.person("p-lorna")], text: "zqprivate",
                            priority: .normal, sentAt: .zero))), text: "zqprivate",
                mayRead: level(.messaging, .manage)),
            Plant(
                word: "zqtask",
                change: .task(.add(Duty(id: "k-zq", title: "zqtask", owner: "p-lorna"))),
                mayRead: seesWork),
            Plant(
                word: "zqhelp",
                change: .alert(
                    .raise(
                        Alert(
                            id: "", kind: .medical, rule: "", about: "", priority: .emergency,
                            text: "zqhelp", raisedAt: .zero, raisedBy: .system))), text: "zqhelp",
                mayRead: { person, role in
                    person != nil
                        && (role.level(.emergency) >= .manage
                            || role == .vendor && day.people[person!]?.vendor == "v-safety")
                }),
            Plant(
                word: "zqbattery", change: .message(.note(subject: "zqbattery")), text: "zqbattery",
                mayRead: level(.messaging, .manage)),
        ]
    }

    private func member(_ host: TestHost, _ name: String, _ role: Role?, config: String = "{}")
        throws -> WireClient
    {
        let client = try WireClient(
            port: host.port,
            token: host.token(name, role.map { ["role": $0.rawValue] } ?? [:]))
        try client.join(TestHost.topic, config: config)
        return client
    }

    private func check(
        _ text: String, _ door: String, _ name: String, _ role: Role?, _ plants: [Plant],
        isWhole: Bool
    ) {
        let person = role == nil ? nil : PersonID(name)
        for plant in plants {
            let found = text.contains(plant.word)
            // The station shows what companies do, and when.
            let isDesk = name == "desk" && plant.word == "zqcrew"
            let may = isDesk || plant.mayRead(person, role ?? .guest)
            if !may { #expect(!found, "\(name) read \(plant.word) by \(door)") }
            if may && isWhole { #expect(found, "\(name) did not get \(plant.word) by \(door)") }
        }
    }

    @Test("every planted word is read by those who may, and by nobody else, by every way out")
    func doors() async throws {
        let plants = Self.plants()
        let host = try await TestHost(day: Self.day)
        let result = await withTaskExecutorPreference(OwnThread()) {
            Result { try walk(host, plants) }
        }
        await host.stop()
        try result.get()
    }

    private func text(_ client: WireClient) throws -> String {
        try client.drain().map(\.text).joined(separator: "\n")
    }

    private func walk(_ host: TestHost, _ plants: [Plant]) throws {
        let rows =
            "{\"postgres_changes\":["
            + ["timeline_items", "vendors", "tasks", "incidents", "guests"].map {
                "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"\($0)\"}"
            }.joined(separator: ",") + "]}"
        let live = try Self.readers.map { try member(host, $0.name, $0.role, config: rows) }
        let rosa = try host.member("p-rosa")
        for client in live { client.forget() }
        for (number, plant) in plants.enumerated() {
            let submit = WireSubmit(
                Submission(
                    id: "zq-\(number)", change: plant.change, saidAt: host.clock.now,
                    text: plant.text))
            try rosa.broadcast(
                TestHost.topic, "wd.submit",
                String(decoding: try JSONText.encode(submit), as: UTF8.self))
            let answer = try rosa.expect("broadcast") {
                $0.text.contains("wd.accepted") || $0.text.contains("wd.reject")
            }
            try #require(answer.text.contains("wd.accepted"), "\(plant.word): \(answer.text)")
        }
        for (client, reader) in zip(live, Self.readers) {
            check(
                try text(client), "live", reader.name, reader.role, plants,
                isWhole: reader.role != nil)
        }
        for reader in Self.readers {
            // With a presence of its own: of the open one the host knows how far it has read.
            let resumed = try member(
                host, reader.name, reader.role, config: #"{"presence":{"key":"resumed"}}"#)
            try resumed.broadcast(TestHost.topic, "wd.resume", "{\"e\":\"e1\",\"o\":0}")
            _ = try resumed.expectBroadcast("wd.live") { $0.text.contains("true") }
            let missed = resumed.heard.map(\.text).joined()
            check(
                missed, "resume", reader.name, reader.role, plants, isWhole: reader.role != nil)
            resumed.socket.shut()
            let fresh = try member(host, reader.name, reader.role)
            try fresh.broadcast(TestHost.topic, "wd.resume", "{\"e\":\"other\",\"o\":0}")
            _ = try fresh.expectBroadcast("wd.live") { _ in true }
            check(
                try text(fresh) + fresh.heard.map(\.text).joined(), "snapshot", reader.name,
                reader.role, plants, isWhole: false)
            fresh.socket.shut()
            let replayed = try member(
                host, reader.name, reader.role,
                config: "{\"broadcast\":{\"replay\":{\"since\":0,\"limit\":1000}}}")
            check(
                try text(replayed), "replay", reader.name, reader.role, plants, isWhole: false)
            replayed.socket.shut()
        }
        let web = try RawSocket(port: host.port)
        try web.send(Array("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
        let metrics = try web.readAll()
        for plant in plants { #expect(!metrics.contains(plant.word), "metrics tell \(plant.word)") }
    }
}
