import Wedding

/// What is there for a reader, one thing at a time: asked by snapshots, rows and refusals alike.
extension Visibility {
    /// What a reader may see: by class, and by what they were lent.
    func level(_ subscriber: Subscriber, _ category: RightsCategory) -> RightsLevel {
        guard let person = subscriber.person.flatMap({ day.people[$0] }) else {
            return subscriber.level(category)
        }
        return state.level(category, of: person)
    }

    func isOwn(_ id: GuestID, _ subscriber: Subscriber) -> Bool {
        day.guests[id]?.person == subscriber.person
    }

    func sees(_ item: TimelineItem, _ subscriber: Subscriber) -> Bool {
        sees(item, subscriber.role) || level(subscriber, .timeline) >= .edit
            || subscriber.person.map(item.involves) == true
            || subscriber.principal == .station && isOfCompany(item)
    }

    func reads(_ message: Message, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .messaging) >= .manage || subscriber.isOneOf([message.from.person])
            || subscriber.person.map(message.recipients.contains) == true
            || subscriber.principal == .station && isForStation(message.station, [])
    }

    func reads(_ conflict: Conflict, _ subscriber: Subscriber) -> Bool {
        level(subscriber, FieldRule.of(conflict.key)?.category ?? .timeline) >= .edit
            || subscriber.isOneOf([conflict.winner.by.person, conflict.loser.by.person])
    }

    func reads(_ proposal: Proposal, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .timeline) >= .edit || subscriber.isOneOf([proposal.by.person])
    }

    func reads(_ grant: AccessGrant, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .emergency) >= .manage || subscriber.isOneOf([grant.to])
    }

    func sees(_ guest: Guest, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .guests).seesOthers || subscriber.isOneOf([guest.person])
    }

    func sees(_ duty: Duty, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .vendors).seesOthers || subscriber.isOneOf([duty.owner])
    }

    func sees(_ thing: CustodyThing, _ subscriber: Subscriber) -> Bool {
        level(subscriber, .vendors).seesOthers || subscriber.isOneOf([thing.lastHolder])
    }

    func sees(_ payment: Payment, _ subscriber: Subscriber) -> Bool {
        let vendor = subscriber.person.flatMap { day.people[$0]?.vendor }
        return level(subscriber, .payments) >= .edit || vendor != nil && payment.vendor == vendor
    }

    func seesRevisions(of key: FieldKey, _ subscriber: Subscriber) -> Bool {
        seesRevision(of: key, subscriber) != .none
    }

    func reads(told alert: Alert, _ subscriber: Subscriber) -> Bool {
        if alert.audience.contains(.all) || level(subscriber, .emergency) >= .manage { return true }
        guard let person = subscriber.person else { return false }
        return alert.called.contains(person) || alert.owner == person
            || alert.raisedBy == .person(person)
            || day.people(for: state.audience(of: alert), alert.context).contains(person)
    }

    func seesPresence(_ subscriber: Subscriber) -> Bool {
        subscriber.role != .guest && subscriber.role.level(.presence) >= .view
    }

    /// How often a field was edited is for those who see the field; by whom, for those who edit it.
    func seesRevision(of key: FieldKey, _ subscriber: Subscriber) -> DayState.Sight {
        let category = FieldRule.of(key)?.category ?? .timeline
        if level(subscriber, category) >= .edit { return .whole }
        let viewers: Audience
        if let id = key.entity.item {
            guard let item = day.items[id], sees(item, subscriber) else { return .none }
            if subscriber.role == .guest && key.field != .zone && !key.isTime { return .none }
            if id == day.ceremony, !key.isTime, level(subscriber, .ceremony) < .view {
                return .none
            }
            return key.field == .notes && !subscriber.isStation ? .whole : .number
        } else {
            viewers = field(key)
        }
        let isTheirs =
            viewers.roles.contains(subscriber.role)
            || subscriber.person.map(viewers.people.contains) == true
        return isTheirs ? .number : .none
    }
}

extension FieldKey {
    fileprivate var isTime: Bool { field == .start || field == .end }
}
