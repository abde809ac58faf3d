import RealtimeCore
import RealtimeProtocol
import TestSupport
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
        _ = bench.settle(.presence(.checkIn("tess", zone: "barn", crew: 6)), by: "tess")
        #expect(here == before + 6 && barn() == 6)
        #expect(state.expectedCount == expected + 5)
        #expect(state.trend.allSatisfy { $0.counts["barn"] ?? 0 == 0 })
        bench.now = bench.now + .minutes(10)
        _ = bench.settle(.message(.note(subject: "x")), by: "rosa", text: "later")
        #expect(state.trend.last?.counts["barn"] == 6)
        _ = bench.settle(.presence(.move("tess", zone: "lawn")), by: "tess")
        #expect(barn() == 0 && state.occupants(of: "lawn", at: bench.now).count == 6)
        _ = bench.settle(.presence(.activity("tess", .departed)), by: "tess")
        #expect(here == before && state.expectedCount == expected + 5)
    }

    @Test("the last word counts, and those who are known by name are not counted twice")
    func named() {
        var day = Fixture.day
        day.people.insert(Person(id: "olav", name: "Olav Cook", role: .caterer, vendor: "food"))
        let bench = Bench(day: day)
        func count() -> Int { bench.core.current.hereCount(at: bench.now) }
        let before = count()
        _ = bench.settle(.presence(.checkIn("tess", zone: "barn", crew: 6)), by: "tess")
        _ = bench.settle(.presence(.checkIn("olav", zone: "barn")), by: "olav")
        #expect(count() == before + 6)
        _ = bench.settle(.presence(.checkIn("olav", zone: "barn", crew: 4)), by: "olav")
        #expect(count() == before + 4)
        #expect(bench.core.current.crewCount(of: "food") == 4)
    }

    @Test("a zone is as full as its people are many")
    func crowd() {
        let effects = bench.settle(.presence(.checkIn("tess", zone: "barn", crew: 95)), by: "tess")
        #expect(effects.raised.map(\.kind).contains(.overcrowded))
    }

    @Test("who is of no company brings nobody")
    func guest() {
        let before = here
        _ = bench.settle(.presence(.checkIn("uncle", zone: "barn", crew: 50)), by: "uncle")
        #expect(here == before + 1)
    }

    @Test("heads counted in all zones at once are those of each zone", arguments: 0..<20)
    func everywhere(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let (people, zones) = (Fixture.day.people.map(\.id), Fixture.day.zones.map(\.id))
        for _ in 0..<40 {
            let person = people.randomElement(using: &random)!
            let zone = zones.randomElement(using: &random)!
            let change: Request =
                switch Int.random(in: 0..<5, using: &random) {
                case 0:
                    .presence(
                        .checkIn(person, zone: zone, crew: Int.random(in: 1...9, using: &random)))
                case 1:
                    .presence(.activity(person, Activity.allCases.randomElement(using: &random)!))
                case 2:
                    .raise(
                        AlertCall(.keyPersonMissing, about: person.rawValue))
                default: .presence(.move(person, zone: zone))
                }
            _ = bench.settle(change, by: "rosa")
            let counts = state.headcounts(at: bench.now)
            for zone in Fixture.day.zones where zone.kind != .offSite {
                #expect(
                    counts[zone.id] ?? 0 == state.occupants(of: zone.id, at: bench.now).count,
                    "\(zone.id) after \(change), seed \(seed)")
            }
        }
    }
}
