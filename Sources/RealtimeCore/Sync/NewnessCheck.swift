import RealtimeProtocol
import Wedding

/// Whether everything that a change names is there, and whatever it adds is not.
struct ReferenceCheck {
    let state: DayState

    private var day: WeddingDay { state.day }

    func check(_ change: Change) throws(ProtocolError) {
        if let person = change.presenceSubject { try check(person) }
        switch change {
        case .checkIn(_, let zone?), .move(_, let zone): try check(zone)
        case .startItem(let id), .endItem(let id), .skipItem(let id), .decide(let id, _):
            try check(id)
        case .standby(let id, let people), .go(let id, let people):
            try check(id)
            for person in people { try check(person) }
        case .shift(let ids, _): for id in ids { try check(id) }
        case .confirm(let id):
            if !state.messages.contains(where: { $0.id == id }) { throw .notFound("message \(id)") }
        case .raise(let alert): if let zone = alert.zone { try check(zone) }
        case .acknowledge(_, let zone?): try check(zone)
        case .assign(_, let person): try check(person)
        case .rsvp(let id, _): try check(id)
        case .guestsArrive(let ids, let zone):
            for id in ids { try check(id) }
            if let zone { try check(zone) }
        case .guestsLeave(let ids): for id in ids { try check(id) }
        case .finishDuty(let id): if day.duties[id] == nil { throw .notFound("task \(id)") }
        case .custody(let id, let holder):
            try check(id)
            if case .person(let person) = holder { try check(person) }
        case .custodyCheck(let id): try check(id)
        case .pay(let id, _): if day.payments[id] == nil { throw .notFound("payment \(id)") }
        case .addGuest(let guest):
            if day.guests[guest.id] != nil { throw .taken("guest \(guest.id)") }
        case .addDuty(let duty):
            if day.duties[duty.id] != nil { throw .taken("task \(duty.id)") }
            if let owner = duty.owner { try check(owner) }
        default: break
        }
    }

    private func check(_ id: PersonID) throws(ProtocolError) {
        if day.people[id] == nil { throw .notFound("person \(id)") }
    }

    private func check(_ id: ZoneID) throws(ProtocolError) {
        if day.zones[id] == nil { throw .notFound("zone \(id)") }
    }

    private func check(_ id: ItemID) throws(ProtocolError) {
        if day.items[id] == nil { throw .notFound("item \(id)") }
    }

    private func check(_ id: GuestID) throws(ProtocolError) {
        if day.guests[id] == nil { throw .notFound("guest \(id)") }
    }

    private func check(_ id: CustodyID) throws(ProtocolError) {
        if day.custody[id] == nil { throw .notFound("thing \(id)") }
    }
}
