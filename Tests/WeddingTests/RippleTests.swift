import Testing
import Wedding

@Suite("Ripple")
struct RippleTests {
    private func at(_ minute: Int) -> Timestamp { Timestamp(milliseconds: Int64(minute) * 60_000) }

    private func item(
        _ id: ItemID, _ start: Int, _ end: Int, _ anchor: TimelineItem.Anchor, minimum: Int = 0,
        after: [ItemID] = []
    ) -> TimelineItem {
        TimelineItem(
            id: id, title: id.rawValue, kind: anchor == .buffer ? .buffer : .prep,
            start: at(start), end: at(end), anchor: anchor, minimum: .minutes(minimum),
            dependsOn: after)
    }

    private func state(_ items: [TimelineItem]) -> DayState {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 1970, month: 1, day: 1), clock: .utc,
            venue: "")
        for item in items { day.items.insert(item) }
        return DayState(day: day)
    }

    private func ended(_ item: TimelineItem, _ minute: Int) -> TimelineItem {
        var item = item
        (item.status, item.startedAt, item.endedAt) = (.done, item.start, at(minute))
        return item
    }

    @Test("a buffer absorbs what it can and passes on the rest")
    func buffer() {
        let items = [
            ended(item("a", 0, 60, .flex), 83), item("b", 60, 75, .buffer, after: ["a"]),
            item("c", 75, 95, .soft, after: ["b"]),
        ]
        let ripple = state(items).ripple(from: "a", at: at(83))
        #expect(ripple?.moves.map(\.item) == ["c"])
        #expect(ripple?.moves.first?.start == at(83))
        #expect(ripple?.moves.first?.end == at(103))
    }

    @Test("moving one item moves what waits for it, past what a buffer and a flexible item take up")
    func movingOne() {
        let items = [
            item("a", 0, 60, .soft), item("b", 60, 75, .buffer, after: ["a"]),
            item("c", 75, 105, .soft, after: ["b"]),
        ]
        let state = state(items)
        #expect(
            state.ripple(moving: "a", to: at(10), at: at(0))?.moves.map(\.item) == ["a"])
        #expect(
            state.ripple(moving: "a", to: at(30), at: at(0))?.moves.map(\.item) == ["a", "c"])
    }

    @Test("a slip moves nothing that would be over by now, whoever forgot to start it")
    func notThePast() {
        let items = [
            ended(item("a", 0, 60, .soft), 90), item("b", 60, 65, .soft, after: ["a"]),
            item("c", 200, 230, .soft, after: ["a"]), item("d", 75, 130, .soft, after: ["a"]),
        ]
        #expect(state(items).ripple(from: "a", at: at(91))?.moves.map(\.item) == ["b", "d"])
        #expect(state(items).ripple(from: "a", at: at(96))?.moves.map(\.item) == ["d"])
        #expect(state(items).ripple(from: "a", at: at(150)) == nil)
    }

    @Test("a slip of one day's evening moves nothing of the next day, but of the night after it")
    func itsOwnDay() {
        let day = 24 * 60
        let items = [
            item("dinner", 20 * 60, 22 * 60, .soft),
            item("bus", day + 30, day + 60, .soft, after: ["dinner"]),
            item("brunch", day + 10 * 60, day + 11 * 60, .soft, after: ["bus"]),
        ]
        let state = state(items)
        let late = state.ripple(moving: "dinner", to: at(22 * 60 + 45), at: at(0))
        #expect(late?.moves.map(\.item) == ["dinner", "bus"])
        let far = state.ripple(moving: "dinner", to: at(day + 9 * 60), at: at(0))
        #expect(far?.moves.contains { $0.item == "brunch" } == false)
    }

    @Test("a slip that proposes what is proposed already says nothing new, whatever it came from")
    func repeats() throws {
        let items = [
            ended(item("a", 0, 60, .soft), 90), ended(item("b", 60, 75, .soft), 91),
            item("c", 75, 95, .soft, after: ["a"]), item("d", 80, 99, .soft, after: ["a"]),
        ]
        let first = try #require(state(items).ripple(from: "a", at: at(90)))
        let second = try #require(state(items).ripple(from: "b", at: at(90)))
        #expect(second.cause != first.cause && second.repeats(first))
        #expect(first.without("c").map { !first.repeats($0) } == true)
        #expect(!first.repeats(nil))
    }

    @Test("a time of the house is missed by what must be over by then, and by nothing else")
    func houseTimes() {
        var day = state([item("a", 0, 60, .soft), item("b", 60, 90, .soft, after: ["a"])]).day
        (day.premisesClearBy, day.amplifiedMusicOff) = (at(100), at(50))
        let overruns = { (start: Int) in
            let forecast = Forecast(day, at: self.at(0), moved: ("a", self.at(start)))
            return day.houseTimes.map { forecast.overrun(of: $0, day) }
        }
        #expect(day.houseTimes.map(\.kind) == [.musicOff, .clearBy])
        #expect(overruns(10) == [nil, nil])
        #expect(overruns(15) == [nil, .minutes(5)])
        day.items.insert(
            TimelineItem(id: "c", title: "", kind: .cake, start: at(40), end: at(52)))
        #expect(overruns(15) == [.minutes(2), .minutes(5)])
    }

    @Test("a slip inside the buffer moves nothing")
    func absorbed() {
        let items = [
            ended(item("a", 0, 60, .flex), 74), item("b", 60, 75, .buffer, after: ["a"]),
            item("c", 75, 95, .soft, after: ["b"]),
        ]
        #expect(state(items).ripple(from: "a", at: at(74)) == nil)
    }

    @Test("a flexible item shrinks to its minimum before what follows moves")
    func flexible() {
        let items = [
            ended(item("a", 0, 60, .soft), 70), item("b", 60, 90, .flex, minimum: 15, after: ["a"]),
            item("c", 90, 100, .soft, after: ["b"]),
        ]
        #expect(state(items).ripple(from: "a", at: at(70))?.moves.map(\.item) == ["b"])
    }

    @Test("a hard time never moves; it is reported as missed")
    func hard() {
        let items = [
            ended(item("a", 0, 60, .soft), 80), item("b", 60, 90, .hard, after: ["a"]),
            item("c", 90, 95, .soft, after: ["b"]),
        ]
        let ripple = state(items).ripple(from: "a", at: at(80))
        #expect(ripple?.moves == [])
        #expect(ripple?.missed.map(\.item) == ["b"])
        #expect(ripple?.missed.first?.by == .minutes(20))
    }

    @Test("an item planned to overlap another waits for its start, one after it for its end")
    func edges() {
        let items = [
            item("a", 0, 60, .soft), item("over", 30, 40, .soft, after: ["a"]),
            item("next", 60, 70, .soft, after: ["a"]),
        ]
        var late = items[0]
        (late.status, late.startedAt) = (.running, at(40))
        let forecast = Forecast(state([late, items[1], items[2]]).day, at: at(41))
        #expect(forecast.starts["over"] == at(40))
        #expect(forecast.starts["next"] == at(100))
    }

    @Test("a shift keeps the end of a flexible item that somebody outside waits for")
    func shift() {
        let items = [
            item("a", 0, 10, .soft), item("b", 10, 80, .flex, minimum: 40, after: ["a"]),
            item("c", 80, 90, .soft, after: ["b"]),
        ]
        var day = state(items)
        day.apply(
            LogEvent(
                offset: 1, id: "1", at: .zero, saidAt: .zero, by: .system, via: .console,
                change: .timeline(.shift(["a", "b"], minutes: 30)), text: "", priority: .high))
        #expect(day.day.items["b"]?.start == at(40))
        #expect(day.day.items["b"]?.end == at(80))
        #expect(day.day.items["c"]?.start == at(80))
        #expect(day.day.version == 2)
    }

    @Test("slack is what is left when everything before runs at its minimum")
    func slack() {
        let items = [
            item("a", 0, 30, .flex, minimum: 20),
            item("b", 30, 50, .flex, minimum: 10, after: ["a"]),
            item("c", 60, 90, .hard, after: ["b"]),
        ]
        #expect(state(items).day.slack(before: items[2], at: at(10)) == .minutes(20))
    }
}
