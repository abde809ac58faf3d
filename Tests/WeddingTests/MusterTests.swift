import Testing
import Wedding

@Suite("Everyone counted in an emergency")
struct MusterTests {
    private let noon = VenueClock.utc.moment(
        CivilDate(year: 2027, month: 5, day: 1), hour: 12, minute: 0)

    private var state: DayState {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 5, day: 1), clock: .utc,
            venue: "")
        for (id, kind) in [("yard", Zone.Kind.assemblyPoint), ("hall", .receptionHall)] {
            day.zones.insert(
                Zone(
                    id: ZoneID(id), name: id, kind: kind,
                    area: .init(x: 0, y: 0, width: 3, height: 3), capacity: 50, isIndoor: true))
        }
        for name in ["gone", "due", "late", "lost", "hall", "yard"] {
            let isLate = name == "late"
            day.people.insert(
                Person(
                    id: PersonID(name), name: name, role: .vendor,
                    callTime: isLate ? noon - .hours(1) : noon + .hours(1)))
        }
        day.tables.insert(SeatingTable(id: "t1", number: 1, name: "Oak", seats: 4))
        for number in 1...3 {
            day.guests.insert(
                Guest(
                    id: GuestID("g\(number)"), firstName: "\(number)", lastName: "",
                    rsvp: .attending, table: number == 3 ? nil : "t1"))
        }
        var state = DayState(day: day)
        var offset = 0
        func say(_ change: Change) {
            offset += 1
            state.apply(
                LogEvent(
                    offset: offset, id: "\(offset)", at: noon, saidAt: noon, by: .system,
                    via: .console, change: change, text: "", priority: .normal))
        }
        say(.presence(.checkIn("gone", zone: "hall")))
        say(.presence(.activity("gone", .departed)))
        say(.presence(.checkIn("lost", zone: nil)))
        say(.presence(.checkIn("hall", zone: "hall")))
        say(.presence(.checkIn("yard", zone: "yard")))
        say(.guest(.arrive(["g1", "g3"], zone: nil)))
        say(.guest(.arrive(["g2"], zone: "yard")))
        return state
    }

    private var muster: Muster {
        Muster(state, at: noon + .minutes(5)) { $0.kind == .assemblyPoint }
    }

    @Test("whoever is here or should be is counted, the most worrying first")
    func order() {
        #expect(muster.people.map(\.person.id) == ["lost", "late", "hall", "yard"])
        #expect(
            muster.people.map(\.standing) == [.placeUnknown, .missing, .elsewhere, .safe])
        #expect(muster.people[2].zone?.id == "hall" && muster.people[2].at == noon)
    }

    @Test("guests are a number by table, and who has no table is counted, too")
    func guests() {
        #expect(muster.guests.map { $0.table?.number } == [1, nil])
        #expect(muster.guests.map(\.open) == [["g1"], ["g3"]])
        #expect(muster.guests.map(\.total) == [2, 1])
    }

    @Test("where only words since the alarm count, nobody is safe by what was said before it")
    func since() {
        let late = Muster(state, at: noon + .minutes(5), since: noon + .minutes(1)) {
            $0.kind == .assemblyPoint
        }
        #expect(late.safe == 0 && late.total == 7)
        #expect(late.people.last?.standing == .elsewhere)
        #expect(Muster(state, at: noon, since: noon) { $0.kind == .assemblyPoint }.safe == 2)
    }

    @Test("who answers that they do not come is in no room")
    func room() {
        var state = state
        #expect(state.zone(of: "g2") == "yard")
        state.apply(
            LogEvent(
                offset: 99, id: "99", at: noon, saidAt: noon, by: .system, via: .console,
                change: .guest(.rsvp("g2", .attending)), text: "", priority: .normal))
        #expect(state.zone(of: "g2") == nil)
    }

    @Test("a crew is as safe as what was said of its lead, and no safer in a fire")
    func crew() {
        var state = state
        state.day.people.update("yard") { $0.vendor = "band" }
        state.apply(
            LogEvent(
                offset: 98, id: "98", at: noon, saidAt: noon, by: .system, via: .console,
                change: .presence(.checkIn("yard", zone: "yard", crew: 4)), text: "",
                priority: .normal))
        let isSafe: (Zone) -> Bool = { $0.kind == .assemblyPoint }
        let calm = Muster(state, at: noon + .minutes(5), isSafe: isSafe)
        #expect(calm.total == 10 && calm.safe == 5)
        let fire = Muster(
            state, at: noon + .minutes(5), since: noon + .minutes(1), isSafe: isSafe)
        #expect(fire.total == 10 && fire.safe == 0)
    }

    @Test("the numbers add up")
    func sum() {
        #expect(muster.total == 7 && muster.safe == 2)
    }
}
