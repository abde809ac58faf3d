import Console
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("One day on many consoles")
struct RoleTests {
    private static let now = Sample.moment(14, 40)
    private static let core = Sample.play(until: now).engine.core
    /// One person of each role.
    private static let people: [PersonID] = Role.allCases.compactMap { role in
        core.current.day.people.first { $0.role == role }?.id
    }

    /// What somebody's console shows of their own copy of the day.
    private static func state(_ person: PersonID) -> ConsoleState {
        var state = ConsoleState(columns: 120, rows: 36)
        guard let subscriber = core.subscriber(.person(person)) else { return state }
        let day = core.view(for: subscriber)
        _ = update(&state, .server(.welcome(day, you: person, now: now)))
        _ = update(&state, .clock(now))
        return state
    }

    /// Numbers with the words before them: "here 98", "Guests, 1-8 12/40".
    private static func numbers(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") {
            for part in line.split(whereSeparator: { "│─╮╭╰╯".contains($0) }) {
                for match in part.matches(of: #/([A-Za-z][A-Za-z, ]{2,}) +(\d+/\d+)/#) {
                    found[String(match.1).trimmedSpaces] = String(match.2)
                }
                for match in part.matches(of: #/[●◐○▲✕◇] ([a-z]+) (\d+)/#) {
                    found["count of \(match.1)"] = String(match.2)
                }
                for match in part.matches(of: #/([A-Z][A-Za-z ]{3,}?)(?: ◆)? +(-?\d+ min)/#) {
                    found[String(match.1)] = String(match.2)
                }
                for match in part.matches(of: #/(projected) (\d\d:\d\d)/#) {
                    found[String(match.1)] = String(match.2)
                }
                for match in part.matches(of: #/(show) ([+-]\d+m)/#) {
                    found[String(match.1)] = String(match.2)
                }
                for match in part.matches(of: #/ (\d+/\d+) here/#) {
                    found["here"] = String(match.1)
                }
            }
        }
        return found
    }

    @Test(
        "every number that a role sees is the number that the coordinator sees",
        arguments: people, ViewID.allCases.filter { $0 != .home })
    func numbers(person: PersonID, id: ViewID) {
        func shown(_ person: PersonID) -> [String: String] {
            var state = Self.state(person)
            if let key = id.key { _ = Screens.press(&state, .char(key)) }
            guard state.view == id else { return [:] }
            // Of one row, so that its details are of one thing.
            state.selection[id] = Rows.ids(Self.state("p-rosa"), id).first
            return Self.numbers(view(state).text)
        }
        let (own, hers) = (shown(person), shown("p-rosa"))
        for (words, number) in own {
            guard let other = hers[words] else { continue }
            #expect(number == other, "\(person), \(id.name), \(words)")
        }
    }

    @Test("clashes are for whoever sees the whole plan: others would count heads wrong")
    func clashes() throws {
        func marks(_ person: PersonID) -> Int {
            var state = Self.state(person)
            for zone in state.day?.day.zones.map(\.id) ?? [] {
                state.day?.day.zones.update(zone) { $0.capacity = 1 }
            }
            _ = Screens.press(&state, .char("2"))
            return view(state).text.replacing("≠ clash", with: "").count { $0 == "≠" }
        }
        let photographer = try #require(
            Self.core.current.day.people.first { $0.role == .photographer })
        #expect(marks("p-rosa") > 0 && marks(photographer.id) == 0)
    }

    @Test("whoever has times of their own begins with them, who runs the day with everybody")
    func begin() throws {
        for person in Self.people {
            let role = try #require(Self.core.current.day.role(of: person))
            let runs = role == .coordinator || role == .venueManager
            #expect(Self.state(person).view == (runs ? .board : .home), "\(person)")
        }
    }

    @Test("a vendor's page has their next three, what is asked, and the coordinator's number")
    func home() throws {
        let vendor = try #require(Self.core.current.day.people.first { $0.role == .photographer })
        let state = Self.state(vendor.id)
        let user = try #require(state.user)
        let text = view(state).text
        #expect(text.contains(user.name) && text.contains("My next"))
        #expect(text.contains("Rosa Delgado-Hart") && text.contains("+1-845-555-0101"))
    }

    @Test("on their own page a vendor says that they are here, or when they come, of themselves")
    func acts() throws {
        let vendor = try #require(
            Self.core.current.day.people.first {
                $0.role == .entertainment && Self.core.current.presence[$0.id]?.isCheckedIn != true
            } ?? Self.core.current.day.people.first { $0.role == .entertainment })
        var state = Self.state(vendor.id)
        _ = Screens.press(&state, .char("t"))
        Screens.type(&state, "20")
        let sent = Screens.submissions(Screens.press(&state, .enter))
        #expect(sent.first?.request.change?.presenceSubject == vendor.id)
        #expect(sent.first?.actor == nil)
    }
}
