import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// What somebody with a client of their own might try.
@Suite("Sync against hostile clients")
struct SyncGuardTests {
    let bench = Bench()

    private var state: DayState { bench.core.current }

    private func decision(_ field: Field, _ value: FieldValue) -> FieldEdit {
        FieldEdit(field, value)
    }

    @Test("an id that the core itself would give is refused")
    func coreID() {
        let effects = bench.submit(.message(.note(subject: "x")), by: "rosa", id: "core-2")
        #expect(effects.refusals.first?.code == "malformed")
        #expect(effects.appended.isEmpty)
    }

    @Test("an item whose numbers could not be computed with is refused")
    func numbers() throws {
        let json = """
            {"id":"x","title":"X","kind":"photo","start":1812801600000,"end":1812802600000,\
            "anchor":"flex","minMinutes":9223372036854775807,"people":[],"dependsOn":[],\
            "visibility":"all","tags":[],"status":"planned","originalStart":1812801600000,\
            "delayMinutes":0,"order":9223372036854775807}
            """
        let item = try JSONText.decode(TimelineItem.self, from: Array(json.utf8))
        #expect(bench.submit(.edit(.add(item)), by: "rosa").refusals.first?.code == "invalid")
        var ordered = TimelineItem(
            id: "y", title: "Y", kind: .photo, start: Fixture.noon,
            end: Fixture.noon + .minutes(5))
        ordered.order = .max
        _ = bench.settle(.edit(.add(ordered)), by: "rosa")
        #expect(state.day.items["y"]?.order == 0)
        _ = bench.settle(.edit(.move("y", after: nil, order: .max)), by: "rosa")
        #expect(state.day.items["y"] != nil)
    }

