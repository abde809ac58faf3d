import RealtimeProtocol
import Wedding

/// What a day came to, in a few lines.
package struct DaySummary {
    package let lines: [String]

    package init(state: DayState, stats: CoreStats, at now: Timestamp) {
        let seenGuests = state.day.otherGuests(who: \.hasCome)
        let seenPeople =
            state.unnamedCrewSeen
            + state.day.people.count { state.presence[$0.id]?.checkedInAt != nil }
        let alerts = state.alerts
        let acked = alerts.filter { $0.acknowledgedAt != nil }
        let waits = acked.compactMap { alert in alert.acknowledgedAt.map { $0 - alert.raisedAt } }
        let mean = waits.isEmpty ? Duration.zero : waits.reduce(Duration.zero, +) / waits.count
        let done = state.day.items.filter { $0.status == .done }
        let escalated = alerts.count { !$0.stepsTaken.isEmpty }
        let open = alerts.count(where: \.isOpen)
        let ranks = [Priority.emergency, .critical, .high].map { rank in
            "\(alerts.count { $0.priority == rank }) \(rank.word.lowercased())"
        }
        lines = [
            "\(state.day.title), \(state.day.date.weekdayName) "
                + "\(state.day.date.day) \(state.day.date.monthName), run of show v\(state.day.version)",
            "people     \(seenPeople + seenGuests) seen of \(state.expectedCount)",
            "timeline   \(done.count) of \(state.day.items.count) items done, "
                + "\(state.lateness.wholeMinutes) minutes late at hard times",
            "alerts     \(alerts.count) raised, \(acked.count) acknowledged (mean \(mean.words)), "
                + "\(escalated) escalated, \(open) still open",
            "           \(ranks.joined(separator: ", "))",
            "messages   \(stats.lettersDelivered) delivered, \(stats.lettersWaiting) waiting, "
                + "\(stats.lettersDead) dead",
            "conflicts  \(state.conflicts.count) settled, \(stats.refused) changes refused",
            "log        \(state.offset) entries",
        ]
    }
}
