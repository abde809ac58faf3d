import Wedding

/// A row of one of the tables that stock clients may follow, which an entry changed: what it is of,
/// as it stands now.
package struct ChangedRow: Sendable {
    package typealias Kind = RowKey.Verb

    package enum Subject: Sendable {
        case item(TimelineItem)
        /// A company, and what its lead does.
        case vendor(Vendor, lead: PersonID, Presence)
        case duty(Duty)
        case incident(Alert)
        case guest(Guest)
    }

    package let kind: Kind
    package let subject: Subject
}

extension RealtimeCore {
    /// The rows that an entry changed, before anything is taken out.
    package func rowsChanged(by event: LogEvent) -> [ChangedRow] {
        let keys = event.change.law(in: state, at: event.at).rows
        return keys.compactMap { key in
            subject(key.subject).map { ChangedRow(kind: key.verb, subject: $0) }
        }
    }

    private func subject(_ subject: RowKey.Subject) -> ChangedRow.Subject? {
        let day = state.day
        switch subject {
        case .item(let id):
            return (day.items[id] ?? state.deletedItems[id]?.item).map { .item($0) }
        case .duty(let id): return day.duties[id].map { .duty($0) }
        case .guest(let id): return day.guests[id].map { .guest($0) }
        case .incident(let id): return state.alert(id).map { .incident($0) }
        case .company(let person):
            guard let vendor = day.people[person]?.vendor.flatMap({ day.vendors[$0] }),
                day.lead(of: vendor.id)?.id == person
            else { return nil }
            return .vendor(vendor, lead: person, state.presence[person] ?? Presence())
        }
    }

    /// What of them one reader may see.
    package func redacted(_ rows: [ChangedRow], for subscriber: Subscriber) -> [ChangedRow] {
        let visibility = Visibility(state: state)
        return rows.compactMap { row in
            visibility.redacted(row.subject, for: subscriber).map {
                ChangedRow(kind: row.kind, subject: $0)
            }
        }
    }
}
