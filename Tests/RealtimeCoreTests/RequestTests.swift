import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Ids and authors")
struct AuthorTests {
    private let fire = Request.raise(Fixture.alert(.fireEvacuation, [.all]))

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
    func coreOnly() throws {
        let bench = Bench()
        let call = Fixture.alert(.helpRequest, [.all], priority: .emergency)
        let raised = bench.settle(.raise(call), by: "uncle", text: "help").raised
        #expect(raised.map(\.audience) == [[.coordinator]])
        #expect(raised.map(\.priority) == [.high] && raised.map(\.doFirst) == ["Go and see"])
        var alert = try #require(raised.first)
        (alert.id, alert.owner, alert.state) = ("a-99", "maya", .resolved)
        let forged = Message(
            id: "evil", from: .person("rosa"), to: [.all], text: "x", priority: .emergency,
            sentAt: .zero, recipients: ["maya"])
        let decided = Conflict.Decision(
            by: .person("rosa"), at: .zero, value: .start(.zero), text: "x")
        for change in [
            Request.edit(
                .settle(
                    Conflict(
                        entity: .item("vows"), field: .start,
                        winner: Conflict.Side(
                            by: .person("uncle"), value: .start(.zero), at: .zero),
                        loser: Conflict.Side(by: .person("rosa"), value: .start(.zero), at: .zero),
                        rule: .rank, settledAt: .zero))),
            .alert(.causeGone("a-01")), .alert(.raise(alert)), .message(.send(forged)),
            .alert(
                .escalate(
                    "a-01",
                    Escalation(step: 1_000_000, target: .repeatAndSound, zones: [], people: []))),
            .access(.grant(AccessGrant(to: "uncle", by: "rosa", minutes: 30))),
            .edit(.resolve("c-1", decided)),
        ] {
            #expect(bench.submit(change, by: "rosa").refusals.first?.code == "forbidden")
        }
    }

    @Test("a text of few characters and many scalars is cut, and stands once in a unit")
    func longTexts() {
        let flood = String(repeating: "👩‍👩‍👧‍👦🏽\u{FE0F}", count: 400)
        let bench = Bench()
        let change = Request.unit(
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
        let alert = AlertCall(.medical, about: bad, rule: bad)
        let item = TimelineItem(
            id: "new", title: bad, kind: .reception, start: Fixture.noon,
            end: Fixture.noon + .hours(1), owner: "rosa")
        let changes: [Request] = [
            .raise(alert), .message(.note(subject: bad)), .timeline(.decide("dinner", bad)),
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
            .send(
                MessageDraft(to: [.vendors])),
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
        func say(_ change: Request, actor: Actor? = nil, via: Medium = .console, at: Timestamp)
            -> [Effect]
        {
            bench.receive(
                .submit(
                    Submission(
                        id: "\(change.kind)\(at.milliseconds)\(via)", request: change, actor: actor,
                        via: via, saidAt: at, text: "x")), from: "rosa")
        }
        let note = Request.message(.note(subject: "x"))
        #expect(say(note, via: .system, at: bench.now).refusals.count == 1)
        #expect(say(note, actor: .system, at: bench.now).refusals.count == 1)
        #expect(say(note, actor: .person("nobody"), at: bench.now).refusals.count == 1)
        let far = Timestamp(milliseconds: 253_402_300_799_999)
        #expect(say(note, at: far).appended.joined().map(\.saidAt) == [bench.now])
        #expect(
            say(note, at: .zero).appended.joined().map(\.saidAt) == [bench.now - .hours(48)])
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [])), by: "rosa")
        let events = say(.escalate("a-01", .further), at: bench.now).appended.joined()
        guard case .alert(.escalate(_, let taken))? = events.first?.change else {
            Issue.record("not escalated")
            return
        }
        #expect(taken.step == 1 && taken.people == ["ben", "lorna"])
    }

    @Test("a message is confirmed by those it was for")
    func confirming() {
        let bench = Bench()
        let message = MessageDraft(to: [.person("iris")])
        _ = bench.settle(.send(message), by: "rosa", text: "new times")
        let id = bench.core.current.messages[0].id
        #expect(
            bench.submit(.message(.confirm(id)), by: "uncle").refusals.first?.code == "not_found")
        #expect(
            bench.submit(.message(.confirm(id)), by: "tess").refusals.first?.code == "not_found")
        #expect(bench.submit(.message(.confirm(id)), by: "iris").refusals.isEmpty)
    }
}
