import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Presence")
struct PresenceTests {
    let bench = Bench()

    private func link(_ person: PersonID) -> Presence.Link? {
        bench.core.current.presence[person]?.link
    }

    @Test("two beats missed are weak, three offline, one heard is online again")
    func beats() {
        bench.connect("iris")
        _ = bench.pass(.seconds(19))
        #expect(link("iris") == .online)
        _ = bench.pass(.seconds(1))
        #expect(link("iris") == .weak)
        _ = bench.pass(.seconds(10))
        #expect(link("iris") == .offline)
        _ = bench.beat("iris")
        #expect(link("iris") == .online)
    }

    @Test("two minutes without an act are idle, ten are away, an act ends both")
    func idle() {
        bench.connect("iris")
        _ = bench.passBeating(.seconds(119), "iris")
        #expect(link("iris") == .online)
        _ = bench.passBeating(.seconds(2), "iris")
        #expect(link("iris") == .idle)
        _ = bench.passBeating(.minutes(8), "iris")
        #expect(link("iris") == .away)
        _ = bench.settle(.message(.note(subject: "x")), by: "iris")
        _ = bench.beat("iris")
        #expect(link("iris") == .online)
    }

    @Test("busy holds until taken back, or until the link is gone")
    func busy() {
        bench.connect("iris")
        _ = bench.receive(.busy(true), from: "iris")
        #expect(link("iris") == .busy)
        _ = bench.receive(.busy(false), from: "iris")
        #expect(link("iris") == .online)
    }

    @Test("a dropped connection is held thirty seconds from the drop, not from the last beat")
    func hold() {
        bench.connect("iris")
        _ = bench.pass(.seconds(10))
        _ = bench.beat("iris")
        _ = bench.pass(.seconds(9))
        bench.disconnect("iris")
        _ = bench.pass(.seconds(29))
        #expect(link("iris") == .online)
        _ = bench.pass(.seconds(1))
        #expect(link("iris") == .offline)
    }

    @Test("who came for one word and went has no device that is missed")
    func oneWord() {
        bench.connect("iris")
        _ = bench.pass(.seconds(2))
        bench.disconnect("iris")
        _ = bench.pass(.seconds(60))
        #expect(link("iris") == Presence.Link.none)
    }

    @Test("a device that was heard stays one, however short its last link was")
    func shortLink() {
        bench.connect("iris")
        _ = bench.pass(.seconds(10))
        _ = bench.beat("iris")
        bench.disconnect("iris")
        bench.connect("iris")
        _ = bench.pass(.seconds(2))
        bench.disconnect("iris")
        _ = bench.pass(.seconds(60))
        #expect(link("iris") == .offline)
    }

    @Test("nobody flaps offline when the beat quickens for the wedding day")
    func quickening() {
        bench.now =
            VenueClock.utc.moment(
                CivilDate(year: 2027, month: 6, day: 12), hour: 0, minute: 0) - .seconds(25)
        bench.connect("iris")
        let gone = bench.pass(.seconds(30)).contains { effect in
            guard case .send(.presence(let updates), _) = effect else { return false }
            return updates.contains { $0.link == .offline || $0.link == .weak }
        }
        #expect(!gone)
    }

    @Test("a vendor's word about somebody is a sighting, a coordinator's is a fact")
    func sighting() {
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "tess")
        #expect(bench.core.current.presence["iris"]?.isCheckedIn == false)
        #expect(bench.core.current.presence["iris"]?.zone == "barn")
        #expect(bench.core.current.presence["iris"]?.reportedBy == "tess")
        _ = bench.settle(.presence(.checkIn("iris", zone: "barn")), by: "rosa")
        #expect(bench.core.current.presence["iris"]?.isCheckedIn == true)
        #expect(bench.core.current.presence["iris"]?.reportedBy == nil)
        #expect(
            bench.submit(.presence(.activity("maya", .departed)), by: "tess").refusals.map(\.code)
                == ["forbidden"])
    }

    @Test("somebody said to be at work, or put in a room, has arrived")
    func arrival() {
        _ = bench.settle(.presence(.activity("iris", .setup)), by: "iris")
        #expect(bench.core.current.presence["iris"]?.isCheckedIn == true)
        _ = bench.settle(.presence(.move("tess", zone: "barn")), by: "rosa")
        #expect(bench.core.current.presence["tess"]?.isCheckedIn == true)
    }

    @Test("the photographer's whole walk: each state and place is what was said last")
    func walk() throws {
        let iris = try #require(bench.core.current.day.people["iris"])
        for (activity, zone, status) in [
            (.enRoute, nil, .onTheWay), (.atVenue, "barn", .here), (.setup, "barn", .here),
            (.photography, "lawn", .here), (.ceremony, "lawn", .here), (.reception, "barn", .here),
            (.breakdown, "barn", .here), (.departed, nil, .left),
        ] as [(Activity, ZoneID?, PresenceStatus)] {
            if let zone { _ = bench.settle(.presence(.move("iris", zone: zone)), by: "iris") }
            #expect(
                bench.settle(.presence(.activity("iris", activity)), by: "iris").refusals.isEmpty)
            let state = bench.core.current
            #expect(state.presence["iris"]?.activity == activity)
            #expect(state.status(of: iris, at: bench.now) == status, "\(activity)")
            if let zone { #expect(state.presence["iris"]?.zone == zone, "\(activity)") }
        }
    }

    @Test("a second break does not forget what the first one interrupted")
    func breaks() {
        for activity in [Activity.setup, .photography, .onBreak, .onBreak] {
            _ = bench.settle(.presence(.activity("iris", activity)), by: "iris")
        }
        #expect(
            bench.submit(.presence(.activity("iris", .photography)), by: "iris").refusals.isEmpty)
        #expect(bench.core.current.presence["iris"]?.activity == .photography)
    }

    @Test("a silent device in a dead zone, or seen a moment ago, is unreachable, not gone")
    func unreachable() {
        var day = Fixture.day
        day.zones.update("lawn") { $0.signal = .weak }
        let bench = Bench(day: day)
        for (person, zone) in [("iris", "lawn"), ("tess", "barn")] as [(PersonID, ZoneID)] {
            bench.connect(person)
            _ = bench.settle(.presence(.checkIn(person, zone: zone)), by: person)
        }
        _ = bench.pass(.minutes(2))
        let state = bench.core.current
        #expect(state.unreachable("iris", at: bench.now) == "weak signal there")
        #expect(state.unreachable("tess", at: bench.now) == "seen 2 min ago")
        _ = bench.pass(.minutes(9))
        #expect(bench.core.current.unreachable("tess", at: bench.now) == nil)
    }
}
