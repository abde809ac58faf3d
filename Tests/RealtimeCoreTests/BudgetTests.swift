import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("One budget a principal")
struct BudgetTests {
    private func station(_ bench: Bench, _ device: String) -> ConnectionID {
        let id = ConnectionID(UInt64(500 + device.utf8.count))
        _ = bench.core.handle(
            .arrived(id, PeerInfo(principal: .station, device: device, address: "a")), at: bench.now
        )
        return id
    }

    private func say(
        _ change: Request, _ id: String, actor: Actor? = nil, from station: ConnectionID,
        _ bench: Bench
    ) -> [Effect] {
        bench.core.handle(
            .atStation(
                station,
                Submission(
                    id: id, request: change, actor: actor, saidAt: bench.now, text: "help",
                    priority: .emergency)), at: bench.now)
    }

    @Test("a station calls for help, never louder and to nobody else than a call for help does")
    func stationCalls() {
        let bench = Bench()
        let desk = station(bench, "gate")
        let alert = Fixture.alert(.helpRequest, [.all], priority: .emergency)
        let raised = say(.raise(alert), "h", from: desk, bench).raised
        #expect(raised.map(\.priority) == [.high] && raised.map(\.audience) == [[.coordinator]])
        let fire = Fixture.alert(.fireEvacuation, [.all])
        #expect(say(.raise(fire), "f", from: desk, bench).refusals.count == 1)
        #expect(
            say(.raise(alert), "m", actor: .person("maya"), from: desk, bench).refusals
                .count == 1)
        #expect(
            say(.presence(.checkIn("maya", zone: nil)), "c", from: desk, bench).refusals.count == 1)
        #expect(
            say(.presence(.checkIn("iris", zone: nil)), "i", from: desk, bench).refusals.isEmpty)
    }

    @Test("a station calls for help six times a minute, whoever stands there, and no more")
    func stationBound() {
        let bench = Bench()
        let (gate, dock) = (station(bench, "gate"), station(bench, "loading"))
        func call(_ number: Int, from station: ConnectionID) -> Bool {
            bench.now = bench.now + .seconds(1)
            let alert = Fixture.alert(.helpRequest, [])
            return say(.raise(alert), "h-\(number)", from: station, bench).refusals.isEmpty
        }
        #expect((0..<20).count { call($0, from: gate) } == 6)
        #expect(call(20, from: dock))
        bench.now = bench.now + .minutes(1)
        #expect(call(21, from: gate))
    }

    @Test("what a station says costs the station alone")
    func stationCosts() {
        let bench = Bench()
        let (gate, dock) = (station(bench, "gate"), station(bench, "loading"))
        var refused = 0
        for number in 0..<300 {
            refused +=
                say(.presence(.eta("iris", bench.now)), "e\(number)", from: gate, bench).refusals
                .count
        }
        #expect(refused == 60)
        #expect(say(.presence(.eta("iris", bench.now)), "d", from: dock, bench).refusals.isEmpty)
        #expect(bench.submit(.presence(.eta("iris", bench.now)), by: "iris").refusals.isEmpty)
    }

    @Test("acknowledgements, all clears and the first alarms of a minute cost nothing")
    func neverMuted() {
        let bench = Bench()
        for _ in 0..<300 {
            _ = bench.submit(.message(.note(subject: "x")), by: "rosa")
            _ = bench.submit(.alert(.update("none")), by: "rosa")
        }
        #expect(
            bench.submit(.message(.note(subject: "x")), by: "rosa").refusals.first?.code
                == "rate_limited")
        #expect(
            bench.settle(.raise(Fixture.alert(.fireEvacuation, [])), by: "rosa").raised
                .count == 1)
        #expect(bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "rosa").refusals.isEmpty)
        #expect(
            bench.settle(.alert(.allClear("a-01")), by: "rosa", text: "over").appended.joined().map(
                \.change.kind) == ["alert.allclear"])
    }

    @Test("an acknowledgement said again is accepted and stands once")
    func repeatedAck() {
        let bench = Bench()
        _ = bench.settle(.raise(Fixture.alert(.fireEvacuation, [])), by: "rosa")
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "rosa")
        for _ in 0..<100 {
            let effects = bench.submit(.alert(.acknowledge("a-01", zone: nil)), by: "rosa")
            #expect(effects.appended.isEmpty && effects.refusals.isEmpty && effects.count == 1)
        }
        #expect(bench.core.current.alerts[0].acknowledgements.count == 1)
    }

    @Test("a unit costs its parts, and what commits costs its bytes")
    func units() {
        let bench = Bench()
        let parts = (0..<100).map { _ in Request.timeline(.shift(["dinner"], minutes: 1)) }
        var refused = 0
        for _ in 0..<25 { refused += bench.submit(.unit(parts, []), by: "rosa").refusals.count }
        #expect(refused == 5)
        let words = String(repeating: "é", count: 500)
        let other = Bench()
        other.core = RealtimeCore(day: Fixture.day, limits: small)
        _ = other.submit(.message(.note(subject: "")), by: "tess", text: words)
        #expect(
            other.submit(.message(.note(subject: "")), by: "tess", text: words).refusals.count == 1)
        other.now = other.now + .minutes(1)
        #expect(
            other.submit(.message(.note(subject: "")), by: "tess", text: words).refusals.isEmpty)
    }

    private var small: CoreLimits {
        var limits = CoreLimits()
        limits.bytesPerMinuteMax = 1_500
        return limits
    }

    @Test("refusals of a kind are one row a minute, which says how many there were")
    func refusals() {
        let bench = Bench()
        func rows(_ effects: [Effect]) -> [AuditEntry] {
            effects.compactMap { if case .send(.audit(let row), _) = $0 { row } else { nil } }
        }
        var all: [AuditEntry] = []
        for _ in 0..<1_000 { all += rows(bench.submit(.day(.close), by: "uncle")) }
        #expect(all.map(\.kind) == [.refused, .rateLimited])
        bench.now = bench.now + .minutes(1)
        let next = rows(bench.submit(.day(.close), by: "uncle"))
        #expect(next.map(\.kind) == [.refused])
        #expect(next.first?.detail.hasSuffix("(and 4 more before it)") == true)
    }

    @Test(
        "an alarm said again and again is told once in a few seconds, counted, and needs its right")
    func repeatedAlarm() {
        let bench = Bench()
        let medical = Request.raise(Fixture.alert(.medical, []))
        _ = bench.settle(medical, by: "iris")
        var entries: [LogEvent] = []
        for _ in 0..<300 {
            let effects = bench.settle(medical, by: "andre", text: "quick")
            #expect(effects.refusals.isEmpty)
            entries += effects.appended.joined()
        }
        #expect(entries.map(\.text) == ["Raised again by Andre: quick"])
        #expect(bench.submit(medical, by: "uncle").refusals.first?.code == "forbidden")
        bench.now = bench.now + .seconds(5)
        let next = bench.settle(medical, by: "andre").appended.joined()
        #expect(next.map(\.text) == ["Raised again by Andre, 300 times"])
        #expect(bench.core.current.alerts.count == 1)
    }
}
