import Wedding

/// What is there for a reader, one thing at a time: asked by snapshots, rows and refusals alike.
extension Visibility {
    /// What a reader may see: by class, and by what they were lent.
    func level(_ reader: Reader, _ category: RightsCategory) -> RightsLevel {
        guard let person = reader.person.flatMap({ day.people[$0] }) else {
            return reader.level(category)
        }
        return state.level(category, of: person)
    }

    func isOwn(_ id: GuestID, _ reader: Reader) -> Bool {
        day.guests[id]?.person == reader.person
    }

    func sees(_ item: TimelineItem, _ reader: Reader) -> Bool {
        sees(item, reader.role) || level(reader, .timeline) >= .edit
            || reader.person.map(item.involves) == true
            || reader.principal == .desk && isOfCompany(item)
    }

    func reads(_ message: Message, _ reader: Reader) -> Bool {
        level(reader, .messaging) >= .manage || reader.isOneOf([message.from.person])
            || reader.person.map(message.recipients.contains) == true
    }

    func reads(_ conflict: Conflict, _ reader: Reader) -> Bool {
        level(reader, FieldRule.of(conflict.key)?.category ?? .timeline) >= .edit
            || reader.isOneOf([conflict.winner.by.person, conflict.loser.by.person])
    }

    func reads(_ wish: Proposal, _ reader: Reader) -> Bool {
        level(reader, .timeline) >= .edit || reader.isOneOf([wish.by.person])
    }

    func reads(_ grant: AccessGrant, _ reader: Reader) -> Bool {
        level(reader, .emergency) >= .manage || reader.isOneOf([grant.to])
    }

    func sees(_ guest: Guest, _ reader: Reader) -> Bool {
        let guests = level(reader, .guests)
        return guests == .view || guests >= .edit || reader.isOneOf([guest.person])
    }

    func sees(_ duty: Duty, _ reader: Reader) -> Bool {
        let vendors = level(reader, .vendors)
        return vendors == .view || vendors >= .edit || reader.isOneOf([duty.owner])
    }

    func sees(_ thing: CustodyThing, _ reader: Reader) -> Bool {
        let vendors = level(reader, .vendors)
        return vendors == .view || vendors >= .edit || reader.isOneOf([thing.lastHolder])
    }

    func sees(_ payment: Payment, _ reader: Reader) -> Bool {
        let vendor = reader.person.flatMap { day.people[$0]?.vendor }
        return level(reader, .payments) >= .edit || vendor != nil && payment.vendor == vendor
    }

    func seesRevisions(of key: FieldKey, _ reader: Reader) -> Bool {
        seesRevision(of: key, reader) != .none
    }

    func reads(told alert: Alert, _ reader: Reader) -> Bool {
        if alert.audience.contains(.all) || level(reader, .emergency) >= .manage { return true }
        guard let person = reader.person else { return false }
        return alert.called.contains(person) || alert.owner == person
            || alert.raisedBy == .person(person)
            || day.people(for: state.audience(of: alert), alert.context).contains(person)
    }

    func seesPresence(_ reader: Reader) -> Bool {
        reader.role != .guest && reader.role.level(.presence) >= .view
    }

    /// How often a field was edited is for those who see the field; by whom, for those who edit it.
    func seesRevision(of key: FieldKey, _ reader: Reader) -> DayState.Sight {
        let category = FieldRule.of(key)?.category ?? .timeline
        if level(reader, category) >= .edit { return .whole }
        let viewers: Audience
        if let id = key.entity.item {
            guard let item = day.items[id], sees(item, reader) else { return .none }
            if reader.role == .guest && key.field != .zone && !key.isTime { return .none }
            if id == day.ceremony, !key.isTime, level(reader, .ceremony) < .view { return .none }
            return key.field == .notes && !reader.isStation ? .whole : .number
        } else {
            viewers = field(key)
        }
        let isTheirs =
            viewers.roles.contains(reader.role)
            || reader.person.map(viewers.people.contains) == true
        return isTheirs ? .number : .none
    }
}

extension FieldKey {
    fileprivate var isTime: Bool { field == .start || field == .end }
}
