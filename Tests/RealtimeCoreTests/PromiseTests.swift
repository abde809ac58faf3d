import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Promises")
struct PromiseTests {
    @Test(
        "eleven emergencies in a minute are ten alarms, and the eleventh is told with one of them")
    func emergencyBucket() {
        let bench = Bench()
        let zones: [ZoneID?] = ["barn", "lawn", nil]
        var raised: [Alert] = []
        for (kind, zone) in AlertKind.emergencyTypes.filter({ $0.defaultPriority == .emergency })
            .flatMap({ kind in zones.map { (kind, $0) } }).prefix(11)
        {
            var alert = Fixture.alert(kind, [])
            alert.zone = zone
            let effects = bench.settle(.raise(alert), by: "rosa")
            #expect(effects.refusals.isEmpty)
            raised += effects.raised
        }
        #expect(raised.count == 10)
        #expect(
            bench.submit(.raise(Fixture.alert(.medical, [])), by: "uncle").refusals.count
                == 1)
        #expect(
            bench.submit(.raise(Fixture.alert(.medical, [])), by: "ben").refusals.isEmpty)
    }

    /// What touches the ceremony, and who may do it: an hour and a minute before, from an hour
    /// before, and while it is on.
    @Test("the ceremony's locks hold every kind of change, its notes too")
    func ceremonyLocks() throws {
        let note = TextOperation([.insert(["x"])])
        let changes: [Request] = [
            .edit(.field(.item("vows"), .zone("barn"), base: nil)),
            .edit(.text(.item("vows"), .notes, note, base: 1)),
            .timeline(.shift(["vows"], minutes: 1)), .edit(.move("vows", after: nil, order: 0)),
            .unit([.edit(.field(.item("vows"), .zone("barn"), base: nil))], []),
            .unit([.edit(.text(.item("vows"), .notes, note, base: 1))], []),
        ]
        let late: Set<PersonID> = ["maya", "rosa", "ben"]
        for change in changes {
            for person in ["maya", "rosa", "ben", "lorna"] as [PersonID] {
                for (minutes, isLocked) in [(61, false), (60, true), (59, true)] {
                    let bench = Bench()
                    bench.now = Fixture.noon + .hours(3) - .minutes(minutes)
                    let codes = bench.submit(change, by: person).refusals.map(\.code)
                    let expected = isLocked && !late.contains(person) ? ["ceremony_locked"] : []
                    let got = codes.filter { $0 == "ceremony_locked" }
                    #expect(got == expected, "\(change.kind) by \(person) at T-\(minutes)")
                }
                let bench = Bench()
                bench.now = Fixture.noon + .hours(3)
                _ = bench.settle(.timeline(.start("vows")), by: "rosa")
                let codes = bench.submit(change, by: person).refusals.map(\.code)
                let isRefused = codes.contains("ceremony_locked")
                #expect(isRefused == !["rosa", "ben"].contains(person), "\(change.kind), running")
            }
        }
    }

    @Test("being told follows the table, being allowed to look something up the rights")
    func toldAndReadable() {
        let bench = Bench()
        for person in Fixture.people { bench.connect(person.id) }
        let effects = bench.settle(.task(.pay("p1", .failed)), by: "maya") + bench.pass(.seconds(1))
        #expect(Set(effects.letters.map(\.0)) == ["tess"])
        #expect(effects.audiences.map(\.roles) == [[.couple, .coordinator]])
        for person in Fixture.people {
            let reader = bench.core.subscriber(.person(person.id))!
            let sees = bench.core.view(for: reader).day.payments.map(\.status) == [.failed]
            #expect(sees == ["maya", "rosa", "ben", "tess"].contains(person.id), "\(person.id)")
        }
    }

    @Test("emergency contacts are called one after the other, a minute apart, until one answers")
    func contactsInOrder() {
        var day = Fixture.day
        day.emergencyContacts = (["lucia", "uncle", "andre"] as [PersonID]).enumerated().map {
            .init(order: $0, label: "", person: $1, name: "", phone: "")
        }
        let bench = Bench(day: day)
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [])), by: "rosa")
        func called(_ effects: [Effect]) -> [[PersonID]] {
            effects.appended.joined().compactMap { event in
                guard case .alert(.escalate(_, let step)) = event.change,
                    step.target == .emergencyContacts
                else { return nil }
                return step.people
            }
        }
        #expect(called(bench.pass(.minutes(10))) == [["lucia"]])
        #expect(called(bench.pass(.minutes(1))) == [["uncle"]])
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "uncle")
        #expect(called(bench.pass(.minutes(5))) == [])
    }

    @Test("the ceremony's new time says in the same unit what waits for it and overlaps it")
    func referenceConflict() {
        let bench = Bench()
        let later = Fixture.noon + .hours(5)
        let effects = bench.settle(
            .edit(.field(.item("vows"), .start(later), base: nil)), by: "maya")
        let kinds = effects.appended.map { $0.map(\.change.kind) }
        #expect(kinds == [["sync.edit", "message.send", "message.send", "timeline.ripple"]])
        #expect(bench.core.current.proposal?.moves.map(\.item) == ["dinner"])
        #expect(bench.core.current.day.items["dinner"]?.start == Fixture.noon + .hours(5))
    }

    @Test("a loose cable at nine percent is one alarm, and a phone that stays low is told")
    func looseCable() {
        let bench = Bench()
        _ = bench.settle(.presence(.checkIn("maya", zone: "barn")), by: "maya")
        var raised: [Alert] = []
        for second in 0..<120 {
            raised +=
                bench.settle(
                    .presence(.battery("maya", percent: 9, isCharging: second % 2 == 1)), by: "maya"
                ).raised
            raised += bench.pass(.seconds(1)).raised
        }
        #expect(raised.filter { $0.kind == .batteryLow }.count == 1)
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "rosa")
        _ = bench.settle(.presence(.battery("maya", percent: 9, isCharging: false)), by: "maya")
        let later = bench.pass(.seconds(40)).raised + bench.pass(.minutes(3)).raised
        let open = bench.core.current.alerts.filter { $0.kind == .batteryLow && $0.isOpen }
        #expect(later.map(\.kind) == [.batteryLow])
        #expect(open.map(\.id) == later.map(\.id))
    }

    @Test("somebody who steps in and out of a full room is one alarm")
    func doorway() {
        var day = Fixture.day
        day.zones.update("barn") { $0.capacity = 5 }
        let bench = Bench(day: day)
        func walk(_ zone: ZoneID, _ people: PersonID...) -> [Alert] {
            people.flatMap { bench.settle(.presence(.move($0, zone: zone)), by: "rosa").raised }
        }
        var raised = walk("barn", "maya", "rosa", "iris", "tess", "evelyn")
        for _ in 0..<10 { raised += walk("lawn", "iris") + walk("barn", "iris") }
        #expect(raised.map(\.kind) == [.overcrowded])
        _ = walk("lawn", "iris", "tess")
        #expect(bench.core.current.alerts.map(\.state) == [.returned])
        #expect(walk("barn", "iris", "tess").map(\.kind) == [.overcrowded])
    }

    @Test("a clock that was set is told to those who run the day, and audited")
    func clockSet() {
        let bench = Bench()
        let effects =
            bench.core.handle(.stepped(.hours(-1)), at: bench.now) + bench.commit()
        let told = effects.appended.joined().filter { $0.change.kind == "message.send" }
        #expect(told.count == 1 && told[0].text.contains("set back by"))
        let rows = effects.compactMap { effect in
            if case .send(.audit(let row), _) = effect { row.kind } else { nil }
        }
        #expect(rows == [.clockStepped])
    }
}

