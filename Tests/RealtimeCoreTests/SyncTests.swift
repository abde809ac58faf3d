import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Data sync")
struct SyncTests {
    let bench = Bench()

    private var state: DayState { bench.core.current }
    private var last: Conflict? { state.conflicts.last }

    @Test("every field of every entity has its row in the strategy table, once")
    func table() {
        let rows = FieldRule.all.map { "\($0.entity).\($0.field)" }
        #expect(Set(rows).count == rows.count)
        #expect(
            Set(FieldRule.all.map(\.strategy.family)) == [
                .roleHierarchy, .lastWrite, .fieldSpecific, .manual, .text,
            ])
        #expect(Set(FieldRule.all.map(\.entity)) == Set(Entity.Kind.allCases))
    }

    @Test("changes of different fields both stay, whatever they saw")
    func differentFields() {
        _ = bench.settle(.edit(.field(.item("dinner"), .zone("lawn"), base: 1)), by: "ben")
        _ = bench.settle(
            .edit(.field(.item("dinner"), FieldEdit(.title, .text("Supper")), base: 1)), by: "rosa")
        #expect(state.day.items["dinner"]?.zone == "lawn")
        #expect(state.day.items["dinner"]?.title == "Supper")
        #expect(state.conflicts.isEmpty)
    }

    @Test(
        "two additions to a set both stay, and an addition survives a removal that did not see it")
    func addWins() {
        let people = { (value: FieldValue) in
            Request.edit(.field(.item("dinner"), FieldEdit(.people, value), base: 1))
        }
        _ = bench.settle(people(.adding("iris")), by: "ben")
        _ = bench.settle(people(.adding("evelyn")), by: "rosa")
        #expect(state.day.items["dinner"]?.people == ["iris", "evelyn"])
        _ = bench.settle(people(.removing("iris")), by: "maya")
        #expect(state.day.items["dinner"]?.people == ["iris", "evelyn"])
        #expect(last?.rule == .addWins)
        #expect(last?.loser.by == .person("maya"))
    }

    @Test("of two delays the larger stands, not their sum")
    func larger() {
        let delay = {
            Request.edit(.field(.item("dinner"), FieldEdit(.delayMinutes, .number($0)), base: 1))
        }
        _ = bench.settle(delay(10), by: "maya")
        _ = bench.settle(delay(5), by: "rosa")
        #expect(state.day.items["dinner"]?.delayMinutes == 10)
        _ = bench.settle(delay(15), by: "ben")
        #expect(state.day.items["dinner"]?.delayMinutes == 15)
    }

    @Test("money that two changed apart waits for a person, and stays as it was first changed")
    func money() throws {
        let amount = {
            Request.edit(.field(.payment("p1"), FieldEdit(.amount, .number($0)), base: 1))
        }
        _ = bench.settle(amount(600), by: "maya")
        _ = bench.settle(amount(700), by: "rosa")
        #expect(state.day.payments["p1"]?.amountMinor == 600)
        let conflict = try #require(state.openConflicts.first)
        #expect(conflict.rule == .manual)
        #expect(conflict.before == .number(500))
        let refused = bench.submit(
            .decide(conflict.id, decision(.amount, .number(700))), by: "tess")
        #expect(refused.refusals.first?.code == "not_found")
        _ = bench.settle(
            .decide(conflict.id, decision(.amount, .number(700))), by: "rosa",
            text: "the invoice says so")
        #expect(state.day.payments["p1"]?.amountMinor == 700)
        #expect(state.openConflicts.isEmpty)
        #expect(state.conflicts.last?.decision?.by == .person("rosa"))
    }

    private func decision(_ field: Field, _ value: FieldValue) -> FieldEdit {
        FieldEdit(field, value)
    }

    @Test("equals at the ceremony's time wait for a person")
    func ceremonyEquals() {
        let start = Fixture.noon + .minutes(200)
        _ = bench.settle(.edit(.field(.item("vows"), .start(start), base: 1)), by: "rosa")
        _ = bench.settle(
            .edit(.field(.item("vows"), .start(start + .minutes(5)), base: 1)), by: "ben")
        #expect(state.openConflicts.map(\.winner.by) == [.person("rosa")])
        #expect(state.day.items["vows"]?.start == start)
    }

    @Test("of two answers the later on the hybrid clock stands, in whatever order they come")
    func lastWrite() {
        let early = Submission(
            id: "early", change: .guest(.rsvp("g2", .declined)), saidAt: bench.now - .minutes(20))
        _ = bench.settle(.guest(.rsvp("g2", .arrived)), by: "rosa")
        bench.connect("maya")
        _ = bench.core.handle(
            .received(ConnectionID(2), .submit(early)), at: bench.now)
        #expect(state.day.guests["g2"]?.rsvp == .arrived)
        #expect(last?.rule == .later)
        #expect(last?.loser.by == .person("maya"))
    }

    @Test("a clock that runs ahead does not win for ever")
    func fastClock() {
        bench.connect("rosa")
        let ahead = Submission(
            id: "ahead", change: .guest(.rsvp("g2", .declined)), saidAt: bench.now + .hours(9))
        _ = bench.core.handle(.received(ConnectionID(1), .submit(ahead)), at: bench.now)
        bench.now = bench.now + .seconds(1)
        _ = bench.settle(.guest(.rsvp("g2", .arrived)), by: "ben")
        #expect(state.day.guests["g2"]?.rsvp == .arrived)
    }

    @Test("the same person's later edit is no conflict with their own")
    func ownEdits() {
        let start = Fixture.noon + .minutes(300)
        for minute in 1...3 {
            _ = bench.settle(
                .edit(.field(.item("dinner"), .start(start + .minutes(minute)), base: 1)), by: "ben"
            )
        }
        #expect(state.conflicts.isEmpty)
        #expect(state.day.items["dinner"]?.start == start + .minutes(3))
    }

    @Test("pending proposal, is accepted by who may, and then stands with its notices")
    func accepted() throws {
        let start = Fixture.noon + .minutes(190)
        _ = bench.settle(.edit(.field(.item("vows"), .start(start), base: 1)), by: "evelyn")
        let wish = try #require(state.openProposals.first)
        #expect(bench.submit(.edit(.accept(wish.id)), by: "tess").refusals.count == 1)
        let effects = bench.submit(.edit(.accept(wish.id)), by: "rosa")
        #expect(
            effects.appended.map { $0.map(\.change.kind) } == [
                ["proposal.accept", "sync.edit", "message.send", "message.send"]
            ])
        #expect(state.day.items["vows"]?.start == start)
        #expect(state.proposals.first?.answer?.isAccepted == true)
    }

    @Test("its author may take a proposal back, and nobody else of their rank")
    func declined() throws {
        _ = bench.settle(.edit(.field(.item("dinner"), .zone("lawn"), base: 1)), by: "tess")
        let wish = try #require(state.openProposals.first)
        #expect(bench.submit(.edit(.decline(wish.id)), by: "iris").refusals.count == 1)
        _ = bench.settle(.edit(.decline(wish.id)), by: "tess")
        #expect(state.openProposals.isEmpty)
        #expect(state.day.items["dinner"]?.zone == nil)
    }

    @Test("a proposal that waits loses at once to somebody with more to say, with both values")
    func proposalOvertaken() throws {
        let (couple, vendor) = (Fixture.noon + .minutes(210), Fixture.noon + .minutes(165))
        _ = bench.settle(.edit(.field(.item("vows"), .start(vendor), base: 1)), by: "evelyn")
        let effects = bench.submit(
            .edit(.field(.item("vows"), .start(couple), base: 1)), by: "maya")
        #expect(
            effects.appended.map { $0.map(\.change.kind) } == [
                ["sync.edit", "message.send", "message.send", "sync.resolve"]
            ])
        #expect(state.openProposals.isEmpty)
        #expect(last?.winner.value == .start(couple))
        #expect(last?.loser.value == .start(vendor))
        #expect(last?.loser.by == .person("evelyn"))
    }

    @Test("what a rule settled is reopened only with a reason")
    func reopened() throws {
        let start = Fixture.noon + .minutes(300)
        _ = bench.settle(.edit(.field(.item("dinner"), .start(start), base: 1)), by: "rosa")
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(start + .minutes(10)), base: 1)), by: "ben")
        let conflict = try #require(last)
        let other = Request.decide(
            conflict.id, decision(.start, .moment(start + .minutes(10))))
        #expect(bench.submit(other, by: "rosa").refusals.first?.code == "invalid")
        _ = bench.settle(other, by: "rosa", text: "Ben is right")
        #expect(state.day.items["dinner"]?.start == start + .minutes(10))
        #expect(last?.decision?.text == "Ben is right")
    }

    @Test("an item is taken out unless somebody as strong worked on it meanwhile")
    func deleteAgainstEdit() {
        let edit = Request.edit(.field(.item("dinner"), .zone("lawn"), base: 1))
        _ = bench.settle(edit, by: "maya")
        bench.connect("rosa")
        let stale = Submission(
            id: "stale", change: .edit(.delete("dinner")), saidAt: bench.now - .minutes(5))
        _ = bench.core.handle(.received(ConnectionID(2), .submit(stale)), at: bench.now)
        #expect(state.day.items["dinner"] != nil)
        #expect(last?.rule == .editOverDelete)
        bench.now = bench.now + .minutes(1)
        _ = bench.settle(.edit(.delete("dinner")), by: "rosa")
        #expect(state.day.items["dinner"] == nil)
        // The couple did not know that it was gone.
        _ = bench.settle(.edit(.field(.item("dinner"), .zone("barn"), base: 2)), by: "maya")
        #expect(state.day.items["dinner"]?.zone == "barn")
        #expect(last?.rule == .editOverDelete)
    }

    @Test("an edit of a taken out item by somebody weaker waits for a person")
    func weakEditAfterDelete() throws {
        _ = bench.settle(.edit(.delete("dinner")), by: "maya")
        _ = bench.settle(.edit(.field(.item("dinner"), .zone("barn"), base: 1)), by: "rosa")
        #expect(state.day.items["dinner"] == nil)
        let conflict = try #require(state.openConflicts.first)
        _ = bench.settle(
            .decide(conflict.id, decision(.zone, .text("barn"))), by: "maya")
        #expect(state.day.items["dinner"]?.zone == "barn")
    }

    @Test("a unit is written whole, or not at all")
    func atomic() {
        let good: [Request] = [
            .edit(.field(.item("dinner"), .zone("lawn"), base: nil)), .task(.finish("k1")),
        ]
        let effects = bench.submit(.unit(good, []), by: "rosa", id: "unit")
        #expect(
            effects.appended.map { $0.map(\.change.kind) } == [["sync.edit", "task.done"]])
        #expect(effects.appended[0].map(\.id) == ["unit", "core-2"])
        let bad: [Request] = [
            .edit(.field(.item("dinner"), .zone("barn"), base: nil)), .guest(.seat("g2", "t1")),
        ]
        #expect(bench.submit(.unit(bad, []), by: "rosa").refusals.first?.code == "table_full")
        #expect(state.day.items["dinner"]?.zone == "lawn")
    }

    @Test("a unit whose ground has moved is refused whole")
    func staleUnit() {
        let key = FieldKey(.item("dinner"), .zone)
        _ = bench.settle(.edit(.field(.item("dinner"), .zone("lawn"), base: 1)), by: "ben")
        let unit = Request.unit(
            [.edit(.field(.item("dinner"), .zone("barn"), base: 1))],
            [Precondition(key, revision: 1)])
        #expect(bench.submit(unit, by: "rosa").refusals.first?.code == "stale")
        #expect(state.day.items["dinner"]?.zone == "lawn")
    }

    @Test("a unit may swap what would not fit one by one only if each step fits")
    func orderInUnit() {
        let steps: [Request] = [.guest(.rsvp("g1", .declined)), .guest(.seat("g2", "t1"))]
        #expect(bench.submit(.unit(steps, []), by: "rosa").refusals.isEmpty)
        #expect(state.day.guests["g2"]?.table == "t1")
    }

    @Test("new times and their notice are one unit, and make the next version once")
    func newVersion() {
        let start = Fixture.noon + .minutes(310)
        let notice = MessageDraft(
            to: [.person("tess"), .person("iris")], priority: .critical, version: 2)
        let unit = Request.unit(
            [
                .edit(.field(.item("dinner"), .start(start), base: 1)),
                .timeline(.publish(version: 2)), .send(notice),
            ],
            [])
        let effects = bench.submit(unit, by: "rosa", text: "NEW TIMES v2")
        #expect(
            effects.appended.map { $0.map(\.change.kind) } == [
                ["sync.edit", "timeline.publish", "message.send"]
            ])
        #expect(state.day.version == 2)
        #expect(state.messages.last?.version == 2)
        #expect(state.messages.last?.recipients == ["iris", "tess"])
        _ = bench.settle(.message(.confirm(state.messages.last!.id)), by: "tess")
        #expect(state.messages.last?.confirmed == ["tess"])
        // Nobody jumps ahead, and who may not edit the run of show announces none.
        #expect(
            bench.submit(.timeline(.publish(version: 9)), by: "rosa").refusals.first?.code
                == "stale")
        #expect(
            bench.submit(.timeline(.publish(version: 3)), by: "tess").refusals.first?.code
                == "forbidden")
        #expect(state.day.version == 2)
    }

    @Test("what somebody may only propose is no part of a unit")
    func noProposalInUnit() {
        let unit = Request.unit([.edit(.field(.item("dinner"), .zone("barn"), base: nil))], [])
        #expect(bench.submit(unit, by: "tess").refusals.first?.code == "forbidden")
    }

    @Test("texts written at the same time hold what both wrote")
    func text() {
        func write(_ place: Int, _ words: String, _ person: PersonID, base: Int) {
            let operation = TextOperation([
                .keep(place), .insert(Array(words.unicodeScalars)),
            ])
            _ = bench.settle(.edit(.text(.wedding, .brief, operation, base: base)), by: person)
        }
        write(0, "rain plan", "rosa", base: 1)
        write(9, " at two", "ben", base: 2)
        write(4, "storm ", "lorna", base: 2)
        #expect(state.day.brief == "rainstorm  plan at two")
        #expect(state.revision(FieldKey(.wedding, .brief)) == 4)
    }

    @Test("a text operation that does not fit is refused, and the text stays")
    func badText() {
        let past = TextOperation([.keep(5), .insert(["x"])])
        #expect(
            bench.submit(.edit(.text(.wedding, .brief, past, base: 1)), by: "rosa").refusals.first?
                .code
                == "invalid")
        let control = TextOperation([.insert(["\u{1B}"])])
        #expect(
            bench.submit(.edit(.text(.wedding, .brief, control, base: 1)), by: "rosa").refusals
                .count == 1)
        let future = TextOperation([.insert(["x"])])
        #expect(
            bench.submit(.edit(.text(.wedding, .brief, future, base: 9)), by: "rosa").refusals
                .first?.code
                == "stale")
        #expect(state.day.brief == "")
        #expect(
            bench.submit(
                .edit(.text(.wedding, .brief, future, base: 1)), by: "tess"
            ).refusals.count == 1)
    }

    @Test(
        "a value that does not fit its field is refused in words",
        arguments: [
            FieldEdit(.start, .text("noon")), FieldEdit(.minMinutes, .number(-1)),
            FieldEdit(.zone, .text("moon")), FieldEdit(.owner, .text("nobody")),
            FieldEdit(.anchor, .text("loose")), FieldEdit(.title, .text(" ")),
            FieldEdit(.status, .text("done")), FieldEdit(.notes, .text("x")),
            FieldEdit(.people, .adding("nobody")), FieldEdit(.dependsOn, .adding("dinner")),
            FieldEdit(.amount, .number(3)), FieldEdit(.title, .nothing),
        ])
    func badValue(edit: FieldEdit) {
        let effects = bench.submit(.edit(.field(.item("dinner"), edit, base: nil)), by: "rosa")
        #expect(effects.refusals.count == 1)
        #expect(effects.appended.isEmpty)
    }

    @Test("items that wait for each other are refused")
    func cycle() {
        let edit = FieldEdit(.dependsOn, .adding("dinner"))
        #expect(
            bench.submit(.edit(.field(.item("vows"), edit, base: nil)), by: "rosa").refusals.first?
                .code
                == "invalid")
    }

    @Test("moves of items to places among their like are merged")
    func moves() {
        for (id, title) in [("a", "A"), ("b", "B"), ("c", "C")] {
            let item = TimelineItem(
                id: ItemID(id), title: title, kind: .photo, start: Fixture.noon,
                end: Fixture.noon + .minutes(10))
            _ = bench.settle(.edit(.add(item)), by: "rosa")
        }
        func order() -> [ItemID] { state.day.runOfShow.map(\.id).filter { $0.rawValue.count == 1 } }
        _ = bench.settle(.edit(.move("c", after: nil, order: 0)), by: "rosa")
        _ = bench.settle(.edit(.move("a", after: "b", order: 0)), by: "ben")
        #expect(order() == ["c", "b", "a"])
    }

    @Test("nobody is added to a table that is full, or that is not there")
    func addedToTable() {
        func add(_ id: String, _ table: TableID?, person: PersonID? = nil) -> [ProtocolError] {
            var guest = Guest(
                id: GuestID(id), firstName: "Cy", lastName: "New", rsvp: .attending, table: table)
            guest.person = person
            return bench.settle(.guest(.add(guest)), by: "maya").refusals
        }
        #expect(add("g-3", "t1").first?.code == "table_full")
        #expect(add("g-4", "nowhere").first?.code == "not_found")
        #expect(add("g-5", nil, person: "nobody").first?.code == "not_found")
        #expect(add("g-6", nil).isEmpty)
        #expect(state.day.guests.map(\.id) == ["g1", "g2", "g-6"])
    }
}
