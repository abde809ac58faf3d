import Testing
import Wedding

@Suite("What runs over")
struct OverrunTests {
    private let noon = VenueClock.utc.moment(
        CivilDate(year: 2027, month: 5, day: 1), hour: 12, minute: 0)

    /// Hair for an hour, portraits and a drink, and a ceremony that waits for all of them.
    private var day: WeddingDay {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 5, day: 1), clock: .utc,
            venue: "")
        func add(
            _ id: ItemID, _ start: Int, _ end: Int, _ anchor: TimelineItem.Anchor = .soft,
            minimum: Int = 0, after: [ItemID] = []
        ) {
            day.items.insert(
                TimelineItem(
                    id: id, title: id.rawValue.capitalizedFirst, kind: .prep,
                    start: noon + .minutes(start), end: noon + .minutes(end), anchor: anchor,
                    minimum: .minutes(minimum), dependsOn: after))
        }
        add("hair", 0, 60)
        add("portraits", 60, 75, after: ["hair"])
        add("drink", 75, 90, .flex, minimum: 10, after: ["portraits"])
        add("vows", 90, 120, .hard, after: ["drink"])
        day.items.update("hair") { ($0.status, $0.startedAt) = (.running, noon) }
        day.ceremony = "vows"
        return day
    }

    @Test("less than five minutes over is nothing to tell")
    func short() {
        #expect(Overrun(day, at: noon + .minutes(64)) == nil)
    }

    @Test("what flexible items can take in puts no hard time at risk")
    func taken() {
        let overrun = Overrun(day, at: noon + .minutes(65))
        #expect(overrun?.item.id == "hair" && overrun?.by == .minutes(5))
        #expect(overrun?.risk == nil && overrun?.riskWords(day) == nil)
    }

    @Test("a hard time at risk is named with what to cut, the least first, until it is enough")
    func cuts() throws {
        let small = try #require(Overrun(day, at: noon + .minutes(75)))
        #expect(small.risk?.item == "vows" && small.risk?.by == .minutes(10))
        #expect(small.riskWords(day) == "Vows at risk: +10 min; cut Drink (10)")
        let large = try #require(Overrun(day, at: noon + .minutes(85)))
        #expect(
            large.riskWords(day) == "Vows at risk: +20 min; cut Drink (10), shorten Portraits (10)")
    }

    @Test("a cut that was advised makes the hard time hold")
    func advice() throws {
        let now = noon + .minutes(85)
        var cut = day
        for one in try #require(Overrun(day, at: now)).cuts {
            cut.items.update(one.item) { ($0.minimum, $0.end) = (.zero, $0.end - one.by) }
        }
        #expect(Forecast(cut, at: now).risk(cut, at: now) == nil)
    }

    @Test("an end that is moved while it runs does not change what it is measured against")
    func measured() {
        var state = DayState(day: day)
        state.apply(
            LogEvent(
                offset: 1, id: "x", at: noon + .minutes(50), saidAt: noon + .minutes(50),
                by: .person("nell"), via: .console,
                change: .edit(.field(.item("hair"), .end(noon + .minutes(80)), base: nil)),
                text: "", priority: .high))
        let hair = state.day.items["hair"]
        #expect(hair?.end == noon + .minutes(80))
        #expect(hair?.overrun(at: noon + .minutes(70)) == .minutes(10))
    }
}