@Suite("Refusals tell nothing")
struct RefusalTests {
    /// The same wish about something hidden and about nothing at all.
    static let pairs: [@Sendable (String) -> Request] = [
        { .edit(.field(.item(ItemID($0)), FieldEdit(.title, .text("x")), base: nil)) },
        { .timeline(.start(ItemID($0))) }, { .timeline(.shift([ItemID($0)], minutes: 5)) },
        { .edit(.text(.item(ItemID($0)), .notes, TextOperation([.insert(["x"])]), base: 1)) },
        { .edit(.delete(ItemID($0))) }, { .task(.finish(DutyID($0))) },
        { .edit(.field(.task(DutyID($0)), FieldEdit(.title, .text("x")), base: nil)) },
        { .task(.pay(PaymentID($0), .paid)) },
        { .edit(.field(.payment(PaymentID($0)), FieldEdit(.amount, .number(5)), base: nil)) },
        { .task(.custodyCheck(CustodyID($0))) },
        { .task(.custody(CustodyID($0), .person("uncle"))) },
        { .guest(.rsvp(GuestID($0), .declined)) }, { .guest(.arrive([GuestID($0)], zone: nil)) },
        { .edit(.field(.guest(GuestID($0)), FieldEdit(.phone, .text("1")), base: nil)) },
        { .alert(.acknowledge(AlertID($0), zone: nil)) }, { .alert(.update(AlertID($0))) },
        { .message(.confirm(MessageID($0))) }, { .access(.end(AccessGrant.ID($0))) },
        { .edit(.accept(Proposal.ID($0))) },
        {
            .unit(
                [.message(.note(subject: "x"))],
                [Precondition(FieldKey(.item(ItemID($0)), .title), revision: 7)])
        },
    ]

