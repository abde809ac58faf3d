import Wedding

/// An entry of the log with those whose devices were to get it.
package struct ReportEntry: Sendable {
    package let event: LogEvent
    package let addressees: [PersonID]

    package init(event: LogEvent, addressees: [PersonID]) {
        (self.event, self.addressees) = (event, addressees)
    }
}

/// How a day went: planned against actual, alerts and how fast they were answered, what reached
/// whom, and what met. Pure: the same log gives the same report.
package struct DayReport {
    package struct Table {
        package let name: String
        package let title: String
        package let columns: [String]
        package let rows: [[String]]
    }

    package let title: String
    package let summary: [String]
    package let tables: [Table]

    /// Who reads it. What goes wrong on a day is not everybody's to know.
    package enum Reader: String, Sendable, CaseIterable {
        case couple, team, venue
    }

    /// - Parameters:
    ///   - plan: The day as it was when the log began.
    ///   - settled: Letters that arrived or became of no use, by offset.
    ///   - dead: Letters that reached nobody, by offset.
    package init(
        plan: WeddingDay, entries: [ReportEntry], settled: [Int: Int], dead: [Int: Int],
        reader: Reader = .team
    ) {
        var state = DayState(day: plan)
        var ended: [AlertID: Timestamp] = [:]
        var outdated: [Outdated] = []
        for entry in entries {
            state.apply(entry.event)
            if let report = Outdated(entry.event, state) { outdated.append(report) }
            if let id = entry.event.change.alertSubject, ended[id] == nil,
                state.alert(id)?.state.isOver == true
            {
                ended[id] = entry.event.at
            }
        }
        let facts = Facts(plan, state, entries, settled, dead, ended)
        let date = plan.date
        title = "\(plan.title), \(date.weekdayName) \(date.day) \(date.monthName) \(date.year)"
        switch reader {
        case .couple: (summary, tables) = (facts.coupleSummary, facts.coupleTables)
        case .team:
            summary = facts.summary
            tables =
                [facts.items, facts.people, facts.outdated(outdated), facts.alerts]
                + facts.teamTables + [facts.deliveries, facts.conflicts]
        case .venue: (summary, tables) = (facts.venueSummary, facts.venueTables)
        }
    }
}

/// A place that somebody was said to be at, which arrived when a newer one of theirs was known: a
/// check-in from a queue, or a double one.
struct Outdated {
    let person: PersonID
    let zone: ZoneID
    let event: LogEvent
    /// Where they were known to be, and since when.
    let standing: (zone: ZoneID, at: Timestamp)

    /// - Parameter state: The day after the event.
    init?(_ event: LogEvent, _ state: DayState) {
        guard case .presence(let change) = event.change else { return nil }
        switch change {
        case .checkIn(let person, let zone?, _), .move(let person, let zone):
            guard let presence = state.presence[person], let known = presence.zone,
                let at = presence.zoneAt, known != zone, at > min(event.saidAt, event.at)
            else { return nil }
            (self.person, self.zone, self.event, standing) = (person, zone, event, (known, at))
        case .checkIn, .activity, .eta, .battery, .correct: return nil
        }
    }
}
