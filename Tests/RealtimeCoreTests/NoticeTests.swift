import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Notices")
struct NoticeTests {
    @Test("a newer version of the same notice takes the place of one that never arrived")
    func superseded() {
        let bench = Bench()
        bench.owned(by: "maya", "ben", "tess")
        for minute in [5, 10] {
            _ = bench.settle(
                .edit(
                    .field(
                        .item("dinner"), .start(Fixture.noon + .minutes(300 + minute)), base: nil)),
                by: "rosa")
        }
        bench.connect("tess")
        let letters = bench.pass(.seconds(1)).letters.filter { $0.1.change.kind == "sync.edit" }
        #expect(letters.map(\.1.offset) == [2])
        #expect(bench.core.stats.lettersSuperseded == 3)
    }

    @Test("a letter whose entry is not durable is neither tried nor counted as tried")
    func waitsForTheDisk() {
        let bench = Bench()
        bench.connect("iris")
        let note = Request.send(
            MessageDraft(to: [.person("iris")], priority: .low))
        _ = bench.submit(note, by: "rosa", text: "hej")
        for _ in 0..<20 {
            bench.now = bench.now + .seconds(1)
            #expect(bench.core.handle(.tick, at: bench.now).letters.isEmpty)
        }
        #expect(bench.core.deadLetters.isEmpty)
        #expect(bench.commit().letters.map(\.0) == ["iris"])
    }

    @Test("the same submission again is answered when its first result is durable, not before")
    func repeatWaits() {
        let bench = Bench()
        _ = bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris", id: "same")
        #expect(
            bench.submit(.presence(.checkIn("iris", zone: "barn")), by: "iris", id: "same") == [])
        let accepted = bench.commit().count {
            if case .send(.accepted("same", 1), _) = $0 { true } else { false }
        }
        #expect(accepted == 2)
    }

    @Test(
        "a weather notice that holds is there for whoever begins anew, however much was said since")
    func oldWeather() throws {
        var day = DayState(day: Fixture.day)
        func say(_ change: Change) {
            day.apply(
                LogEvent(
                    offset: day.offset + 1, id: "", at: Fixture.noon, saidAt: Fixture.noon,
                    by: .person("rosa"), via: .console, change: change, text: "",
                    priority: .normal))
        }
        func notice(_ id: String, _ kind: WeatherNotice.Kind) -> Change {
            .day(
                .weather(
                    WeatherNotice(
                        id: id, kind: kind, headline: "Wind", severity: "Minor", urgency: "Future",
                        certainty: "Possible")))
        }
        say(notice("wind", .alert))
        say(notice("rain", .alert))
        say(notice("rain", .cancel))
        for _ in 0..<6_000 { say(.message(.note(subject: "all"))) }
        #expect(day.advisories(at: Fixture.noon).map(\.offset) == [1])
        #expect(day.recent.count <= DayState.Limits.recentEventsMax)
        let rosa = try #require(RealtimeCore(day: Fixture.day).subscriber(.person("rosa")))
        let view = RealtimeCore.view(of: day, for: rosa, historyMax: 10)
        #expect(view.recent.map(\.offset) == [1] + Array(5_994...6_003))
    }
}
