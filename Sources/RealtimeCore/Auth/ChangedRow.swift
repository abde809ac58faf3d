import Wedding

/// A row of one of the tables that stock clients may follow, which an entry changed: what it is of,
/// as it stands now.
public struct ChangedRow: Sendable {
    public enum Kind: String, Sendable {
        case insert = "INSERT", update = "UPDATE", delete = "DELETE"
    }

    public enum Subject: Sendable {
        case item(TimelineItem)
        /// A company, and what its lead does.
        case vendor(Vendor, lead: PersonID, Presence)
        case duty(Duty)
        case incident(Alert)
        case guest(Guest)
    }

    public let kind: Kind
    public let subject: Subject
}

extension RealtimeCore {
    /// The rows that an entry changed, before anything is taken out.
    public func rowsChanged(by event: LogEvent) -> [ChangedRow] {
        let day = state.day
        func item(_ id: ItemID, _ kind: ChangedRow.Kind = .update) -> [ChangedRow] {
            (day.items[id] ?? state.deletedItems[id]?.item)
                .map { [ChangedRow(kind: kind, subject: .item($0))] } ?? []
        }
        func duty(_ id: DutyID, _ kind: ChangedRow.Kind) -> [ChangedRow] {
            day.duties[id].map { [ChangedRow(kind: kind, subject: .duty($0))] } ?? []
        }
        func guest(_ id: GuestID, _ kind: ChangedRow.Kind = .update) -> [ChangedRow] {
            day.guests[id].map { [ChangedRow(kind: kind, subject: .guest($0))] } ?? []
        }
        func incident(_ id: AlertID, _ kind: ChangedRow.Kind = .update) -> [ChangedRow] {
            state.alert(id).map { [ChangedRow(kind: kind, subject: .incident($0))] } ?? []
        }
        switch event.change {
        case .startItem(let id), .endItem(let id), .skipItem(let id), .standby(let id, _),
            .go(let id, _), .decide(let id, _), .edit(.item(let id), _, _):
            return item(id)
        case .shift(let ids, _): return ids.flatMap { item($0) }
        case .addItem(let added): return item(added.id, .insert)
        case .deleteItem(let id): return item(id, .delete)
        case .checkIn(let id, _, _), .activity(let id, _), .eta(let id, _), .move(let id, _):
            return company(of: id)
        case .addDuty(let added): return duty(added.id, .insert)
        case .finishDuty(let id), .edit(.task(let id), _, _): return duty(id, .update)
        case .raise(let alert): return incident(alert.id, .insert)
        case .acknowledge(let id, _), .escalate(let id, _), .updateAlert(let id),
            .broadcast(let id), .assign(let id, _), .resolve(let id), .causeGone(let id),
            .shelve(let id, _), .unshelve(let id), .cancel(let id), .allClear(let id):
            return incident(id)
        case .rsvp(let id, _), .seat(let id, _), .edit(.guest(let id), _, _): return guest(id)
        case .addGuest(let added): return guest(added.id, .insert)
        case .guestsArrive(let ids, _), .guestsLeave(let ids): return ids.flatMap { guest($0) }
        case .edit, .text, .battery, .propose, .acceptProposal, .declineProposal, .moveItem,
            .atomic, .publish, .ripple, .settle, .resolveConflict, .custody, .custodyCheck, .pay,
            .send, .confirm, .note, .weather, .grantAccess, .agreeAccess, .endAccess, .closeDay:
            return []
        }
    }

    private func company(of person: PersonID) -> [ChangedRow] {
        let day = state.day
        guard let vendor = day.people[person]?.vendor.flatMap({ day.vendors[$0] }),
            let lead = day.lead(of: vendor.id), lead.id == person
        else { return [] }
        let presence = state.presence[person] ?? Presence()
        return [ChangedRow(kind: .update, subject: .vendor(vendor, lead: person, presence))]
    }

    /// What of them one reader may see.
    public func redacted(_ rows: [ChangedRow], for reader: Reader) -> [ChangedRow] {
        let visibility = Visibility(state: state)
        return rows.compactMap { row in
            visibility.redacted(row.subject, for: reader).map {
                ChangedRow(kind: row.kind, subject: $0)
            }
        }
    }
}
