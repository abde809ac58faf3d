import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Auth")
struct AuthTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let change: Request
        /// Who of the fixture may do it; everyone else is refused.
        let allowed: Set<PersonID>
        var testDescription: String { name }
    }

    static let all = Set(Fixture.people.map(\.id))
    static let message = MessageDraft(to: [.vendors])

    static let cases: [Case] = [
        Case(
            name: "start dinner", change: .timeline(.start("dinner")),
            allowed: ["maya", "rosa", "ben", "lorna", "tess"]),
        Case(
            name: "report a sighting", change: .presence(.move("iris", zone: "barn")),
            allowed: all.subtracting(["uncle"])),
        Case(
            name: "shift the day", change: .timeline(.shift(["dinner"], minutes: 5)),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "raise an alert",
            change: .raise(Fixture.alert(.powerOutage, [.coordinator])),
            allowed: all.subtracting(["uncle"])),
        Case(
            name: "ask for help",
            change: .raise(Fixture.alert(.helpRequest, [.coordinator])),
            allowed: all),
        Case(
            name: "seat a guest", change: .guest(.seat("g1", "t1")),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "answer an invitation", change: .guest(.rsvp("g1", .declined)),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "close a task", change: .task(.finish("k1")),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "record a payment", change: .task(.pay("p1", .paid)),
            allowed: ["maya", "rosa", "ben"]),
        Case(
            name: "confirm that a payment came", change: .task(.pay("p1", .received)),
            allowed: ["maya", "rosa", "ben", "tess"]),
        Case(
            name: "say what somebody does", change: .presence(.activity("iris", .setup)),
            allowed: ["rosa", "ben", "lorna", "iris"]),
        Case(
            name: "give oneself a task",
            change: .task(.add(Duty(id: "k2", title: "Bows", owner: "tess"))),
            allowed: ["maya", "rosa", "ben", "lorna", "tess"]),
        Case(
            name: "hand the rings on", change: .task(.custody("rings", .person("maya"))),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "add a guest",
            change: .guest(.add(Guest(id: "g9", firstName: "New", lastName: ""))),
            allowed: ["maya", "rosa", "ben", "lorna"]),
        Case(
            name: "write to all vendors", change: .send(message),
            allowed: all.subtracting(["lucia", "uncle"])),
        Case(
            name: "import weather",
            change: .day(
                .weather(
                    WeatherNotice(
                        id: "1", kind: .alert, headline: "", severity: "", urgency: "",
                        certainty: ""))),
            allowed: ["rosa", "ben", "lorna"]),
        Case(name: "close the day", change: .day(.close), allowed: ["maya", "rosa", "ben"]),
    ]

    @Test("who may and who may not", arguments: cases)
    func table(row: Case) {
        for person in Fixture.people {
            let bench = Bench()
            let refusals = bench.submit(row.change, by: person.id, text: "x").refusals
            #expect(
                refusals.isEmpty == row.allowed.contains(person.id), "\(person.id): \(refusals)")
        }
    }

    @Test("somebody who takes part but may not decide leaves a wish, not a change")
    func proposal() {
        let bench = Bench()
        let effects = bench.submit(
            .edit(.field(.item("vows"), .start(Fixture.noon), base: 1)), by: "evelyn")
        #expect(effects.refusals.isEmpty)
        #expect(effects.appended.map { $0.map(\.change.kind) } == [["proposal.add"]])
        #expect(bench.core.current.openProposals.map(\.edit) == [.start(Fixture.noon)])
        #expect(bench.core.current.day.items["vows"]?.start == Fixture.noon + .hours(3))
    }

    @Test("from an hour before, only couple, coordinator and officiant change the ceremony")
    func ceremonyLock() {
        let change = Request.edit(.field(.item("vows"), .zone("barn"), base: nil))
        let bench = Bench()
        bench.now = Fixture.noon + .minutes(121)
        #expect(bench.submit(change, by: "lorna").refusals.first?.code == "ceremony_locked")
        #expect(bench.submit(change, by: "maya").refusals.isEmpty)
        _ = bench.settle(.timeline(.start("vows")), by: "rosa")
        #expect(bench.submit(change, by: "maya").refusals.first?.code == "ceremony_locked")
        #expect(bench.submit(change, by: "rosa").refusals.isEmpty)
    }

    @Test("the fifty-first message of a minute waits, an emergency never")
    func rateLimit() {
        let bench = Bench()
        var refused = 0
        for _ in 0..<60 {
            refused += bench.submit(.message(.note(subject: "x")), by: "rosa").refusals.count
        }
        #expect(refused == 10)
        for _ in 0..<30 {
            let ack = bench.submit(
                .raise(Fixture.alert(.medical, [.coordinator])), by: "rosa",
                priority: .emergency)
            #expect(ack.refusals.isEmpty)
        }
        #expect(bench.core.current.alerts.count == 1)
        bench.now = bench.now + .minutes(1)
        #expect(bench.submit(.message(.note(subject: "x")), by: "rosa").refusals.isEmpty)
    }

    @Test("stepping back needs a coordinator and a reason")
    func activityReason() {
        let bench = Bench()
        _ = bench.settle(.presence(.activity("iris", .photography)), by: "iris")
        #expect(
            bench.submit(.presence(.activity("iris", .atVenue)), by: "iris").refusals.first?.code
                == "illegal_step")
        #expect(
            bench.submit(.presence(.activity("iris", .atVenue)), by: "rosa").refusals.count == 1)
        #expect(
            bench.submit(.presence(.activity("iris", .atVenue)), by: "rosa", text: "typed wrong")
                .refusals
                .isEmpty)
    }
}
