import Console
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("The check-in station")
struct DeskTests {
    /// Half past nine of the sample day, as the station may see it.
    private func desk(
        _ hour: Int = 9, _ minute: Int = 30, columns: Int = 120, rows: Int = 36
    ) throws -> StationState {
        let now = Sample.moment(hour, minute)
        let core = Sample.play(until: now).engine.core
        var desk = StationState(
            columns: columns, rows: rows, theme: .base, glyphs: .unicode, ids: .counted("gate"),
            unlocks: { $0 == "OPEN" })
        let view = core.view(for: try #require(core.subscriber(.station)))
        _ = desk.handle(.server(.welcome(view, you: "desk", now: now)))
        _ = desk.handle(.clock(now))
        _ = desk.handle(.link(isLive: true))
        return desk
    }

    private func type(_ desk: inout StationState, _ text: String) -> [ConsoleEffect] {
        text.flatMap { desk.handle(.key(.char($0))) }
    }

    private func submissions(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap {
            if case .send(.submit(let submission)) = $0 { submission } else { nil }
        }
    }

    @Test("it looks as its files", arguments: [(120, 36), (80, 24), (60, 16)])
    func golden(columns: Int, rows: Int) throws {
        var desk = try desk(columns: columns, rows: rows)
        _ = type(&desk, "ember")
        _ = desk.handle(.key(.enter))
        #expect(Golden.difference("desk-\(columns)x\(rows)", desk.frame().text) == nil)
    }

    @Test("two keys check the first company in, with its crew")
    func twoKeys() throws {
        var desk = try desk()
        _ = type(&desk, "ember")
        #expect(desk.handle(.key(.enter)).isEmpty)
        _ = type(&desk, "+")
        let wishes = submissions(desk.handle(.key(.enter)))
        #expect(
            wishes.map(\.request) == [.presence(.checkIn("p-anselm", zone: "z-loading", crew: 4))])
        #expect(wishes.first?.actor == .person("p-anselm"))
        #expect(wishes.first?.text == "Ember & Rye Catering here, 4 crew")
        #expect(desk.query.isEmpty)
    }

    @Test("whoever is here already is not checked in again")
    func hereAlready() throws {
        var desk = try desk()
        _ = type(&desk, "mirza")
        _ = desk.handle(.key(.enter))
        #expect(desk.frame().text.contains("here since"))
        #expect(submissions(desk.handle(.key(.enter))).isEmpty)
        #expect(desk.query.isEmpty)
    }

    @Test("whoever is called for a time is found by name, the couple is not")
    func byName() throws {
        var desk = try desk()
        _ = type(&desk, "camille")
        #expect(desk.frame().text.contains("Camille Dufresne"))
        _ = desk.handle(.key(.escape))
        _ = type(&desk, "elias")
        #expect(desk.frame().text.contains("Elias Lindqvist"))
        _ = desk.handle(.key(.escape))
        _ = type(&desk, "maya")
        #expect(desk.frame().text.contains("0 matches"))
    }

    @Test("no key leaves it but its own code")
    func locked() throws {
        var desk = try desk()
        let keys: [Key] = [
            .char("q"), .ctrl("c"), .ctrl("z"), .ctrl("d"), .escape, .char(":"), .function(1),
        ]
        #expect(keys.flatMap { desk.handle(.key($0)) }.allSatisfy { $0 != .quit && $0 != .suspend })
        _ = desk.handle(.key(.function(10)))
        _ = type(&desk, "nope")
        #expect(desk.handle(.key(.enter)).isEmpty)
        _ = desk.handle(.key(.function(10)))
        _ = type(&desk, "OPEN")
        #expect(!desk.frame().text.contains("OPEN"))
        #expect(desk.handle(.key(.enter)) == [.quit])
    }

