import Console
import Foundation
import RealtimeClient
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Consoles over sockets", .serialized)
struct ConsoleJourneyTests {
    /// Opens the form of an item and types a value for one of its fields.
    private func edit(_ console: LiveConsole, _ item: String, _ field: String, _ value: String) {
        console.press(.char("2"))
        console.change { $0.selection[.timeline] = item }
        console.press(.char("e"))
        for _ in 0..<20 where !console.screen.contains("▌ \(field)") { console.press(.down) }
        console.press(.enter, .ctrl("u"))
        console.type(value)
        console.press(.enter)
        // Where others must follow, the preview is confirmed.
        if console.screen.contains("Enter confirm") { console.press(.enter) }
        console.press(.escape)
    }

    @Test("the couple moves the ceremony, a vendor moves it from the same base: from keys to keys")
    func referenceConflict() async throws {
        let journal = KeptUnits()
        try await withHost(journal: journal) { host in
            let couple = try LiveConsole("p-maya", host)
            let vendor = try LiveConsole("p-evelyn", host)
            let rosa = try LiveConsole("p-rosa", host)
            for console in [couple, vendor, rosa] {
                try console.wait("live") { $0.isLive && $0.day != nil }
            }
            // Neither may see the other's before both have been said.
            host.hold {
                edit(couple, "i-27", "Start", "15:30")
                edit(vendor, "i-27", "Start", "14:45")
            }
            try couple.wait("settled") { $0.day?.conflicts.last?.rule == .rank }
            try vendor.wait("told") { $0.day?.conflicts.last?.rule == .rank }
            for console in [couple, vendor] {
                #expect(
                    console.now.day?.day.items["i-27"]?.start == Sample.moment(15, 30))
            }
            let told = try #require(vendor.now.day?.conflicts.last)
            #expect(told.winner.value == .start(Sample.moment(15, 30)))
            #expect(told.loser.value == .start(Sample.moment(14, 45)))
            #expect(told.loser.by == .person("p-evelyn"))
            try rosa.wait("notices") { state in
                state.day?.messages.contains { $0.text.contains("ceremony begins at 3:30") } == true
            }
            func isMove(_ event: LogEvent) -> Bool {
                if case .edit(.field(.item("i-27"), _, _)) = event.change { true } else { false }
            }
            let unit = try #require(journal.units.first { $0.contains(where: isMove) })
            // The time, the vendors' notice, the guests', and what waits for it: one commit.
            let moved = unit.drop { !isMove($0) }
            #expect(
                moved.prefix(4).map(\.change.kind) == [
                    "sync.edit", "message.send", "message.send", "timeline.ripple",
                ])
            #expect(moved.first?.by == .person("p-maya"))
            // Shown to whoever runs the day.
            rosa.press(.char("5"))
            try rosa.wait("both sides") { state in
                let screen = view(state).text
                return ["Ceremony, start", "● 15:30", "○ 14:45"].allSatisfy(screen.contains)
            }
            for console in [couple, vendor, rosa] { console.close() }
        }
    }

    @Test("the lead's console is away for 10 min 40 s: queued, rebased, settled, nothing twice")
    func leadOffline() async throws {
        let blip = Sample.moment(16, 41, 20)
        let played = Sample.play(until: blip)
        let host = try await TestHost(at: blip, core: played.engine.core)
        let result = await withTaskExecutorPreference(OwnThread()) {
            Result { try blackout(host) }
        }
        await host.stop()
        try result.get()
    }

    private func blackout(_ host: TestHost) throws {
        let path = NSTemporaryDirectory() + "callboard-blackout-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path + "-1") }
        let line = try BrokenLine(to: host.port)
        defer { line.stop() }
        let rosa = try LiveConsole("p-rosa", host, port: line.port, pending: PendingFile(path))
        let ben = try LiveConsole("p-ben", host)
        for console in [rosa, ben] {
            try console.wait("live") { $0.isLive && $0.day != nil }
            // Both have answered the storm.
            console.change { state in
                state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
            }
        }
        let before = try #require(rosa.now.day)
        line.cut()
        try rosa.wait("offline") { !$0.isLive }
        host.clock.pass(.seconds(40))
        edit(rosa, "i-29", "Zone", "great barn")
        host.clock.pass(.minutes(2))
        edit(ben, "i-34", "Start", "17:25")
        try ben.wait("ben's") { $0.day?.day.items["i-34"]?.start == Sample.moment(17, 25) }
        host.clock.pass(.minutes(2))
        edit(rosa, "i-34", "Start", "17:35")
        // Shown at once, and said to be waiting.
        #expect(rosa.now.day?.day.items["i-34"]?.start == Sample.moment(17, 35))
        #expect(rosa.now.day?.day.items["i-29"]?.zone == "z-barn")
        #expect(rosa.screen.contains("OFFLINE"))
        #expect(rosa.screen.contains("2 unsent"))
        host.clock.pass(.minutes(6))
        line.mend()
        try rosa.wait("back") { $0.isLive }
        for console in [rosa, ben] {
            try console.wait("settled") { entrance($0)?.rule == .lead }
            try console.wait("both") { state in
                state.day?.day.items["i-34"]?.start == Sample.moment(17, 35)
                    && state.day?.day.items["i-29"]?.zone == "z-barn"
            }
        }
        try rosa.wait("nothing waits") { !view($0).text.contains("unsent ") }
        let log = ben.now.day?.recent.filter { $0.offset > before.offset } ?? []
        let edits = log.filter { event in
            if case .edit(.field(.item(let id), _, _)) = event.change {
                ["i-34", "i-29"].contains(id)
            } else {
                false
            }
        }
        #expect(edits.map(\.by) == [.person("p-ben"), .person("p-rosa"), .person("p-rosa")])
        #expect(Set(log.map(\.id)).count == log.count)
        let conflict = try #require(entrance(ben.now))
        #expect(conflict.loser.by == .person("p-ben"))
        #expect(conflict.winner.value == .start(Sample.moment(17, 35)))
        for (console, person) in [(rosa, "p-rosa"), (ben, "p-ben")] {
            try console.wait("\(person) holds what the host holds") { state in
                state.day?.day == host.view(of: person).day
            }
        }
        for console in [rosa, ben] { console.close() }
    }

    private func entrance(_ state: ConsoleState) -> Conflict? {
        state.day?.conflicts.last { $0.entity == .item("i-34") }
    }

    /// Cut, mended, cut again while everybody types: in the end all hold what the host holds.
    @Test(
        "consoles on bad lines end with what the host holds", arguments: [11, 12, 13] as [UInt64])
    func badLines(seed: UInt64) async throws {
        let host = try await TestHost(at: Sample.moment(13, 30))
        let result = await withTaskExecutorPreference(OwnThread()) {
            Result { try storm(host, seed) }
        }
        await host.stop()
        try result.get()
    }

    private func storm(_ host: TestHost, _ seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let people = ["p-rosa", "p-ben", "p-lorna"]
        let lines = try people.map { _ in try BrokenLine(to: host.port) }
        defer { for line in lines { line.stop() } }
        let consoles = try zip(people, lines).map {
            try LiveConsole($0, host, port: $1.port)
        }
        for console in consoles { try console.wait("live") { $0.isLive && $0.day != nil } }
        let fields = [
            ("Zone", "terrace"), ("Zone", "great barn"), ("Start", "17:20"), ("Start", "17:40"),
        ]
        for _ in 0..<30 {
            let index = Int.random(in: 0..<3, using: &chance)
            host.clock.pass(.seconds(1))
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: lines[index].cut()
            case 1: lines[index].mend()
            default:
                let (field, value) = fields.randomElement(using: &chance)!
                edit(consoles[index], "i-3\(Int.random(in: 4...6, using: &chance))", field, value)
            }
        }
        for line in lines { line.mend() }
        for console in consoles { try console.wait("live at last, seed \(seed)") { $0.isLive } }
        for (console, person) in zip(consoles, people) {
            try console.wait("\(person) holds what the host holds, seed \(seed)") { state in
                let truth = host.view(of: person)
                return state.day?.offset == truth.offset && state.day?.day == truth.day
                    && state.day?.conflicts == truth.conflicts
            }
        }
        let ids = host.view(of: "p-rosa").recent.map(\.id)
        #expect(Set(ids).count == ids.count, "seed \(seed)")
        for console in consoles { console.close() }
    }
}