    private var bench: Bench {
        var day = Fixture.day
        day.items.insert(
            TimelineItem(
                id: "secret", title: "Surprise", kind: .reception,
                start: Fixture.noon + .hours(6), end: Fixture.noon + .hours(7), owner: "rosa",
                visibility: .crew))
        let bench = Bench(day: day)
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        let message = MessageDraft(to: [.person("ben")])
        _ = bench.settle(.send(message), by: "rosa", text: "between us")
        _ = bench.settle(
            .edit(.field(.item("dinner"), .start(Fixture.noon), base: 1)), by: "tess",
            text: "earlier")
        return bench
    }

    @Test("what a guest may not see is not there, to the letter", arguments: pairs.indices)
    func hidden(index: Int) {
        let make = Self.pairs[index]
        for id in ["secret", "vows", "k1", "p1", "rings", "g1", "a-01", "m-2", "w-3"] {
            let bench = bench
            let mine = bench.submit(make(id), by: "uncle").refusals.map { "\($0)" }
            let none = bench.submit(make("nothing"), by: "uncle").refusals.map { "\($0)" }
            // Only what they see of the day may be answered otherwise.
            guard id != "vows" else { continue }
            #expect(
                mine == none.map { $0.replacing("nothing", with: id) }, "\(make(id).kind) \(id)")
        }
    }

    @Test("why the day moves, and what the crew does, is told to those who move it")
    func shifts() throws {
        let bench = bench
        let effects = bench.settle(
            .timeline(.shift(["dinner", "secret"], minutes: 5)), by: "rosa", text: "the bride cries"
        )
        let event = try #require(effects.appended.joined().first)
        for (principal, items, hasWords) in [
            (Principal.person("uncle"), ["dinner"], false), (.person("andre"), ["dinner"], false),
            (.person("ben"), ["dinner", "secret"], true), (.station, ["dinner"], false),
            (.screen, ["dinner"], false),
        ] as [(Principal, [ItemID], Bool)] {
            let reader = try #require(bench.core.subscriber(principal))
            let seen = bench.core.redacted(event, for: reader)
            guard case .timeline(.shift(let ids, _)) = seen.change else {
                Issue.record("\(seen.change)")
                continue
            }
            #expect(ids == items && seen.text.isEmpty == !hasWords, "\(principal)")
        }
    }

    @Test("a station's day has no notes, no cues and no decisions")
    func station() throws {
        var day = Fixture.day
        day.items.update("dinner") {
            ($0.cue, $0.notes, $0.decision, $0.tags) = ("hit it", "watch uncle", "rain", ["x"])
        }
        let core = RealtimeCore(day: day)
        let view = core.view(for: try #require(core.subscriber(.station)))
        let dinner = try #require(view.day.items["dinner"])
        #expect(dinner.owner == "tess")
        #expect(dinner.cue == nil && dinner.notes == nil && dinner.decision == nil)
        #expect(dinner.tags.isEmpty)
    }
}
