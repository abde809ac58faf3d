import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("The sample day's derived rows")
struct DerivedRowsTests {
    /// Rows that the core writes by itself, by their line in the script, and how far apart in time
    /// they may be: the script's system answers some seconds after its cause, ours at once.
    static let tolerance = Duration.seconds(10)

    static let rows = Sample.script.rows.compactMap { row -> (DayScript.Row, DayScript.Derived)? in
        if case .derived(let derived) = row.action { (row, derived) } else { nil }
    }

    /// All derived rows are matched, none is excused.
    @Test("every row that the script's system says, the core says itself", arguments: rows.indices)
    func matched(index: Int) {
        let (row, derived) = Self.rows[index]
        let near = Sample.whole.log.filter { event in
            let apart = event.at - row.receivedAt
            return apart <= Self.tolerance && apart >= .zero - Self.tolerance
        }
        #expect(
            near.contains { says($0, derived) },
            "line \(row.line): \(derived.kind) \(derived.subject)")
    }

    private func says(_ event: LogEvent, _ derived: DayScript.Derived) -> Bool {
        guard event.change.kind == derived.kind else { return false }
        func isAlert(_ id: AlertID) -> Bool {
            guard let alert = Sample.whole.state.alert(id) else { return false }
            return alert.rule == derived.reference.rule && alert.about == derived.reference.about
        }
        switch event.change {
        case .alert(.raise(let alert)): return isAlert(alert.id)
        case .alert(.causeGone(let id)), .alert(.resolve(let id)): return isAlert(id)
        case .alert(.escalate(let id, let step)):
            return isAlert(id) && step.zones.map(\.rawValue) == [derived.zone]
        case .task(.custodyCheck(let id)): return id.rawValue == derived.subject
        case .timeline(.ripple(let ripple)):
            return ripple.moves.first?.item.rawValue == derived.subject
                && ripple.moves.first?.start == clock(derived.value)
        case .edit(.settle(let conflict)):
            return conflict.entity.id == derived.subject
                && conflict.winner.value == .start(clock(derived.value))
        default: return false
        }
    }

    private func clock(_ text: String) -> Timestamp {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return Sample.moment(parts[0], parts[1])
    }

    /// What the core says beyond the script, and why each is right.
    @Test("what the core says beyond the script is known, and nothing else")
    func beyond() {
        let extra = Sample.whole.log.filter { event in
            event.by == .system && event.change.kind.hasPrefix("alert.raise")
                && !Self.rows.contains { says(event, $0.1) }
        }.compactMap { event -> String? in
            if case .alert(.raise(let alert)) = event.change {
                "\(alert.rule) \(alert.about)"
            } else {
                nil
            }
        }
        #expect(
            extra == [
                // The script only shows the battery reading; the rule it notes raises the alert.
                "r-batt p-maya",
                // The script writes the custody check; an alert carries what to do first.
                "r-ring rings",
                // The format's page says it: silent for 60 s at 16:42:20, with no row.
                "r-venue p-rosa",
            ])
    }

    @Test("every row of the script could be said")
    func nothingSkipped() { #expect(Sample.whole.skipped == []) }

    @Test("two plays of the same script are the same, effect by effect")
    func deterministic() {
        let again = Sample.play(until: Sample.moment(23, 59))
        #expect(again.effects.map(\.effect) == Sample.whole.effects.map(\.effect))
        #expect(again.state == Sample.whole.state)
    }

    /// The notes of the `expect` column that are facts of the state, at their moment.
    @Test("what the script expects of a row holds when it is played")
    func expectations() throws {
        let declined = Sample.play(until: Sample.moment(9, 12, 45)).state
        #expect(declined.day.guests.count { $0.rsvp.isExpected } == 117)
        #expect(declined.day.seated(at: "t-11").count == 5)
        let hair = Sample.play(until: Sample.moment(8, 12, 30)).state
        #expect(Forecast(hair.day, at: Sample.moment(8, 12)).ends["i-03"] == Sample.moment(12, 27))
        let moved = Sample.play(until: Sample.moment(13, 22, 30)).state
        #expect(moved.day.version == 8)
        #expect(moved.day.items["i-29"]?.start == Sample.moment(16, 0))
        #expect(moved.day.items["i-34"]?.start == Sample.moment(17, 30))
        #expect(moved.day.items["i-32"]?.start == Sample.moment(16, 20))
        #expect(moved.day.items["i-40"]?.start == Sample.moment(19, 20))
        #expect(moved.day.items["i-40"]?.end == Sample.moment(20, 0))
        let seated = Sample.play(until: Sample.moment(14, 45)).state
        #expect(seated.day.guests.count { $0.rsvp.isExpected } == 118)
        #expect(seated.day.seated(at: "t-07").count == 7)
        #expect(seated.day.seated(at: "t-11").count == 7)
        let meals = Dictionary(uniqueKeysWithValues: seated.mealCounts.map { ($0.meal, $0.count) })
        // The walk-in's risotto stands only in words; the chef's 20 counts it, the table says 19 + 1.
        #expect(
            meals == [
                "short_rib": 52, "trout": 39, "mushroom_risotto": 19, "kids_plate": 7,
                "not said": 1,
            ])
        let end = Sample.whole.state
        #expect(end.day.items["i-45"]?.overUnder == .minutes(-6))
        let pending = end.day.payments.filter { $0.status == .pending }.map(\.id.rawValue)
        #expect(
            pending == [
                "pay-03", "pay-07", "pay-10", "pay-13", "pay-14", "pay-15", "pay-16", "pay-17",
            ])
    }
}
