import Wedding

/// What is left of an entry, and of the day, for one class of readers.
extension Visibility {
    /// An entry in the words that `reader` may read. Who gets it at all is `viewers(of:)`.
    func redacted(_ event: LogEvent, for reader: Reader) -> LogEvent {
        let text = hides(textOf: event, from: reader) ? "" : event.text
        let change = redacted(event.change, for: reader)
        guard change != event.change || text != event.text else { return event }
        return LogEvent(
            offset: event.offset, id: event.id, at: event.at, saidAt: event.saidAt, by: event.by,
            via: event.via, change: change, text: text, priority: event.priority)
    }

    private func hides(textOf event: LogEvent, from reader: Reader) -> Bool {
        switch event.change {
        // Names and numbers of whom to ring are for those who ring.
        case .escalate, .assign: return level(reader, .emergency) < .manage
        case .startItem, .endItem, .skipItem, .standby, .go, .decide, .edit(.item, _, _), .shift,
            .addItem, .deleteItem:
            if reader.role == .guest { return true }
            return touchesCeremony(event.change) && level(reader, .ceremony) < .view
        default: return reader.isStation && !event.isForEveryone(state)
        }
    }

    private func touchesCeremony(_ change: Change) -> Bool {
        if case .shift(let ids, _) = change { return ids.contains { $0 == day.ceremony } }
        return change.itemSubject != nil && change.itemSubject == day.ceremony
    }

    private func redacted(_ change: Change, for reader: Reader) -> Change {
        if change.isDetail, touchesCeremony(change), level(reader, .ceremony) < .view {
            // That something changed, for those who depend on it; not what.
            return .note(subject: change.itemSubject?.rawValue ?? "")
        }
        if case .edit(.person(let id), _, _) = change, reader.isStation,
            day.people[id].flatMap({ redacted($0, for: reader) }) == nil
        {
            return .note(subject: "")
        }
        return switch change {
        case .decide(let id, _)
        where reader.role == .guest || touchesCeremony(change) && level(reader, .ceremony) < .view:
            .decide(id, "")
        case .addGuest(let guest): .addGuest(redacted(guest, for: reader))
        case .addItem(let item):
            .addItem(
                redacted(item, for: reader, seesCeremony: level(reader, .ceremony) >= .view))
        case .guestsArrive(let ids, let zone) where level(reader, .guests) == .own:
            .guestsArrive(ids.filter { isOwn($0, reader) }, zone: zone)
        case .guestsLeave(let ids) where level(reader, .guests) == .own:
            .guestsLeave(ids.filter { isOwn($0, reader) })
        case .escalate(let id, let step) where level(reader, .emergency) < .manage:
            .escalate(
                id,
                Escalation(step: step.step, target: step.target, zones: step.zones, people: []))
        case .broadcast(let id) where level(reader, .emergency) < .manage:
            // To them it is news.
            state.alert(id).map { .raise($0) } ?? change
        default: change
        }
    }

    /// What a reader may see: by class, and by what they were lent.
    private func level(_ reader: Reader, _ category: RightsCategory) -> RightsLevel {
        guard let person = reader.person.flatMap({ day.people[$0] }) else {
            return reader.level(category)
        }
        return state.level(category, of: person)
    }

    private func isOwn(_ id: GuestID, _ reader: Reader) -> Bool {
        day.guests[id]?.person == reader.person
    }

    private func sees(_ item: TimelineItem, _ reader: Reader) -> Bool {
        sees(item, reader.role) || level(reader, .timeline) >= .edit
            || reader.person.map(item.involves) == true
            || reader.principal == .desk && isOfCompany(item)
    }

    private func redacted(_ guest: Guest, for reader: Reader) -> Guest {
        guard level(reader, .guests) < .edit, guest.person != reader.person || guest.person == nil
        else { return guest }
        var guest = guest
        (guest.phone, guest.email, guest.notes) = (nil, nil, nil)
        if reader.role == .photographer { (guest.diet, guest.meal) = (nil, nil) }
        return guest
    }

    /// The day as `reader` may see it.
    func view(for reader: Reader) -> DayState {
        var view = state
        view.day = plan(for: reader)
        let person = reader.person
        view.keep(
            presence: { id, _ in
                id == person
                    || seesPresence(reader)
                        && (reader.principal != .desk || day.people[id]?.vendor != nil)
            },
            alerts: { reads(told: $0, reader) },
            messages: { message in
                level(reader, .messaging) >= .manage
                    || message.from.person == person && person != nil
                    || person.map(message.recipients.contains) == true
            },
            conflicts: { conflict in
                level(reader, Strategy.rule(conflict.key)?.category ?? .timeline) >= .edit
                    || person != nil
                        && [conflict.winner.by.person, conflict.loser.by.person].contains(person)
            },
            recent: { event in
                let viewers = viewers(of: event)
                if reader.principal == .desk { return isForDesk(event, viewers) }
                return viewers.roles.contains(reader.role)
                    || person.map(viewers.people.contains) == true
            })
        view.redact(
            hidesBatteriesExceptOf: level(reader, .presence) >= .edit ? nil : person,
            hidesBatteries: level(reader, .presence) < .edit,
            hidesProposal: level(reader, .timeline) < .edit,
            wishes: { wish in
                level(reader, .timeline) >= .edit || person != nil && wish.by.person == person
            },
            revisions: { seesRevision(of: $0, reader) },
            hidesGuestPlaces: level(reader, .guests) < .edit,
            hidesAlertHistory: level(reader, .emergency) < .manage,
            grants: { level(reader, .emergency) >= .manage || $0.to == person && person != nil },
            hidesPlaces: reader.principal == .desk
        ) { redacted($0, for: reader) }
        return view
    }

