import CoreRuntime
import Interchange
import RealtimeCore
import Simulation
import TestSupport
import Testing
import Wedding

/// Whole days on which nothing goes wrong, and days on which one thing does.
@Suite("Quiet days")
struct QuietDayTests {
    /// A small wedding in another country, with a night, a town hall's hard time and a coach.
    private static let harbour = """
        format = "wedding/1"
        [wedding]
        id = "w-harbour"
        title = "Ito - Sand"
        date = "2028-09-02"
        timezone = "Europe/Oslo"
        venue = "Harbour Hall"
        ceremony = "i-vows"
        [[zone]]
        id = "z-quay"
        name = "Quay"
        kind = "vendor_staging"
        capacity = 4
        map_w = 6
        map_h = 3
        [[zone]]
        id = "z-hall"
        name = "Hall"
        kind = "reception_hall"
        capacity = 60
        map_x = 8
        map_w = 9
        map_h = 4
        indoor = true
        [[vendor]]
        id = "v-food"
        name = "Fish and Bread"
        trade = "caterer"
        [[person]]
        id = "p-lead"
        name = "Siv Lund"
        role = "coordinator"
        key = true
        call_time = 2028-09-02T10:00:00+02:00
        [[person]]
        id = "p-bride"
        name = "Yui Ito"
        role = "couple"
        key = true
        [[person]]
        id = "p-groom"
        name = "Per Sand"
        role = "couple"
        key = true
        [[person]]
        id = "p-judge"
        name = "Mona Berg"
        role = "officiant"
        key = true
        call_time = 2028-09-02T13:15:00+02:00
        [[person]]
        id = "p-chef"
        name = "Ola Vik"
        role = "caterer"
        vendor = "v-food"
        call_time = 2028-09-02T11:00:00+02:00
        [[person]]
        id = "p-cook"
        name = "Eli Moe"
        role = "caterer"
        vendor = "v-food"
        call_time = 2028-09-02T11:00:00+02:00
        [[item]]
        id = "i-load"
        title = "Kitchen load-in"
        kind = "load_in"
        start = 2028-09-02T11:00:00+02:00
        end = 2028-09-02T12:00:00+02:00
        owner = "p-chef"
        zone = "z-quay"
        [[item]]
        id = "i-vows"
        title = "Vows"
        kind = "ceremony"
        start = 2028-09-02T14:00:00+02:00
        end = 2028-09-02T14:30:00+02:00
        anchor = "hard"
        owner = "p-judge"
        people = ["p-bride", "p-groom"]
        zone = "z-hall"
        [[item]]
        id = "i-dance"
        title = "Dancing"
        kind = "reception"
        start = 2028-09-02T21:00:00+02:00
        end = 2028-09-03T01:00:00+02:00
        owner = "p-lead"
        zone = "z-hall"
        depends_on = ["i-vows"]
        """

    private static func wedding(_ name: String) throws -> WeddingDay {
        name == "harbour" ? try WeddingFile.parse(harbour, file: "harbour.toml") : Sample.wedding
    }

    private func play(_ day: WeddingDay, without absent: Set<PersonID> = []) throws -> DayState {
        let lead = try #require(day.lead(of: .coordinator)).id
        let script = QuietDay.script(day, led: lead, without: absent)
        let start = try #require(script.rows.first).receivedAt - .minutes(1)
        let end = try #require(script.rows.last).receivedAt + .minutes(10)
        var playback = Playback(script: script, hostUser: lead, start: start, hasDevices: false)
        var engine = CoreEngine(core: RealtimeCore(day: day), journal: MemoryJournal())
        var refused: [String] = []
        try engine.play(&playback, through: end) { effect, _ in
            if case .send(.rejected(_, let error), _) = effect { refused.append("\(error)") }
        }
        #expect(refused.isEmpty && playback.skipped.isEmpty, "\(refused.prefix(5))")
        return engine.core.current
    }

    private func alerts(_ state: DayState) -> [String] {
        state.alerts.map { alert in
            let at = state.day.clock.local(alert.raisedAt).hourMinute
            return "\(at) \(alert.priority.word) \(alert.kind.rawValue) \(alert.about)"
        }
    }

    @Test(
        "nobody has a device, nothing goes wrong: no critical alert, at most two high ones",
        arguments: ["sample", "harbour"])
    func quiet(name: String) throws {
        let state = try play(Self.wedding(name))
        let critical = state.alerts.filter { $0.priority <= .critical }
        #expect(critical.isEmpty, "\(alerts(state))")
        #expect(state.alerts.count { $0.priority == .high } <= 2, "\(alerts(state))")
        // It was a day: people came, items ran, the roll call was held.
        #expect(state.day.people.allSatisfy { state.presence[$0.id]?.isCheckedIn == true })
        #expect(state.day.items.allSatisfy { $0.status == .done || $0.anchor == .buffer })
        let ceremony = try #require(state.day.ceremonyItem)
        #expect(state.day.duties[ceremony.rollCall]?.isDone == true)
    }

    @Test("one who never comes is raised at their times, once each, and nobody else is")
    func without() throws {
        let state = try play(Self.wedding("harbour"), without: ["p-judge"])
        #expect(
            alerts(state) == [
                "13:30 HIGH vendor_overdue p-judge", "13:30 CRITICAL key_person_missing p-judge",
                "13:45 CRITICAL vendor_no_show p-judge",
            ], "\(alerts(state))")
        let chefs = try play(Self.wedding("harbour"), without: ["p-chef", "p-cook"])
        #expect(
            alerts(chefs) == [
                "11:15 HIGH vendor_overdue p-chef", "11:30 CRITICAL vendor_no_show p-chef",
            ], "\(alerts(chefs))")
    }
}
