import RealtimeProtocol
import Wedding

/// Something that a wish names.
enum Reference: Hashable {
    case person(PersonID)
    case zone(ZoneID)
    case item(ItemID)
    case alert(AlertID)
    case guest(GuestID)
    case table(TableID)
    case vendor(VendorID)
    case task(DutyID)
    case thing(CustodyID)
    case payment(PaymentID)
    case message(MessageID)
    case proposal(Proposal.ID)
    case conflict(Conflict.ID)
    case grant(AccessGrant.ID)

    /// What is said where it is not, or where its being there is nobody's business.
    var words: String {
        switch self {
        case .person(let id): "person \(id)"
        case .zone(let id): "zone \(id)"
        case .item(let id): "item \(id)"
        case .alert(let id): "alert \(id)"
        case .guest(let id): "guest \(id)"
        case .table(let id): "table \(id)"
        case .vendor(let id): "vendor \(id)"
        case .task(let id): "task \(id)"
        case .thing(let id): "thing \(id)"
        case .payment(let id): "payment \(id)"
        case .message(let id): "message \(id) to confirm"
        case .proposal(let id): "proposal \(id) that waits"
        case .conflict(let id): "conflict \(id)"
        case .grant(let id): "grant \(id) that is open"
        }
    }

    init?(_ entity: Entity) {
        switch entity {
        case .item(let id): self = .item(id)
        case .vendor(let id): self = .vendor(id)
        case .person(let id): self = .person(id)
        case .task(let id): self = .task(id)
        case .guest(let id): self = .guest(id)
        case .table(let id): self = .table(id)
        case .payment(let id): self = .payment(id)
        case .custody(let id): self = .thing(id)
        case .wedding: return nil
        }
    }
}

extension Change {
    /// Everything that must be there, and seen by whoever says this.
    var references: [Reference] {
        switch self {
        case .checkIn(let person, let zone, _):
            [.person(person)] + (zone.map { [.zone($0)] } ?? [])
        case .move(let person, let zone): [.person(person), .zone(zone)]
        case .activity(let person, _), .eta(let person, _), .battery(let person, _, _):
            [.person(person)]
        case .startItem(let id), .endItem(let id), .skipItem(let id), .decide(let id, _),
            .deleteItem(let id):
            [.item(id)]
        case .standby(let id, let people), .go(let id, let people):
            [.item(id)] + people.map { .person($0) }
        case .edit(let entity, _, _), .text(let entity, _, _, _):
            [Reference(entity)].compactMap { $0 }
        case .acceptProposal(let id), .declineProposal(let id): [.proposal(id)]
        case .moveItem(let id, let after, _): [.item(id)] + (after.map { [.item($0)] } ?? [])
        case .atomic(_, let conditions): conditions.compactMap { Reference($0.entity) }
        case .shift(let ids, _): ids.map { .item($0) }
        case .resolveConflict(let id, _): [.conflict(id)]
        case .raise(let alert): alert.zone.map { [.zone($0)] } ?? []
        case .acknowledge(let id, let zone): [.alert(id)] + (zone.map { [.zone($0)] } ?? [])
        case .assign(let id, let person): [.alert(id), .person(person)]
        case .escalate(let id, _), .updateAlert(let id), .broadcast(let id), .resolve(let id),
            .causeGone(let id), .shelve(let id, _), .unshelve(let id), .cancel(let id),
            .allClear(let id):
            [.alert(id)]
        case .rsvp(let id, _): [.guest(id)]
        case .seat(let id, let table): [.guest(id), .table(table)]
        case .guestsArrive(let ids, let zone):
            ids.map { .guest($0) } + (zone.map { [.zone($0)] } ?? [])
        case .guestsLeave(let ids): ids.map { .guest($0) }
        case .addDuty(let duty): duty.owner.map { [.person($0)] } ?? []
        case .finishDuty(let id): [.task(id)]
        case .custody(let id, .person(let person)): [.thing(id), .person(person)]
        case .custody(let id, _), .custodyCheck(let id): [.thing(id)]
        case .pay(let id, _): [.payment(id)]
        case .confirm(let id): [.message(id)]
        case .grantAccess(let grant): [.person(grant.to)]
        case .agreeAccess(let id), .endAccess(let id): [.grant(id)]
        case .addGuest(let guest):
            [guest.table.map { .table($0) }, guest.person.map { .person($0) }].compactMap { $0 }
        case .propose, .addItem, .publish, .ripple, .settle, .send, .note, .weather, .closeDay:
            []
        }
    }