    /// How often a field was edited is for those who see the field; by whom, for those who edit it.
    private func seesRevision(of key: FieldKey, _ reader: Reader) -> DayState.Sight {
        let category = Strategy.rule(key)?.category ?? .timeline
        if level(reader, category) >= .edit { return .whole }
        let viewers: Audience
        if let id = key.entity.item {
            guard let item = day.items[id], sees(item, reader) else { return .none }
            if reader.role == .guest && key.field != .zone && !key.isTime { return .none }
            if id == day.ceremony, !key.isTime, level(reader, .ceremony) < .view { return .none }
            return key.field == .notes ? .whole : .number
        } else {
            viewers = field(key)
        }
        let isTheirs =
            viewers.roles.contains(reader.role)
            || reader.person.map(viewers.people.contains) == true
        return isTheirs ? .number : .none
    }

    private func seesPresence(_ reader: Reader) -> Bool {
        reader.role != .guest && reader.role.level(.presence) >= .view
    }

    private func reads(told alert: Alert, _ reader: Reader) -> Bool {
        if alert.audience.contains(.all) || level(reader, .emergency) >= .manage { return true }
        guard let person = reader.person else { return false }
        return alert.called.contains(person) || alert.owner == person
            || alert.raisedBy == .person(person)
            || day.people(for: alert.audience, alert.context).contains(person)
    }

    private func plan(for reader: Reader) -> WeddingDay {
        var plan = day
        let seesCeremony = level(reader, .ceremony) >= .view
        if !seesCeremony { plan.ceremonyDetails = .init() }
        plan.items = Roster(
            day.items.filter { sees($0, reader) }.map { item in
                redacted(item, for: reader, seesCeremony: seesCeremony)
            })
        if level(reader, .administration) < .edit {
            plan.people = Roster(
                day.people.compactMap { person in
                    person.id == reader.person ? person : redacted(person, for: reader)
                })
        }
        let guests = level(reader, .guests)
        if guests < .edit {
            plan.guests = Roster(
                day.guests.filter {
                    guests == .view || isOwn($0.id, reader) && reader.person != nil
                }
                .map { redacted($0, for: reader) })
        }
        if guests == .none { plan.tables = [] }
        if level(reader, .timeline) < .edit { plan.brief = "" }
        let vendors = level(reader, .vendors)
        if vendors != .view && vendors < .edit {
            plan.duties = Roster(day.duties.filter { $0.owner != nil && $0.owner == reader.person })
            plan.custody = Roster(
                day.custody.filter { $0.lastHolder != nil && $0.lastHolder == reader.person })
        }
        if level(reader, .payments) < .edit {
            let vendor = reader.person.flatMap { day.people[$0]?.vendor }
            plan.payments = Roster(day.payments.filter { $0.vendor == vendor })
        }
        if level(reader, .emergency) < .manage {
            (plan.rules, plan.suppressions, plan.routes) = ([], [], [])
            plan.emergencyContacts = []
        }
        return plan
    }

    private func redacted(_ person: Person, for reader: Reader) -> Person? {
        switch reader.principal {
        case .screen where person.role != .couple: return nil
        case .desk where !person.role.isVendor && person.role != .coordinator: return nil
        default: break
        }
        var person = person
        (person.phone, person.email, person.notes) = (nil, nil, nil)
        return person
    }

    private func redacted(
        _ item: TimelineItem, for reader: Reader, seesCeremony: Bool
    ) -> TimelineItem {
        var item = item
        let isCeremony = item.id == day.ceremony && !seesCeremony
        if isCeremony || reader.role == .guest {
            item.title = item.publicTitle ?? item.title
            (item.owner, item.people, item.cue, item.notes) = (nil, [], nil, nil)
            (item.tags, item.decision) = ([], nil)
        }
        if isCeremony { (item.zone, item.alternativeZone) = (nil, nil) }
        return item
    }
}

extension FieldKey {
    fileprivate var isTime: Bool { field == .start || field == .end }
}

extension LogEvent {
    fileprivate func isForEveryone(_ state: DayState) -> Bool {
        change.alertSubject.flatMap(state.alert)?.audience.contains(.all) == true
    }
}

extension Change {
    /// More of an item than when it begins and ends.
    fileprivate var isDetail: Bool {
        switch self {
        case .standby, .go, .text(.item, _, _, _): true
        case .edit(.item, let edit, _): edit.field != .start && edit.field != .end
        default: false
        }
    }

    fileprivate var itemSubject: ItemID? {
        switch self {
        case .startItem(let id), .endItem(let id), .skipItem(let id), .decide(let id, _),
            .standby(let id, _), .go(let id, _), .edit(.item(let id), _, _),
            .text(.item(let id), _, _, _), .deleteItem(let id), .moveItem(let id, _, _):
            id
        default: nil
        }
    }
}
