import RealtimeCore
import RealtimeProtocol
import Testing
import Wedding

@Suite("Ids and authors")
struct AuthorTests {
    private let fire = Change.alert(.raise(Fixture.alert(.fireEvacuation, [.all])))

    private func offsets(_ effects: [Effect], of id: String) -> [Int] {
        effects.compactMap { effect in
            if case .send(.accepted(id, let offset), _) = effect { offset } else { nil }
        }
    }

    @Test("an id that somebody else used first is still one's own")
    func ownIDs() {
        let bench = Bench()
        let first = bench.submit(
            .presence(.checkIn("uncle", zone: "barn")), by: "uncle", id: "next")
        #expect(first.appended.count == 1)
        _ = bench.commit()
        let alarm = bench.submit(fire, by: "rosa", id: "next")
        #expect(alarm.raised.map(\.kind) == [.fireEvacuation])
        #expect(offsets(bench.commit(), of: "next") == [2])
    }

    @Test("a repeat is answered once more, and never to anybody else")
    func repeats() {
        let bench = Bench()
        _ = bench.settle(.presence(.checkIn("tess", zone: "barn")), by: "tess")
        _ = bench.submit(.message(.note(subject: "ice")), by: "tess", id: "n")
        _ = bench.commit()
        let again = bench.submit(.message(.note(subject: "ice")), by: "tess", id: "n")
        #expect(again.appended.isEmpty && offsets(again, of: "n") == [2])
        let other = bench.submit(.message(.note(subject: "ice")), by: "iris", id: "n")
        #expect(other.appended.count == 1)
    }

    @Test("an id used for something else is refused, but never an alarm's")
    func otherContent() {
        let bench = Bench()
        _ = bench.settle(.message(.note(subject: "ice")), by: "rosa")
        _ = bench.submit(.message(.note(subject: "ice")), by: "rosa", id: "n")
        #expect(
            bench.submit(.message(.note(subject: "fire")), by: "rosa", id: "n").refusals.first?.code
                == "taken")
        let alarm = bench.submit(fire, by: "rosa", id: "n")
        #expect(alarm.raised.count == 1)
        _ = bench.commit()
        let again = bench.submit(fire, by: "rosa", id: "n")
        #expect(again.appended.isEmpty && offsets(again, of: "n") == [3])
    }

    @Test("got it, said by id, is about one's own letters alone")
    func confirming() {
        let bench = Bench()
        bench.connect("iris")
        bench.connect("tess")
        _ = bench.submit(fire, by: "rosa", id: "alarm")
        _ = bench.commit()
        _ = bench.submit(.message(.note(subject: "x")), by: "andre", id: "alarm")
        _ = bench.commit()
        let waiting = bench.core.stats.lettersWaiting
        _ = bench.receive(.confirmed("alarm"), from: "iris")
        #expect(bench.core.stats.lettersWaiting == waiting - 1)
    }
}

@Suite("What a wish may hold")
struct RequestDoorTests {
    @Test("what only the core may say is no part of a request")
    func coreOnly() {
        let bench = Bench()
        var alert = Fixture.alert(.helpRequest, [.all])
        (alert.owner, alert.state, alert.called) = ("maya", .resolved, ["maya"])
        (alert.doFirst, alert.then, alert.suppressedBy) = ("run", "hide", "r-late")
        alert.stepsTaken = ["": 3]
        let raised = bench.settle(.alert(.raise(alert)), by: "uncle", text: "help").raised
        #expect(raised.map(\.audience) == [[.coordinator]])
        #expect(raised.first?.owner == nil && raised.first?.state == .raised)
        #expect(raised.first?.stepsTaken.isEmpty == true && raised.first?.called.isEmpty == true)
        #expect(raised.first?.suppressedBy == nil && raised.first?.doFirst == "Go and see")
        for change in [
            Change.edit(
                .settle(
                    Conflict(
                        entity: .item("vows"), field: .start,
                        winner: Conflict.Side(
                            by: .person("uncle"), value: .start(.zero), at: .zero),
                        loser: Conflict.Side(by: .person("rosa"), value: .start(.zero), at: .zero),
                        rule: .rank, settledAt: .zero))),
            .alert(.causeGone("a-01")),
        ] {
            #expect(bench.submit(change, by: "rosa").refusals.first?.code == "forbidden")
        }
    }