    @Test("an edit of a taken out item is checked like any other")
    func deletedEdit() {
        _ = bench.settle(.edit(.delete("dinner")), by: "rosa")
        let huge = Request.edit(
            .field(
                .item("dinner"), FieldEdit(.minMinutes, .number(1 << 53)), base: 1))
        #expect(bench.submit(huge, by: "maya").refusals.first?.code == "invalid")
        let notes = Request.edit(.field(.item("dinner"), FieldEdit(.notes, .text("x")), base: 1))
        #expect(bench.submit(notes, by: "maya").refusals.first?.code == "invalid")
        // Who may only propose brings nothing back.
        #expect(
            bench.submit(.edit(.field(.item("dinner"), .zone("lawn"), base: 1)), by: "tess")
                .refusals
                .count == 1)
        #expect(state.day.items["dinner"] == nil)
    }

    @Test("a unit holds no alert, whoever sends it")
    func alertInUnit() {
        let part = #"{"kind":"alert.raise","body":{"type":"help_request"}}"#
        let unit = #"{"id":"u","kind":"sync.atomic","body":{"changes":[\#(part)]}}"#
        #expect(throws: ChangeProblem.outOfRange("alert.raise cannot be part of a unit.")) {
            try JSONText.decode(WireSubmit.self, from: Array(unit.utf8))
        }
    }

    @Test("many messages in a unit are many messages")
    func messagesInUnit() {
        let message = MessageDraft(to: [.person("rosa")])
        let unit = Request.unit(Array(repeating: .send(message), count: 21), [])
        #expect(
            bench.submit(unit, by: "tess", text: "hi").refusals == [.rateLimited(perMinute: 20)])
    }

    @Test("who may only propose does not accept their own proposal, though they lead")
    func ownProposal() throws {
        var day = Fixture.day
        day.people.insert(
            Person(id: "lorna", name: "Lorna Venue", role: .venueManager, isLead: true))
        day.items.update("vows") { $0.people.append("lorna") }
        let bench = Bench(day: day)
        _ = bench.settle(
            .edit(.field(.item("vows"), .start(Fixture.noon + .minutes(170)), base: 1)), by: "lorna"
        )
        let wish = try #require(bench.core.current.openProposals.first)
        #expect(
            bench.submit(.edit(.accept(wish.id)), by: "lorna").refusals.first?.code == "forbidden")
    }

    @Test("settling a conflict takes nothing out that was not about that")
    func noDeletionByResolve() throws {
        let start = Fixture.noon + .minutes(300)
        _ = bench.settle(.edit(.field(.item("dinner"), .start(start), base: 1)), by: "rosa")
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(start + .minutes(10)), base: 1)), by: "ben")
        let conflict = try #require(state.conflicts.last)
        let effects = bench.submit(
            .decide(conflict.id, decision(.existence, .nothing)), by: "rosa", text: "x")
        #expect(effects.refusals.first?.code == "invalid")
        #expect(state.day.items["dinner"] != nil)
    }

    @Test("notes of the ceremony need the right for it")
    func ceremonyNotes() {
        let text = TextOperation([.insert(Array("secret".unicodeScalars))])
        let change = Request.edit(.text(.item("vows"), .notes, text, base: 1))
        #expect(bench.submit(change, by: "lorna").refusals.first?.code == "forbidden")
        #expect(bench.submit(change, by: "rosa").refusals.isEmpty)
    }

    @Test("checking what waits for what looks at nothing twice")
    func layers() {
        for layer in 0..<24 {
            for side in ["a", "b"] {
                let before = layer > 0 ? ["a", "b"].map { ItemID("\($0)\(layer - 1)") } : []
                let item = TimelineItem(
                    id: ItemID("\(side)\(layer)"), title: side, kind: .photo,
                    start: Fixture.noon + .minutes(layer),
                    end: Fixture.noon + .minutes(layer + 1), dependsOn: before)
                _ = bench.settle(.edit(.add(item)), by: layer % 2 == 0 ? "rosa" : "ben")
            }
            bench.now = bench.now + .minutes(1)
        }
        let edit = FieldEdit(.dependsOn, .adding("a23"))
        #expect(
            bench.submit(.edit(.field(.item("a0"), edit, base: nil)), by: "rosa").refusals.count
                == 1)
    }

    private func tags(_ value: FieldValue, _ base: Int) -> Request {
        .edit(.field(.item("dinner"), FieldEdit(.tags, value), base: base))
    }

    @Test("an addition that its remover saw goes, whatever was added after it")
    func seenAddition() {
        _ = bench.settle(tags(.adding("x"), 1), by: "ben")
        let seen = state.revision(FieldKey(.item("dinner"), .tags))
        _ = bench.settle(tags(.adding("y"), seen), by: "ben")
        _ = bench.settle(tags(.removing("x"), seen), by: "rosa")
        #expect(state.day.items["dinner"]?.tags == ["y"])
        #expect(state.conflicts.isEmpty)
    }

    @Test("an addition that its remover did not see stays, though they touched the set since")
    func addition() {
        _ = bench.settle(tags(.adding("x"), 1), by: "ben")
        _ = bench.settle(tags(.adding("y"), 1), by: "rosa")
        _ = bench.settle(tags(.removing("x"), 1), by: "rosa")
        #expect(state.day.items["dinner"]?.tags == ["x", "y"])
        #expect(state.conflicts.last?.winner.by == .person("ben"))
    }

    @Test("a borrower sees the run of show, never money or contacts")
    func borrower() throws {
        let grant = Loan(to: "tess", minutes: 30)
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        _ = bench.settle(.lend(grant), by: "rosa", text: "storm")
        func told(_ change: Request) -> Bool {
            bench.settle(change, by: "rosa").audiences.contains { $0.people.contains("tess") }
        }
        #expect(told(.edit(.field(.item("vows"), FieldEdit(.title, .text("VOWS")), base: nil))))
        #expect(
            !told(
                .edit(.field(.guest("g1"), FieldEdit(.phone, .text("123")), base: nil))))
        #expect(!told(.edit(.field(.person("ben"), FieldEdit(.email, .text("b@x")), base: nil))))
    }
}