    @Test("an emergency takes the station over; nobody signs in to a place that is being left")
    func emergency() throws {
        var desk = try desk(16, 36)
        #expect(desk.frame().text.contains("EMERGENCY"))
        _ = type(&desk, "ember")
        #expect(submissions(desk.handle(.key(.enter)) + desk.handle(.key(.enter))).isEmpty)
    }

    @Test("offline it says that what was done is kept")
    func offline() throws {
        var desk = try desk()
        _ = desk.handle(.link(isLive: false))
        _ = type(&desk, "ember")
        _ = desk.handle(.key(.enter))
        #expect(submissions(desk.handle(.key(.enter))).count == 1)
        #expect(desk.frame().text.contains("Saved here"))
        #expect(desk.frame().text.contains("OFFLINE"))
    }

    @Test("every size from nothing to a wall can be drawn, in both languages")
    func sizes() throws {
        var desk = try desk()
        for (columns, rows) in [(1, 1), (3, 2), (20, 5), (39, 11), (40, 12), (99, 27), (300, 100)] {
            _ = desk.handle(.resize(columns: columns, rows: rows))
            for key in [Key.enter, .char("p"), .char("h"), .function(3), .function(4), .escape] {
                _ = desk.handle(.key(key))
                let frame = desk.frame()
                #expect(frame.columns == columns && frame.rows == rows)
            }
        }
    }
}

@Suite("A console of one's own")
struct OwnConsoleTests {
    @Test("wishes of the same person at two consoles have different ids")
    func ids() {
        var (one, two) = (Screens.critical, Screens.critical)
        (one.ids, two.ids) = (.counted("a"), .counted("b"))
        let ids = [Screens.press(&one, .char("a")), Screens.press(&two, .char("a"))].flatMap { $0 }
            .compactMap { effect -> String? in
                if case .send(.submit(let submission)) = effect { submission.id } else { nil }
            }
        #expect(ids.count == 2 && Set(ids).count == 2)
    }

    @Test("an emergency is answered as whoever is logged in, without asking who")
    func answers() {
        var state = Screens.storm
        state.options.isPersonal = true
        let effects = Screens.press(&state, .char("A"))
        guard case .send(.submit(let submission))? = effects.first else {
            Issue.record("no answer was sent")
            return
        }
        #expect(submission.actor == nil || submission.actor == .person("p-rosa"))
        #expect(state.takeover == nil)
    }

    @Test("a vendor begins on their own line of the Board, whoever runs the day at the top")
    func ownLine() {
        for (person, own) in [("p-wren", PersonID?("p-wren")), ("p-rosa", nil)] {
            var state = Screens.critical
            state.selection[.board] = nil
            guard let day = state.day else { continue }
            _ = update(
                &state, .server(.welcome(day, you: PersonID(person), now: state.now)))
            #expect(state.selection[.board] == own?.rawValue)
        }
    }

    @Test("a vendor has no views for those who run the day, and no keys into them")
    func views() {
        var state = Screens.critical
        state.me = "p-wren"
        let tabs = view(state).text.split(separator: "\n")[1]
        for name in ["Conflicts", "Dead", "Stats", "Audit"] { #expect(!tabs.contains(name)) }
        _ = Screens.press(&state, .char("9"))
        #expect(state.view == .board)
    }

    @Test("a host is stopped only by the word")
    func host() {
        var state = Screens.critical
        state.options.isHost = true
        _ = Screens.press(&state, .char("q"))
        #expect(Screens.press(&state, .enter).isEmpty)
        Screens.type(&state, "stop")
        #expect(Screens.press(&state, .enter) == [.quit])
    }

    @Test("a wish made offline is said to be kept; a host that began anew says so")
    func offline() {
        var state = Screens.critical
        _ = update(&state, .link(isLive: false))
        _ = Screens.press(&state, .char("a"))
        #expect(state.toast?.text.contains("Saved here") == true)
        let fresh = DayState(day: Sample.wedding)
        _ = update(&state, .server(.welcome(fresh, you: "p-rosa", now: state.now)))
        #expect(state.toast?.text.contains("new log") == true)
    }
}
