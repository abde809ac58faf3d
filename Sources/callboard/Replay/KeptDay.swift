import Foundation
import Interchange
import Journal
import Wedding

/// A day as its journal kept it, to be looked at from any moment.
struct KeptDay: Sendable {
    let plan: WeddingDay
    let events: [LogEvent]
    let entries: [ReportEntry]
    let facts: JournalFacts
    let viewer: Person

    init(_ options: JournalOptions) throws {
        let file = try options.open()
        guard let header = try file.header() else {
            throw HostProblem("The log is empty: nothing has happened yet.")
        }
        var entries: [ReportEntry] = []
        try file.eachEntry { entry in
            entries.append(ReportEntry(event: entry.event, addressees: entry.addressees))
        }
        guard let viewer = header.day.lead(of: .coordinator), !entries.isEmpty else {
            throw HostProblem("The log has no entries yet: nothing has happened.")
        }
        plan = header.day
        (self.entries, self.viewer) = (entries, viewer)
        events = entries.map(\.event)
        facts = try file.facts()
    }

    var start: Timestamp { events.first?.at ?? .zero }
    var end: Timestamp { events.last?.at ?? .zero }

    /// The day after everything up to a moment.
    func state(at moment: Timestamp) -> DayState {
        var state = DayState(day: plan)
        for event in events {
            guard event.at <= moment else { break }
            state.apply(event)
        }
        return state
    }

    /// `15:00` of the day the log is about: the wedding's own, or the day of the first entry where
    /// that has none.
    func moment(_ time: TimeOfDay) throws -> Timestamp {
        let dates = [plan.date, plan.clock.local(start).date]
        let date = dates.first { date in
            events.contains { plan.clock.local($0.at).date == date }
        }
        return try plan.clock.moment(time.typed, on: date ?? plan.date)
    }
}