    /// What is there once this was written.
    var added: Reference? {
        switch self {
        case .addItem(let item): .item(item.id)
        case .addGuest(let guest): .guest(guest.id)
        case .addDuty(let duty): .task(duty.id)
        case .checkIn, .move, .activity, .eta, .battery, .startItem, .endItem, .skipItem, .standby,
            .go, .decide, .edit, .text, .propose, .acceptProposal, .declineProposal, .deleteItem,
            .moveItem, .shift, .publish, .ripple, .settle, .resolveConflict, .atomic, .raise,
            .acknowledge, .escalate, .updateAlert, .broadcast, .assign, .resolve, .causeGone,
            .shelve, .unshelve, .cancel, .allClear, .rsvp, .guestsArrive, .guestsLeave, .seat,
            .finishDuty, .custody, .custodyCheck, .pay, .send, .confirm, .note, .weather,
            .grantAccess, .agreeAccess, .endAccess, .closeDay:
            nil
        }
    }
}

/// Whether everything that a wish names is there for whoever says it. What they may not see is not
/// there: a refusal tells nothing else.
struct ReferenceCheck {
    let visibility: Visibility
    /// nil for what no person says.
    let reader: Reader?

    func check(_ change: Change) throws(ProtocolError) {
        var added: Set<Reference> = []
        for part in change.parts {
            for reference in part.references where !added.contains(reference) {
                guard holds(reference) else { throw .notFound(reference.words) }
            }
            if let new = part.added { added.insert(new) }
        }
        guard case .atomic(_, let conditions) = change, let reader else { return }
        for condition in conditions where !visibility.seesRevisions(of: condition.key, reader) {
            throw .notFound(Reference(condition.entity)?.words ?? "wedding")
        }
    }

    private func holds(_ reference: Reference) -> Bool {
        let (state, day) = (visibility.state, visibility.day)
        switch reference {
        case .person(let id): return day.people[id] != nil
        case .zone(let id): return day.zones[id] != nil
        case .vendor(let id): return day.vendors[id] != nil
        case .item(let id):
            return sees(day.items[id] ?? state.deletedItems[id]?.item) { visibility.sees($0, $1) }
        case .alert(let id): return sees(state.alert(id)) { visibility.reads(told: $0, $1) }
        case .guest(let id): return sees(day.guests[id]) { visibility.sees($0, $1) }
        case .table(let id):
            return sees(day.tables[id]) { _, reader in
                visibility.level(reader, .guests) != .none
            }
        case .task(let id): return sees(day.duties[id]) { visibility.sees($0, $1) }
        case .thing(let id): return sees(day.custody[id]) { visibility.sees($0, $1) }
        case .payment(let id): return sees(day.payments[id]) { visibility.sees($0, $1) }
        case .message(let id):
            return sees(state.messages.last { $0.id == id }) { visibility.reads($0, $1) }
        case .proposal(let id):
            return sees(state.openWishes.first { $0.id == id }) { visibility.reads($0, $1) }
        case .conflict(let id): return sees(state.conflict(id)) { visibility.reads($0, $1) }
        case .grant(let id):
            return sees(state.grant(id).flatMap { $0.isOpen ? $0 : nil }) {
                visibility.reads($0, $1)
            }
        }
    }

    private func sees<Value>(_ value: Value?, _ may: (Value, Reader) -> Bool) -> Bool {
        guard let value else { return false }
        return reader.map { may(value, $0) } ?? true
    }
}

extension Change {
    /// A unit's conditions, then its parts; or the change itself.
    fileprivate var parts: [Change] {
        if case .atomic(let parts, _) = self { [self] + parts } else { [self] }
    }
}
