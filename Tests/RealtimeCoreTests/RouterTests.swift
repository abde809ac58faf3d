import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Routing")
struct RouterTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let topic: String
        let change: Request
        let by: PersonID
        let to: Set<PersonID>
        let priority: Priority
        var testDescription: String { topic }
    }

    static let everyone = Set(Fixture.people.map(\.id))
    static let couple: Set<PersonID> = ["maya"]
    static let coordinators: Set<PersonID> = ["rosa", "ben"]

    /// The routing table of the domain, a row each. The sender gets no letter of their own.
    static let rows: [Row] = [
        Row(
            topic: "RSVP with a diet", change: .guest(.rsvp("g3", .declined)), by: "rosa",
            to: ["maya", "ben", "tess"], priority: .high),
        Row(
            topic: "standby", change: .timeline(.standby("vows", ["evelyn"])), by: "rosa",
            to: ["evelyn"],
            priority: .critical),
        Row(
            topic: "go", change: .timeline(.go("vows", ["evelyn"])), by: "rosa", to: ["evelyn"],
            priority: .critical),
        Row(
            topic: "task", change: .task(.add(Duty(id: "k7", title: "Bows", owner: "tess"))),
            by: "rosa", to: ["tess", "ben"], priority: .normal),
        Row(
            topic: "custody", change: .task(.custody("rings", .person("lucia"))), by: "rosa",
            to: ["ben", "lucia"], priority: .high),
        Row(
            topic: "proposal", change: .edit(.field(.item("vows"), .start(Fixture.noon), base: 1)),
            by: "evelyn", to: ["rosa", "ben"], priority: .high),
        Row(
            topic: "all clear", change: .alert(.allClear("a-01")), by: "rosa",
            to: everyone.subtracting(["rosa"]), priority: .emergency),
        Row(
            topic: "RSVP within 48 h", change: .guest(.rsvp("g1", .declined)), by: "rosa",
            to: ["maya", "ben"], priority: .high),
        Row(
            topic: "emergency", change: .raise(Fixture.alert(.fireEvacuation, [.all])),
            by: "rosa",
            to: everyone.subtracting(["rosa"]), priority: .emergency),
        Row(
            topic: "targeted emergency",
            change: .raise(Fixture.alert(.missingChild, [.coordinator, .venue, .security])),
            by: "lucia", to: ["rosa", "ben", "lorna", "andre"], priority: .emergency),
        Row(
            topic: "vendor update", change: .presence(.activity("iris", .setup)), by: "iris",
            to: ["maya", "rosa", "ben"], priority: .normal),
        Row(
            topic: "vendor late", change: .presence(.eta("evelyn", Fixture.noon + .hours(1))),
            by: "evelyn",
            to: ["maya", "rosa", "ben", "lorna", "tess"], priority: .high),
        Row(
            topic: "timeline change",
            change: .edit(.field(.item("vows"), .zone("barn"), base: nil)),
            by: "rosa", to: ["maya", "ben", "evelyn", "tess"], priority: .high),
        Row(
            topic: "seating on the day", change: .guest(.seat("g1", "t1")), by: "rosa",
            to: ["lorna", "tess", "ben"], priority: .high),
        Row(
            topic: "payment received", change: .task(.pay("p1", .paid)), by: "rosa",
            to: ["maya", "ben", "tess"], priority: .low),
        Row(
            topic: "payment failed", change: .task(.pay("p1", .failed)), by: "rosa",
            to: ["maya", "tess"],
            priority: .normal),
        Row(
            topic: "weather advisory",
            change: .day(
                .weather(
                    WeatherNotice(
                        id: "1", kind: .alert, headline: "Outlook", severity: "Minor",
                        urgency: "Future", certainty: "Possible"))), by: "rosa",
            to: ["ben", "lorna"],
            priority: .high),
        Row(
            topic: "chat",
            change: .send(
                MessageDraft(to: [.person("iris")])), by: "rosa", to: ["iris"], priority: .normal),
        Row(
            topic: "presence", change: .presence(.move("iris", zone: "barn")), by: "rosa", to: [],
            priority: .low),
    ]

    @Test("each topic goes to its people and no other, at its priority", arguments: rows)
    func table(row: Row) {
        var day = Fixture.day
        day.guests.insert(
            Guest(id: "g3", firstName: "Cy", lastName: "Three", rsvp: .attending, diet: "vegan"))
        let bench = Bench(day: day)
        for person in Fixture.people { bench.connect(person.id) }
        if row.topic == "all clear" {
            _ = bench.settle(.raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
            _ = bench.pass(.seconds(1))
        }
        // Whatever its sender wishes: how urgent it is says the table.
        let wish: Priority = row.priority == .normal ? .low : .normal
        let effects =
            bench.settle(row.change, by: row.by, text: "text", priority: wish)
            + bench.pass(.seconds(1))
        let kinds = effects.appended.joined().map(\.change.kind).first
        let letters = effects.letters.filter { $0.1.change.kind == kinds }
        #expect(Set(letters.map(\.0)) == row.to)
        let shown = effects.shown.filter { !$0.early && $0.event.change.kind == kinds }
        #expect(!shown.isEmpty && shown.allSatisfy { $0.event.priority == row.priority })
    }

    @Test("nobody raises what they say above what the table and their role allow")
    func noShouting() {
        let bench = Bench()
        for person in Fixture.people { bench.connect(person.id) }
        let note = Request.send(
            MessageDraft(to: [.person("rosa")], priority: .emergency))
        for (person, most) in [
            ("uncle", Priority.normal), ("iris", .high), ("ben", .critical),
        ] as [(PersonID, Priority)] {
            let events = bench.settle(note, by: person, text: "now!", priority: .emergency).appended
            #expect(events.joined().map(\.priority) == [most])
        }
        for change in [
            Request.presence(.checkIn("iris", zone: nil)),
            .presence(.eta("iris", Fixture.noon + .hours(1))),
        ] {
            let events = bench.settle(change, by: "iris", priority: .emergency).appended.joined()
            #expect(events.allSatisfy { $0.priority > .critical })
        }
    }

    @Test("an answer is high within 48 hours of the ceremony, and normal before")
    func soon() {
        for (hours, priority) in [(48, Priority.high), (49, .normal)] {
            let bench = Bench()
            bench.now = Fixture.noon + .hours(3) - .hours(hours)
            let events = bench.settle(.guest(.rsvp("g2", .declined)), by: "maya").appended.joined()
            #expect(events.map(\.priority) == [priority], "\(hours) h before")
        }
    }

    @Test(
        "to a closed topic neither its sender nor the wedding file adds anybody, to others both do")
    func closedTopics() {
        var day = Fixture.day
        day.routes = ([.paymentReceived, .task] as [Topic]).map {
            WeddingDay.Route(topic: $0, audience: [.person("lucia")])
        }
        let bench = Bench(day: day)
        for person in Fixture.people { bench.connect(person.id) }
        func addressees(_ change: Request) -> Set<PersonID> {
            let wish = Submission(
                id: change.kind, request: change, saidAt: bench.now, audience: [.person("andre")])
            return bench.receive(.submit(wish), from: "rosa").addressees
        }
        #expect(addressees(.task(.pay("p1", .paid))) == ["maya", "ben", "tess"])
        #expect(
            addressees(.task(.add(Duty(id: "k7", title: "Bows", owner: "tess"))))
                == ["tess", "ben", "lucia", "andre"])
    }

    @Test("an advisory is told to vendors who own something outside that is still to come")
    func outdoors() {
        let advisory = Request.day(
            .weather(
                WeatherNotice(
                    id: "1", kind: .alert, headline: "Outlook", severity: "Minor",
                    urgency: "Future",
                    certainty: "Possible")))
        func addressees(_ zone: ZoneID, _ status: TimelineItem.Status) -> Set<PersonID> {
            var day = Fixture.day
            day.zones.update("barn") { $0.isIndoor = true }
            day.items.update("dinner") { ($0.zone, $0.status) = (zone, status) }
            let bench = Bench(day: day)
            for person in Fixture.people { bench.connect(person.id) }
            return bench.submit(advisory, by: "rosa").addressees
        }
        #expect(addressees("lawn", .planned) == ["ben", "lorna", "tess"])
        #expect(addressees("lawn", .running) == ["ben", "lorna", "tess"])
        #expect(addressees("lawn", .done) == ["ben", "lorna"])
        #expect(addressees("lawn", .skipped) == ["ben", "lorna"])
        #expect(addressees("barn", .planned) == ["ben", "lorna"])
    }

    @Test("a payment is seen by couple, coordinators and the payee's people only")
    func paymentsStayClosed() {
        let bench = Bench()
        let shown = bench.settle(.task(.pay("p1", .paid)), by: "rosa").audiences
        #expect(shown == [.consoles(roles: [.couple, .coordinator], people: ["tess"])])
    }

    @Test("a shielded couple hears of a critical alert only when it escalates")
    func shielded() {
        var day = Fixture.day
        day.shieldsCouple = true
        let bench = Bench(day: day)
        for person in Fixture.people { bench.connect(person.id) }
        _ = bench.settle(
            .raise(Fixture.alert(.powerOutage, [.coordinator, .couple])), by: "rosa")
        func hears(_ effects: [Effect]) -> Bool { effects.letters.contains { $0.0 == "maya" } }
        #expect(!hears(bench.passBeating(.minutes(9), "maya")))
        #expect(hears(bench.passBeating(.minutes(2), "maya")))
    }
}

