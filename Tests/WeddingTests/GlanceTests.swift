import Testing
import Wedding

@Suite("What a day says first")
struct GlanceTests {
    private let noon = VenueClock.utc.moment(
        CivilDate(year: 2027, month: 5, day: 1), hour: 12, minute: 0)

    /// Formals of an hour before a ceremony that waits for them, and a drink after it.
    private func state(_ edit: (inout WeddingDay) -> Void = { _ in }) -> DayState {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 5, day: 1), clock: .utc,
            venue: "")
        day.items.insert(
            TimelineItem(
                id: "formals", title: "Formals", kind: .photo, start: noon,
                end: noon + .hours(1), owner: nil))
        day.items.insert(
            TimelineItem(
                id: "vows", title: "Vows", kind: .ceremony, start: noon + .hours(1),
                end: noon + .hours(2), anchor: .hard, owner: nil, dependsOn: ["formals"]))
        day.ceremony = "vows"
        edit(&day)
        return DayState(day: day)
    }

    private func running(_ day: inout WeddingDay) {
        day.items.update("formals") { ($0.status, $0.startedAt) = (.running, $0.start) }
    }

    @Test("before anything runs it names what comes, and no lateness")
    func before() {
        let glance = Glance(state(), at: noon - .minutes(10))
        #expect(glance.running.isEmpty && glance.next?.id == "formals")
        #expect(glance.projection?.item.id == "vows" && glance.projection?.by == .zero)
    }

    @Test("an overrun counts up and makes the next hard time late by as much")
    func overrun() {
        let glance = Glance(state(running), at: noon + .minutes(72))
        #expect(glance.running.map { $0.overrun(at: noon + .minutes(72)) } == [.minutes(12)])
        #expect(glance.projection?.by == .minutes(12))
    }

    @Test("who is needed and says that they come too late makes it late; once here they do not")
    func lateArrival() {
        var state = state {
            $0.people.insert(Person(id: "iris", name: "Iris", role: .photographer))
            $0.items.update("formals") { $0.owner = "iris" }
        }
        func say(_ change: PresenceChange, _ offset: Int) {
            state.apply(
                LogEvent(
                    offset: offset, id: "\(offset)", at: noon, saidAt: noon, by: .person("iris"),
                    via: .phone, change: .presence(change), text: "", priority: .low))
        }
        say(.eta("iris", noon - .minutes(5)), 1)
        #expect(Glance(state, at: noon).projection?.by == .zero)
        say(.eta("iris", noon + .minutes(20)), 2)
        #expect(Glance(state, at: noon).projection?.by == .minutes(20))
        say(.checkIn("iris", zone: nil, crew: nil), 3)
        #expect(Glance(state, at: noon).projection?.by == .zero)
    }

    @Test("a hard time that nobody started is late by what it is past")
    func notStarted() {
        let done = state {
            $0.items.update("formals") { ($0.status, $0.endedAt) = (.done, $0.end) }
        }
        #expect(Glance(done, at: noon + .minutes(67)).projection?.by == .minutes(7))
    }

    @Test("when the last hard time has begun there is no lateness to come")
    func over() {
        let begun = state {
            $0.items.update("vows") { ($0.status, $0.startedAt) = (.running, $0.start) }
        }
        let glance = Glance(begun, at: noon + .minutes(90))
        #expect(glance.projection == nil && glance.ceremony?.id == "vows")
    }
}
