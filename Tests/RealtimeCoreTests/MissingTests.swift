import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Missing people")
struct MissingTests {
    private func bench(minutesBefore: Int) -> Bench {
        let bench = Bench()
        bench.now = Fixture.noon + .minutes(180 - minutesBefore) - .seconds(1)
        _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
        return bench
    }

    private func kinds(_ effects: [Effect]) -> [String] {
        effects.appended.joined().filter { $0.by == .system }.map(\.change.kind)
    }

    @Test("the ladder: a notice, an alert, the stand-in, deputies and contacts")
    func ladder() {
        let bench = bench(minutesBefore: 60)
        #expect(kinds(bench.passBeating(.seconds(2), "rosa")) == ["message.send"])
        let untilAlert = kinds(bench.passBeating(.minutes(30), "rosa"))
        #expect(untilAlert == ["alert.raise"])
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "rosa")
        #expect(kinds(bench.passBeating(.minutes(15), "rosa")) == ["alert.update"])
        #expect(kinds(bench.passBeating(.minutes(10), "rosa")) == ["alert.escalate"])
        #expect(bench.core.current.alert("a-01")?.called.contains("ben") == true)
    }

    @Test("who is called for later than needed is missing, who is called in time is not yet")
    func calledLate() {
        for (call, expected) in [(Duration.hours(4), true), (.minutes(170), false)] {
            var day = Fixture.day
            day.people.update("maya") { $0.callTime = Fixture.noon + call }
            let bench = Bench(day: day)
            bench.now = Fixture.noon + .minutes(151)
            _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
            let raised = bench.passBeating(.seconds(2), "rosa").raised
                .filter { $0.kind == .keyPersonMissing }.map(\.about)
            #expect(raised == (expected ? ["maya"] : []), "called at \(call.words)")
        }
    }

    @Test("who has left before the ceremony that needs them is missing")
    func gone() {
        let bench = bench(minutesBefore: 35)
        _ = bench.settle(.presence(.checkIn("maya", zone: "barn")), by: "rosa")
        _ = bench.settle(.presence(.activity("maya", .departed)), by: "rosa", text: "seen leaving")
        let raised = bench.passBeating(.minutes(6), "rosa").raised
            .filter { $0.kind == .keyPersonMissing }.map(\.about)
        #expect(raised == ["maya"])
    }

    @Test("that somebody confirmed by phone is no sign of where they are")
    func confirmedByPhone() {
        let bench = Bench()
        _ = bench.settle(
            .send(MessageDraft(to: [.person("maya")], version: 2)), by: "rosa", text: "new times")
        let message = bench.core.current.messages[0].id
        let told = Submission(
            id: "told", request: .message(.confirm(message)), actor: .person("maya"), via: .phone,
            saidAt: bench.now)
        _ = bench.receive(.submit(told), from: "rosa") + bench.commit()
        #expect(bench.core.current.messages[0].confirmed == ["maya"])
        #expect(bench.core.current.presence["maya"]?.lastSeen == nil)
    }

    @Test("first missed inside five minutes, somebody is called out at once and in full")
    func late() {
        let bench = bench(minutesBefore: 4)
        #expect(
            kinds(bench.passBeating(.seconds(2), "rosa")) == ["alert.raise", "alert.escalate"])
    }

    @Test("anything they do is a sighting, and so is a beat of their device")
    func sightings() {
        let bench = bench(minutesBefore: 29)
        _ = bench.passBeating(.seconds(1), "rosa")
        #expect(bench.core.current.alert("a-01")?.state == .raised)
        _ = bench.settle(.message(.note(subject: "x")), by: "maya", text: "in the car")
        #expect(bench.core.current.alert("a-01")?.state == .returned)
    }

    @Test("their own estimate does not end an overdue alert, their arrival does")
    func etaIsNoArrival() {
        var day = Fixture.day
        day.people.update("iris") { $0.callTime = Fixture.noon }
        let bench = Bench(day: day)
        bench.now = Fixture.noon + .minutes(15)
        _ = bench.pass(.seconds(1))
        #expect(bench.core.current.alerts.map(\.kind) == [.vendorOverdue])
        _ = bench.settle(.presence(.eta("iris", Fixture.noon + .hours(1))), by: "iris")
        #expect(bench.core.current.alerts[0].state == .raised)
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "iris")
        #expect(bench.core.current.alerts[0].state == .returned)
    }

    @Test("with an estimate a no-show is called fifteen minutes after it, without one at thirty")
    func noShow() {
        var day = Fixture.day
        day.people.update("iris") { $0.callTime = Fixture.noon }
        day.people.update("tess") { $0.callTime = Fixture.noon }
        let bench = Bench(day: day)
        _ = bench.settle(.presence(.eta("iris", Fixture.noon + .minutes(40))), by: "iris")
        func missing(_ minutes: Int) -> [String] {
            bench.pass(.minutes(minutes)).raised.filter { $0.kind == .vendorNoShow }.map(\.about)
        }
        #expect(missing(29) == [])
        #expect(missing(2) == ["tess"])
        #expect(missing(23) == [])
        #expect(missing(2) == ["iris"])
    }
}
