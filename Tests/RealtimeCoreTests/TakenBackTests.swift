import RealtimeCore
import TestSupport
import Testing
import Wedding

@Suite("What was said by mistake")
struct TakenBackTests {
    private let bench = Bench()
    private var state: DayState { bench.core.current }

    private func presence(_ id: PersonID) -> Presence { state.presence[id] ?? Presence() }

    @Test("a check-in that is taken back leaves a person as they were, and them alone")
    func checkIn() {
        let before = presence("iris").whereabouts
        _ = bench.settle(.presence(.checkIn("tess", zone: "lawn")), by: "rosa")
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "rosa")
        #expect(presence("iris").isCheckedIn && state.arrivals.count == 2)
        _ = bench.settle(.presence(.correct("iris", before)), by: "rosa")
        #expect(!presence("iris").isCheckedIn && presence("iris").zone == nil)
        #expect(presence("tess").isCheckedIn && state.arrivals.count == 1)
    }

    @Test("whoever was not here after all is called overdue again")
    func overdueAgain() {
        var day = Fixture.day
        day.people.update("iris") { $0.callTime = Fixture.noon + .minutes(10) }
        let bench = Bench(day: day)
        let before = Presence().whereabouts
        func overdue(_ effects: [Effect]) -> Bool {
            effects.raised.contains { $0.kind == .vendorOverdue && $0.about == "iris" }
        }
        #expect(overdue(bench.pass(.minutes(40))))
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "rosa")
        #expect(!overdue(bench.pass(.minutes(5))))
        _ = bench.settle(.presence(.correct("iris", before)), by: "rosa")
        #expect(overdue(bench.pass(.minutes(5))))
    }

    @Test("who may only see people takes back nothing of others")
    func rights() {
        let refusals = bench.submit(
            .presence(.correct("iris", Presence().whereabouts)), by: "andre"
        ).refusals
        #expect(refusals.map(\.code) == ["forbidden"])
    }

    @Test("a start, an end, a skip and a standby are taken back one step at a time")
    func items() {
        func status() -> TimelineItem.Status? { state.day.items["dinner"]?.status }
        _ = bench.settle(.timeline(.standby("dinner", ["tess"])), by: "rosa")
        _ = bench.settle(.timeline(.start("dinner")), by: "rosa")
        _ = bench.settle(.timeline(.end("dinner")), by: "rosa")
        _ = bench.settle(.timeline(.reopen("dinner")), by: "rosa")
        #expect(status() == .running && state.day.items["dinner"]?.endedAt == nil)
        _ = bench.settle(.timeline(.reopen("dinner")), by: "rosa")
        #expect(status() == .planned && state.day.items["dinner"]?.startedAt == nil)
        #expect(state.day.items["dinner"]?.standbyAt != nil)
        _ = bench.settle(.timeline(.reopen("dinner")), by: "rosa")
        #expect(state.day.items["dinner"]?.standbyAt == nil)
        #expect(
            bench.submit(.timeline(.reopen("dinner")), by: "rosa").refusals.map(\.code)
                == ["illegal_step"])
        _ = bench.settle(.timeline(.skip("dinner")), by: "rosa")
        _ = bench.settle(.timeline(.reopen("dinner")), by: "rosa")
        #expect(status() == .planned)
    }

    @Test("only who was called for a cue says ready, and each once")
    func ready() {
        _ = bench.settle(.timeline(.standby("dinner", ["tess", "evelyn"])), by: "rosa")
        #expect(
            bench.submit(.timeline(.ready("dinner")), by: "iris").refusals.map(\.code)
                == ["not_found"])
        for person in ["tess", "tess"] as [PersonID] {
            _ = bench.settle(.timeline(.ready("dinner")), by: person)
        }
        #expect(state.day.items["dinner"]?.ready == ["tess"])
        #expect(state.cue(for: "tess") == nil && state.cue(for: "evelyn")?.id == "dinner")
        // Called anew, nobody is ready yet.
        _ = bench.settle(.timeline(.standby("dinner", ["tess"])), by: "rosa")
        #expect(state.day.items["dinner"]?.ready == [])
    }

    @Test("what somebody confirmed by mistake waits for them again")
    func unconfirmed() throws {
        let draft = MessageDraft(to: [.person("tess")], version: state.day.version)
        _ = bench.settle(.send(draft), by: "rosa", text: "new times")
        let id = try #require(state.messages.last?.id)
        _ = bench.settle(.message(.confirm(id)), by: "tess")
        #expect(state.toConfirm(by: "tess") == nil)
        _ = bench.settle(.message(.retract(id)), by: "tess")
        #expect(state.toConfirm(by: "tess")?.id == id)
    }

    @Test("of several who have not come, whoever comes is missing no more, and the others are")
    func oneOfSeveral() throws {
        var day = Fixture.day
        for id in ["iris", "tess"] as [PersonID] {
            day.people.update(id) { $0.callTime = Fixture.noon + .minutes(10) }
        }
        let bench = Bench(day: day)
        _ = bench.pass(.minutes(90))
        func status(_ id: PersonID) throws -> PresenceStatus {
            let person = try #require(bench.core.current.day.people[id])
            return bench.core.current.status(of: person, at: bench.now)
        }
        #expect(try [status("iris"), status("tess")] == [.missing, .missing])
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "rosa")
        #expect(try [status("iris"), status("tess")] == [.here, .missing])
        #expect(bench.core.current.headcounts(at: bench.now)["barn"] == 1)
    }
}
