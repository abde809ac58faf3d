import RealtimeCore
import RealtimeProtocol
import Testing
import Wedding

@Suite("Routing")
struct RouterTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let topic: String
        let change: Change
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
            topic: "RSVP within 48 h", change: .rsvp("g1", .declined), by: "rosa",
            to: ["maya", "ben"], priority: .high),
        Row(
            topic: "emergency", change: .raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa",
            to: everyone.subtracting(["rosa"]), priority: .emergency),
        Row(
            topic: "targeted emergency",
            change: .raise(Fixture.alert(.missingChild, [.coordinator, .venue, .security])),
            by: "lucia", to: ["rosa", "ben", "lorna", "andre"], priority: .emergency),
        Row(
            topic: "vendor update", change: .activity("iris", .setup), by: "iris",
            to: ["maya", "rosa", "ben"], priority: .normal),
        Row(
            topic: "vendor late", change: .eta("evelyn", Fixture.noon + .hours(1)), by: "evelyn",
            to: ["maya", "rosa", "ben", "lorna", "tess"], priority: .high),
        Row(
            topic: "timeline change", change: .edit(.item("vows"), .zone("barn"), base: nil),
            by: "rosa", to: ["maya", "ben", "evelyn", "tess"], priority: .high),
        Row(
            topic: "seating on the day", change: .seat("g1", "t1"), by: "rosa",
            to: ["lorna", "tess", "ben"], priority: .high),
        Row(
            topic: "payment received", change: .pay("p1", .paid), by: "rosa",
            to: ["maya", "ben", "tess"], priority: .low),
        Row(
            topic: "payment failed", change: .pay("p1", .failed), by: "rosa", to: ["maya", "tess"],
            priority: .normal),
        Row(
            topic: "weather advisory",
            change: .weather(
                WeatherNotice(
                    id: "1", kind: .alert, headline: "Outlook", severity: "Minor",
                    urgency: "Future", certainty: "Possible")), by: "rosa", to: ["ben", "lorna"],
            priority: .high),
        Row(
            topic: "chat",
            change: .send(
                Message(
                    id: "m", from: .system, to: [.person("iris")], text: "", priority: .normal,
                    sentAt: .zero)), by: "rosa", to: ["iris"], priority: .normal),
        Row(
            topic: "presence", change: .move("iris", zone: "barn"), by: "rosa", to: [],
            priority: .low),
    ]

    @Test("each topic goes to its people and no other, at its priority", arguments: rows)
    func table(row: Row) {
        let bench = Bench()
        for person in Fixture.people { bench.connect(person.id) }
        let effects =
            bench.settle(row.change, by: row.by, text: "text", priority: row.priority)
            + bench.pass(.seconds(1))
        let letters = effects.letters.filter { $0.1.change.kind == row.change.kind }
        #expect(Set(letters.map(\.0)) == row.to)
        let index = bench.core.stats.byPriority[row.priority.rawValue]
        #expect(index >= row.to.count)
    }

    @Test("a payment is seen by couple, coordinators and the payee's people only")
    func paymentsStayClosed() {
        let bench = Bench()
        let shown = bench.settle(.pay("p1", .paid), by: "rosa").audiences
        #expect(shown == [.consoles(roles: [.couple, .coordinator], people: ["tess"])])
    }

    @Test("a shielded couple hears of a critical alert only when it escalates")
    func shielded() {
        var day = Fixture.day
        day.shieldsCouple = true
        let bench = Bench(day: day)
        for person in Fixture.people { bench.connect(person.id) }
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator, .couple])), by: "rosa")
        func hears(_ effects: [Effect]) -> Bool { effects.letters.contains { $0.0 == "maya" } }
        #expect(!hears(bench.passBeating(.minutes(9), "maya")))
        #expect(hears(bench.passBeating(.minutes(2), "maya")))
    }
}

@Suite("Letters")
struct LetterTests {
    let bench = Bench()

    private let note = Change.send(
        Message(
            id: "m", from: .system, to: [.person("iris")], text: "hej", priority: .high,
            sentAt: .zero))

    @Test("somebody offline gets it when they come, not an error")
    func waits() {
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        #expect(bench.pass(.minutes(30)).letters.isEmpty)
        bench.connect("iris")
        #expect(bench.pass(.seconds(1)).letters.map(\.0) == ["iris"])
        #expect(bench.receive(.received([1]), from: "iris").count == 1)
        #expect(bench.core.stats.lettersDelivered == 1)
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
            for case .send(.deadLetter(let letter), _, _) in effects { died = letter }
        }
        #expect(tries.count == 5)
        // One, two, four and eight seconds, less a quarter by chance, and up to the next tick.
        let pauses = zip(tries, tries.dropFirst()).map { $1 - $0 }
        for (pause, full) in zip(pauses, [1, 2, 4, 8]) {
            #expect((full * 3 / 4...full).contains(pause) || pause == 1, "\(pauses)")
        }
        #expect(died?.attempts == 5)
        #expect(died?.reason == .attempts)
    }

    @Test("two hours without ever connecting make a high letter dead")
    func timeToLive() {
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        _ = bench.pass(.minutes(119))
        #expect(bench.core.deadLetters.isEmpty)
        _ = bench.pass(.minutes(2))
        #expect(bench.core.deadLetters.map(\.reason) == [.time])
    }

    @Test("a dead letter can be tried again or discarded, and both are audited")
    func remedies() throws {
        _ = bench.settle(note, by: "rosa", text: "hej", priority: .high)
        _ = bench.pass(.minutes(121))
        let letter = try #require(bench.core.deadLetters.first)
        let effects = bench.receive(
            .handleDeadLetter(letter.id, .discard(note: "told by radio")), from: "rosa")
        #expect(bench.core.deadLetters.isEmpty)
        let kinds = effects.compactMap { effect -> AuditEntry.Kind? in
            if case .send(.audit(let entry), _, _) = effect { entry.kind } else { nil }
        }
        #expect(kinds == [.deadLetterDiscarded])
    }

    @Test("in ceremony mode low traffic is held, and flows again after it")
    func ceremonyHoldsLow() {
        bench.connect("maya")
        bench.now = Fixture.noon + .minutes(160)
        _ = bench.settle(.pay("p1", .paid), by: "rosa")
        _ = bench.beat("maya")
        let held = bench.pass(.seconds(5)).letters.map(\.1.change.kind)
        #expect(!held.contains("payment.record"))
        _ = bench.settle(.startItem("vows"), by: "rosa")
        _ = bench.beat("maya")
        let after = bench.settle(.endItem("vows"), by: "rosa").letters
        #expect(after.contains { $0.0 == "maya" && $0.1.change.kind == "payment.record" })
    }
}
