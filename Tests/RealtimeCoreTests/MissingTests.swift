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