    @Test("a text of few characters and many scalars is cut, and stands once in a unit")
    func longTexts() {
        let flood = String(repeating: "👩‍👩‍👧‍👦🏽\u{FE0F}", count: 400)
        let bench = Bench()
        let change = Change.atomic(
            (0..<50).map { _ in .timeline(.shift(["dinner"], minutes: 1)) } + [
                .message(.note(subject: flood))
            ], [])
        let events = bench.settle(change, by: "rosa", text: flood).appended.joined()
        #expect(events.count == 51)
        #expect(events.allSatisfy { $0.text.unicodeScalars.count <= 500 })
        #expect(events.allSatisfy { $0.text.utf8.count <= 2_000 })
        #expect(events.count { !$0.text.isEmpty } == 1)
        guard case .message(.note(let subject))? = Array(events).last?.change else {
            Issue.record("no note")
            return
        }
        #expect(subject.unicodeScalars.count <= 120)
    }

    @Test("nothing that steers a terminal stays in any field of any kind")
    func escapes() {
        let bad = "a\u{1B}[31mb\u{7}\u{202E}c"
        let bench = Bench()
        var alert = Fixture.alert(.medical, [])
        alert = Alert(
            id: "", kind: .medical, rule: bad, about: bad, priority: .emergency, text: bad,
            raisedAt: .zero, raisedBy: .system)
        let item = TimelineItem(
            id: "new", title: bad, kind: .reception, start: Fixture.noon,
            end: Fixture.noon + .hours(1), owner: "rosa")
        let changes: [Change] = [
            .alert(.raise(alert)), .message(.note(subject: bad)), .timeline(.decide("dinner", bad)),
            .edit(.add(item)),
            .task(.add(Duty(id: "k9", title: bad))),
            .guest(.add(Guest(id: "g9", firstName: bad, lastName: bad, party: bad, notes: bad))),
            .edit(.field(.item("dinner"), FieldEdit(.title, .text(bad)), base: nil)),
            .edit(.field(.item("dinner"), FieldEdit(.tags, .adding(bad)), base: nil)),
            .day(
                .weather(
                    WeatherNotice(
                        id: bad, kind: .alert, headline: bad, severity: bad, urgency: bad,
                        certainty: bad))),
            .message(
                .send(
                    Message(
                        id: "", from: .system, to: [.vendors], text: bad, priority: .normal,
                        sentAt: .zero))),
        ]
        for change in changes {
            let effects = bench.settle(change, by: "rosa", text: bad)
            #expect(effects.refusals.isEmpty, "\(change.kind): \(effects.refusals)")
            #expect(!effects.appended.isEmpty)
            for event in effects.appended.joined() {
                let words = "\(event.change) \(event.text)"
                #expect(words == words.sanitised, "\(change.kind)")
            }
        }
    }

    @Test("nobody speaks for Callboard, from the future, or louder than one step")
    func smallLies() {
        let bench = Bench()
        bench.connect("rosa")
        func say(_ change: Change, actor: Actor? = nil, via: Medium = .console, at: Timestamp)
            -> [Effect]
        {
            bench.receive(
                .submit(
                    Submission(
                        id: "\(change.kind)\(at.milliseconds)\(via)", change: change, actor: actor,
                        via: via, saidAt: at, text: "x")), from: "rosa")
        }
        let note = Change.message(.note(subject: "x"))
        #expect(say(note, via: .system, at: bench.now).refusals.count == 1)
        #expect(say(note, actor: .system, at: bench.now).refusals.count == 1)
        #expect(say(note, actor: .person("nobody"), at: bench.now).refusals.count == 1)
        let far = Timestamp(milliseconds: 253_402_300_799_999)
        #expect(say(note, at: far).appended.joined().map(\.saidAt) == [bench.now])
        #expect(
            say(note, at: .zero).appended.joined().map(\.saidAt) == [bench.now - .hours(48)])
        _ = bench.settle(.alert(.raise(Fixture.alert(.powerOutage, []))), by: "rosa")
        let huge = Escalation(step: 1_000_000, target: .repeatAndSound, zones: [], people: ["maya"])
        let events = say(.alert(.escalate("a-01", huge)), at: bench.now).appended.joined()
        guard case .alert(.escalate(_, let taken))? = events.first?.change else {
            Issue.record("not escalated")
            return
        }
        #expect(taken.step == 1 && taken.people == ["ben", "lorna"])
    }

    @Test("a message is confirmed by those it was for")
    func confirming() {
        let bench = Bench()
        let message = Message(
            id: "", from: .system, to: [.person("iris")], text: "", priority: .normal,
            sentAt: .zero)
        _ = bench.settle(.message(.send(message)), by: "rosa", text: "new times")
        let id = bench.core.current.messages[0].id
        #expect(
            bench.submit(.message(.confirm(id)), by: "uncle").refusals.first?.code == "not_found")
        #expect(
            bench.submit(.message(.confirm(id)), by: "tess").refusals.first?.code == "not_found")
        #expect(bench.submit(.message(.confirm(id)), by: "iris").refusals.isEmpty)
    }
}