@Suite("Letters")
struct LetterTests {
    let bench = Bench()

    private let note = Request.send(
        MessageDraft(to: [.person("iris")], priority: .high))

    @Test("somebody offline gets it when they come, not an error")
    func waits() {
        bench.owned(by: "iris")
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        #expect(bench.pass(.minutes(30)).letters.isEmpty)
        bench.connect("iris")
        #expect(bench.pass(.seconds(1)).letters.map(\.0) == ["iris"])
        #expect(bench.receive(.received([1]), from: "iris").count == 1)
        #expect(bench.core.stats.lettersDelivered == 1)
    }

    @Test("in a full box nobody's words push out another's")
    func fullBox() {
        var limits = CoreLimits()
        limits.lettersPerPersonMax = 10
        let bench = Bench(limits: limits)
        bench.owned(by: "iris")
        func say(_ count: Int, by person: PersonID) {
            for _ in 0..<count {
                _ = bench.settle(
                    .send(
                        MessageDraft(to: [.person("iris")], priority: .high)), by: person,
                    text: "hej")
            }
        }
        say(5, by: "ben")
        let last = bench.core.current.offset
        say(20, by: "rosa")
        _ = bench.pass(.seconds(1))
        let dead = bench.core.deadLetters
        #expect(dead.count == 15 && dead.allSatisfy { $0.reason == .overflow })
        for offset in 1...last { #expect(bench.core.isWaiting(for: "iris", at: offset)) }
    }

    @Test("five tries without a receipt make a high letter dead, doubling in between")
    func attempts() {
        bench.connect("iris")
        var tries = bench.settle(note, by: "rosa", text: "hej", priority: .high).letters.map { _ in
            0
        }
        var died: DeadLetter?
        for second in 1..<60 {
            _ = bench.beat("iris")
            let effects = bench.pass(.seconds(1))
            tries += effects.letters.map { _ in second }
            for case .send(.deadLetter(let letter), _) in effects { died = letter }
        }
        #expect(tries.count == 5)
        // One, two, four and eight seconds, less a quarter by chance, and up to the next tick.
        let pauses = zip(tries, tries.dropFirst()).map { $1 - $0 }
        let bounds = [1...1, 2...2, 3...4, 6...8]
        #expect(
            pauses.count == 4 && zip(pauses, bounds).allSatisfy { $1.contains($0) }, "\(pauses)")
        #expect(died?.attempts == 5)
        #expect(died?.reason == .attempts)
    }

