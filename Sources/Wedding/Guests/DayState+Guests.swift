extension DayState {
    mutating func apply(_ change: GuestChange, by event: LogEvent) {
        switch change {
        case .rsvp(let id, let answer):
            note(FieldEdit(.rsvp, .text(answer.rawValue)), .guest(id), event)
            day.guests.update(id) { $0.rsvp = answer }
            // Who is not here is in no room.
            if !answer.isHere { place(id, in: nil) }
        case .add(let guest): day.guests.insert(guest)
        case .arrive(let ids, let zone):
            for id in ids {
                guard let guest = day.guests[id] else { continue }
                if !guest.rsvp.isHere {
                    day.guests.update(id) { $0.rsvp = .arrived }
                    if guest.person == nil { arrivals.append(event.at) }
                }
                if guest.person == nil { place(id, in: zone) }
            }
        case .leave(let ids):
            for id in ids {
                day.guests.update(id) { $0.rsvp = .left }
                place(id, in: nil)
            }
        case .seat(let id, let table):
            let seat = freeSeat(at: table)
            note(FieldEdit(.table, .text(table.rawValue)), .guest(id), event)
            day.guests.update(id) { ($0.table, $0.seat) = (table, seat) }
            // A walk-in's place in the head count begins with a chair.
            day.guests.update(id) { if $0.rsvp == .arrivedUninvited { $0.rsvp = .arrived } }
        }
    }

    /// A change that has a kind of its own is an edit of a field, too.
    mutating func note(_ edit: FieldEdit, _ entity: Entity, _ event: LogEvent) {
        let key = FieldKey(entity, edit.field)
        guard let before = value(key) else { return }
        bump(key, edit, before: before, by: event)
    }

    private mutating func place(_ guest: GuestID, in zone: ZoneID?) {
        if let old = guestZones[guest] { guestCounts[old, default: 1] -= 1 }
        guestZones[guest] = zone
        if let zone { guestCounts[zone, default: 0] += 1 }
    }

    /// Of whom it was said where they are since then.
    func guestsPlaced(since moment: Timestamp) -> Set<GuestID> {
        var found: Set<GuestID> = []
        for event in recent.reversed() where event.at >= moment {
            if case .guest(.arrive(let ids, _)) = event.change { found.formUnion(ids) }
        }
        return found
    }

    /// Where a guest was last said to be.
    package func zone(of guest: GuestID) -> ZoneID? { guestZones[guest] }

    /// The lowest seat number nobody has.
    func freeSeat(at table: TableID) -> Int? {
        guard let seats = day.tables[table]?.seats else { return nil }
        let taken = Set(day.seated(at: table).compactMap(\.seat))
        return (1...max(1, seats)).first { !taken.contains($0) }
    }

    /// Meals to cook, by dish, most first.
    public var mealCounts: [(meal: String, count: Int)] {
        var counts: [String: Int] = [:]
        for guest in day.guests where guest.rsvp.isExpected {
            counts[guest.meal ?? "not said", default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ($0.key, $0.value) }
    }
}
