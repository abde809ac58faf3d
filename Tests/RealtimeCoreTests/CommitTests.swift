import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Durable, then visible")
struct CommitTests {
    let bench = Bench()

    @Test("an entry is shown and accepted only after it is durable")
    func waitsForCommit() {
        let before = bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris", id: "x")
        #expect(before.appended.count == 1)
        #expect(before.shown.isEmpty)
        let after = bench.commit()
        #expect(after.shown.map(\.early) == [false])
        #expect(
            after.contains {
                $0 == .send(.accepted(id: "x", offset: 1), to: .connection(ConnectionID(1)))
            })
    }

    @Test("an emergency is pushed early, marked so, and comes again in its place")
    func earlyEmergency() {
        let before = bench.submit(
            .raise(Fixture.alert(.medical, [.coordinator])), by: "tess")
        #expect(before.shown.map(\.early) == [true])
        #expect(bench.commit().shown.map(\.early) == [false])
    }

    @Test("a partial commit shows only what it covers")
    func partialCommit() {
        _ = bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris")
        _ = bench.submit(.presence(.checkIn("tess", zone: "barn")), by: "tess")
        #expect(bench.core.handle(.committed(through: 1), at: bench.now).shown.count == 1)
        #expect(bench.core.handle(.committed(through: 2), at: bench.now).shown.count == 1)
    }

    @Test("a repeated submission is answered with its first offset and changes nothing")
    func repeated() {
        _ = bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris", id: "same")
        _ = bench.commit()
        let again = bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris", id: "same")
        #expect(
            again == [
                .send(.accepted(id: "same", offset: 1), to: .connection(ConnectionID(1)))
            ])
        #expect(bench.core.current.offset == 1)
    }

    @Test("the couple's new ceremony time and its notices are one unit")
    func oneUnit() {
        let start = Fixture.noon + .minutes(210)
        let effects = bench.submit(.edit(.field(.item("vows"), .start(start), base: 1)), by: "maya")
        #expect(effects.appended.count == 1)
        #expect(
            effects.appended[0].map(\.change.kind) == ["sync.edit", "message.send", "message.send"])
    }

    @Test("the couple wins over a vendor from the same base, and the vendor is told both values")
    func referenceConflict() throws {
        let couple = Fixture.noon + .minutes(210)
        let vendor = Fixture.noon + .minutes(165)
        _ = bench.settle(.edit(.field(.item("vows"), .start(couple), base: 1)), by: "maya")
        let effects = bench.submit(
            .edit(.field(.item("vows"), .start(vendor), base: 1)), by: "evelyn")
        let event = try #require(effects.appended.first?.first)
        guard case .edit(.settle(let conflict)) = event.change else {
            Issue.record("expected sync.resolve, got \(event.change.kind)")
            return
        }
        #expect(conflict.winner.value == .start(couple))
        #expect(conflict.loser.value == .start(vendor))
        #expect(conflict.rule == .rank)
        #expect(bench.core.current.day.items["vows"]?.start == couple)
        _ = bench.commit()
        bench.connect("maya")
        let told = bench.pass(.seconds(1)).letters.filter { $0.1.change.kind == "sync.resolve" }
        #expect(told.map(\.0) == ["evelyn"])
    }

    @Test("a lead's later edit wins over an assistant's from the same base")
    func leadOverAssistant() {
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon + .minutes(295)), base: 1)), by: "ben"
        )
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon + .minutes(305)), base: 1)),
            by: "rosa")
        #expect(bench.core.current.day.items["dinner"]?.start == Fixture.noon + .minutes(305))
        #expect(bench.core.current.conflicts.last?.rule == .lead)
    }

    @Test("an assistant's later edit loses to the lead's from the same base")
    func assistantLoses() {
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon + .minutes(305)), base: 1)),
            by: "rosa")
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon + .minutes(295)), base: 1)), by: "ben"
        )
        #expect(bench.core.current.day.items["dinner"]?.start == Fixture.noon + .minutes(305))
    }

    @Test("an edit of start keeps the duration")
    func keepsDuration() {
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon + .minutes(330)), base: 1)),
            by: "rosa")
        #expect(bench.core.current.day.items["dinner"]?.end == Fixture.noon + .minutes(390))
    }

    @Test("a full table refuses one more guest, in words")
    func fullTable() {
        let refusals = bench.submit(.guest(.seat("g2", "t1")), by: "rosa").refusals
        #expect(refusals == [.tableFull(name: "Table 1", seats: 1)])
        #expect(
            refusals.first?.description
                == "Table 1 is full (1 of 1). Free a seat first or choose another table.")
        #expect(bench.core.current.day.guests["g2"]?.table == nil)
    }
}

@Suite("A disk that takes nothing")
struct DiskTests {
    let bench = Bench()

    private func fail() -> [Effect] {
        bench.core.handle(.journalFailed("The disk is full."), at: bench.now)
    }

    @Test("wishes are refused with a reason to try again, and change nothing")
    func refused() {
        #expect(
            fail() == [
                .send(
                    .disk("The disk is full."),
                    to: .consoles(roles: [.coordinator, .venueManager], people: []))
            ])
        let effects = bench.submit(
            .edit(.field(.item("dinner"), .zone("lawn"), base: 1)), by: "rosa")
        #expect(effects.refusals == [.unavailable])
        #expect(effects.refusals.first?.isRetryable == true)
        #expect(effects.appended.isEmpty)
        #expect(bench.core.current.day.items["dinner"]?.zone == nil)
    }

    @Test("an emergency is shown and sent all the same, marked early, and nothing is acknowledged")
    func emergency() {
        _ = fail()
        let effects = bench.submit(
            .raise(Fixture.alert(.medical, [.coordinator])), by: "tess", id: "help")
        #expect(effects.refusals.isEmpty)
        #expect(effects.shown.map(\.early) == [true])
        #expect(effects.appended.count == 1)
        let acknowledged = effects.contains {
            if case .send(.accepted, _) = $0 { true } else { false }
        }
        #expect(!acknowledged)
        // Once the disk takes it, it comes in its place and is acknowledged.
        let after = bench.commit()
        #expect(after.shown.map(\.early) == [false])
        #expect(
            after.contains(
                .send(.accepted(id: "help", offset: 1), to: .connection(ConnectionID(1)))))
        #expect(after.first == .send(.disk(nil), to: bench.desk))
    }

    @Test("the same trouble is told once, and a wish after it passes")
    func recovers() {
        _ = fail()
        #expect(fail().isEmpty)
        _ = bench.commit()
        #expect(bench.submit(.task(.finish("k1")), by: "ben").refusals.isEmpty)
    }
}

extension Bench {
    fileprivate var desk: Audience {
        .consoles(roles: [.coordinator, .venueManager], people: [])
    }
}
