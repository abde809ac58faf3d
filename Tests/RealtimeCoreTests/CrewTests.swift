import RealtimeCore
import RealtimeProtocol
import Testing
import Wedding

@Suite("Crews without names")
struct CrewTests {
    private let bench = Bench()
    private var state: DayState { bench.core.current }
    private var here: Int { state.hereCount(at: bench.now) }
    private func barn() -> Int { state.occupants(of: "barn", at: bench.now).count }

    @Test("a crew of six is six people, wherever heads are counted, and leaves as six")
    func six() {
        let (before, expected) = (here, state.expectedCount)
        _ = bench.settle(.checkIn("tess", zone: "barn", crew: 6), by: "tess")
        #expect(here == before + 6 && barn() == 6)
        #expect(state.expectedCount == expected + 5)
        #expect(state.trend.allSatisfy { $0.counts["barn"] ?? 0 == 0 })
        bench.now = bench.now + .minutes(10)
        _ = bench.settle(.note(subject: "x"), by: "rosa", text: "later")
        #expect(state.trend.last?.counts["barn"] == 6)
        _ = bench.settle(.move("tess", zone: "lawn"), by: "tess")
        #expect(barn() == 0 && state.occupants(of: "lawn", at: bench.now).count == 6)
        _ = bench.settle(.activity("tess", .departed), by: "tess")
        #expect(here == before && state.expectedCount == expected + 5)
    }

    @Test("the last word counts, and those who are known by name are not counted twice")
    func named() {
        var day = Fixture.day
        day.people.insert(Person(id: "olav", name: "Olav Cook", role: .caterer, vendor: "food"))
        let bench = Bench(day: day)
        func count() -> Int { bench.core.current.hereCount(at: bench.now) }
        let before = count()
        _ = bench.settle(.checkIn("tess", zone: "barn", crew: 6), by: "tess")
        _ = bench.settle(.checkIn("olav", zone: "barn"), by: "olav")
        #expect(count() == before + 6)
        _ = bench.settle(.checkIn("olav", zone: "barn", crew: 4), by: "olav")
        #expect(count() == before + 4)
        #expect(bench.core.current.crewCount(of: "food") == 4)
    }

    @Test("a zone is as full as its people are many")
    func crowd() {
        let effects = bench.settle(.checkIn("tess", zone: "barn", crew: 95), by: "tess")
        #expect(effects.raised.map(\.kind).contains(.overcrowded))
    }

    @Test("who is of no company brings nobody")
    func guest() {
        let before = here
        _ = bench.settle(.checkIn("uncle", zone: "barn", crew: 50), by: "uncle")
        #expect(here == before + 1)
    }
}