    @Test("two hours without connecting make a high letter dead")
    func timeToLive() {
        bench.owned(by: "iris")
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        _ = bench.pass(.minutes(119))
        #expect(bench.core.deadLetters.isEmpty)
        _ = bench.pass(.minutes(2))
        #expect(bench.core.deadLetters.map(\.reason) == [.time])
    }

    @Test("of letters that nobody confirms few are looked at in one event, and none is forgotten")
    func looks() {
        var limits = CoreLimits()
        limits.lettersLookedAtMax = 1
        let bench = Bench(limits: limits)
        let people: [PersonID] = ["andre", "ben", "iris", "tess"]
        for person in people { bench.connect(person) }
        let message = MessageDraft(to: [.all], priority: .high)
        let first = bench.settle(.send(message), by: "rosa", text: "hej").letters.map(\.0)
        #expect(first.count <= 2)
        var tried = Set(first)
        for _ in 0..<12 {
            for person in people { _ = bench.beat(person) }
            let again = Set(bench.pass(.seconds(1)).letters.map(\.0))
            #expect(again.count <= 2, "a tick and a commit look at one each")
            tried.formUnion(again)
        }
        #expect(tried.isSuperset(of: people))
    }

    @Test("a dead letter can be tried again or discarded, and both are audited")
    func remedies() throws {
        bench.owned(by: "iris")
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        _ = bench.pass(.minutes(121))
        let letter = try #require(dead("iris").first)
        bench.connect("iris")
        #expect(bench.receive(.handleDeadLetter(letter.id, .retry), from: "iris").isEmpty)
        let retried = bench.receive(.handleDeadLetter(letter.id, .retry), from: "rosa")
        #expect(kinds(retried) == [.deadLetterRetried] && dead("iris").isEmpty)
        let letters = bench.pass(.seconds(1)).letters.filter { $0.0 == "iris" }
        #expect(letters.map(\.1.offset) == [letter.id.offset])
        let before = bench.core.stats.lettersDelivered
        _ = bench.receive(.received([letter.id.offset]), from: "iris")
        #expect(bench.core.stats.lettersDelivered == before + 1)
        _ = bench.settle(note, by: "rosa", text: "hej again", priority: .high)
        bench.disconnect("iris")
        _ = bench.pass(.minutes(121))
        let other = try #require(dead("iris").first)
        let effects = bench.receive(
            .handleDeadLetter(other.id, .discard(note: "told by radio")), from: "rosa")
        #expect(dead("iris").isEmpty)
        #expect(kinds(effects) == [.deadLetterDiscarded])
    }

    private func dead(_ person: PersonID) -> [DeadLetter] {
        bench.core.deadLetters.filter { $0.id.person == person }
    }

    private func kinds(_ effects: [Effect]) -> [AuditEntry.Kind] {
        effects.compactMap { effect in
            if case .send(.audit(let entry), _) = effect { entry.kind } else { nil }
        }
    }

    @Test("who never had a device gets no letter, before a restart and after it")
    func noDevice() {
        bench.owned(by: "tess")
        let message = Request.send(MessageDraft(to: [.person("iris"), .person("tess")]))
        let first = bench.settle(message, by: "rosa", text: "hej")
        #expect(first.addressees == ["tess"])
        #expect(bench.core.stats.lettersWaiting == 1)
        // Their tally is of letters only; whom the words were for stands in the message.
        #expect(bench.core.stats.byPriority.total.letters == 1)
        #expect(bench.core.current.messages.last?.recipients == ["iris", "tess"])
        let written = first.flatMap { effect -> [JournalEntry] in
            if case .append(let entries) = effect { entries } else { [] }
        }
        for (checkpoint, tail) in [(bench.core.checkpoint, []), (nil, written)] {
            var kept = RecoveredLog()
            (kept.checkpoint, kept.tail) = (checkpoint, tail)
            let again = Bench()
            again.now = bench.now
            again.core.restore(kept)
            let second = again.settle(message, by: "ben", text: "hej again")
            #expect(second.addressees == ["tess"])
        }
    }

    @Test("a dead letter says what it was, whether its entry has words or not")
    func words() {
        bench.owned(by: "maya", "tess", "lorna")
        _ = bench.settle(.timeline(.start("dinner")), by: "rosa")
        _ = bench.settle(.task(.custody("rings", .person("maya"))), by: "rosa")
        _ = bench.pass(.hours(25))
        let texts = Set(bench.core.deadLetters.map(\.text))
        #expect(texts.contains { $0.hasPrefix("Dinner") })
        #expect(texts.contains { $0.hasPrefix("Rings: with Maya") })
        #expect(bench.core.deadLetters.allSatisfy { !$0.text.isEmpty && $0.text.first != " " })
    }

    @Test("updates of one alarm take each other's place, and push out nobody else's words")
    func updates() {
        _ = bench.settle(note, by: "rosa", text: "the new times", priority: .high)
        _ = bench.settle(.raise(Fixture.alert(.helpRequest, [])), by: "tess", text: "help")
        for number in 0..<1_500 {
            if number % 200 == 0 { bench.now = bench.now + .minutes(1) }
            _ = bench.settle(.alert(.update("a-01")), by: "tess", text: "update \(number)")
        }
        #expect(dead("iris").isEmpty && dead("ben").isEmpty)
        #expect(bench.core.stats.lettersWaiting < 10)
        #expect((bench.core.current.alert("a-01")?.history.count ?? 0) <= 200)
    }

    @Test("in ceremony mode low traffic is held, and flows again after it")
    func ceremonyHoldsLow() {
        bench.connect("maya")
        bench.now = Fixture.noon + .minutes(160)
        _ = bench.settle(.task(.pay("p1", .paid)), by: "rosa")
        _ = bench.beat("maya")
        let held = bench.pass(.seconds(5)).letters.map(\.1.change.kind)
        #expect(!held.contains("payment.record"))
        _ = bench.settle(.timeline(.start("vows")), by: "rosa")
        _ = bench.beat("maya")
        let after = bench.settle(.timeline(.end("vows")), by: "rosa").letters
        #expect(after.contains { $0.0 == "maya" && $0.1.change.kind == "payment.record" })
    }
}
