import Wedding

/// What is left of an entry, and of whatever it holds, for one class of readers.
extension Visibility {
    /// An entry in the words that `reader` may read. Who gets it at all is `viewers(of:)`.
    func redacted(_ event: LogEvent, for reader: Reader) -> LogEvent {
        let text = hides(textOf: event, from: reader) ? "" : event.text
        let change = redacted(event.change, by: event.by, for: reader)
        guard change != event.change || text != event.text else { return event }
        return LogEvent(
            offset: event.offset, id: event.id, at: event.at, saidAt: event.saidAt, by: event.by,
            via: event.via, change: change, text: text, priority: event.priority)
    }

    /// An alert, where a step of it is how its reader first hears of it.
    private func news(
        _ id: AlertID, to reader: Reader, evenIfTold: Bool = false
    ) -> Change? {
        guard level(reader, .emergency) < .manage, let alert = state.alert(id),
            evenIfTold || !wasTold(of: alert, reader)
        else { return nil }
        return .raise(redacted(alert, for: reader))
    }

    private func wasTold(of alert: Alert, _ reader: Reader) -> Bool {
        reader.isOneOf([alert.raisedBy.person])
            || reader.isOneOf(day.people(for: state.audience(of: alert), alert.context))
    }

    /// What was done about it, and who was called, is for those who run it.
    private func redacted(_ alert: Alert, for reader: Reader) -> Alert {
        guard level(reader, .emergency) < .manage else { return alert }
        var alert = alert
        alert.history = []
        alert.called = alert.called.filter { $0 == reader.person }
        return alert
    }

    /// Whose words are for those who decide, or for nobody at a station: every kind has its answer.
    private func hides(textOf event: LogEvent, from reader: Reader) -> Bool {
        switch event.change {
        // Names and numbers of whom to ring are for those who ring.
        case .escalate, .assign: level(reader, .emergency) < .manage
        // Why the day moves is for those who move it.
        case .shift, .ripple, .publish: level(reader, .timeline) < .edit
        case .startItem, .endItem, .skipItem, .standby, .go, .decide, .edit(.item, _, _),
            .addItem, .deleteItem, .moveItem, .text(.item, _, _, _):
            reader.isStation || reader.role == .guest
                || touchesCeremony(event.change) && level(reader, .ceremony) < .view
        case .raise, .acknowledge, .updateAlert, .broadcast, .resolve, .causeGone, .shelve,
            .unshelve, .cancel, .allClear:
            reader.isStation && !event.isForEveryone(state)
        case .checkIn, .move, .activity, .eta, .battery, .edit, .text, .propose, .acceptProposal,
            .declineProposal, .atomic, .settle, .resolveConflict, .rsvp, .addGuest, .guestsArrive,
            .guestsLeave, .seat, .addDuty, .finishDuty, .custody, .custodyCheck, .pay, .send,
            .confirm, .note, .weather, .grantAccess, .agreeAccess, .endAccess, .closeDay:
            reader.isStation
        }
    }

    private func touchesCeremony(_ change: Change) -> Bool {
        if case .shift(let ids, _) = change { return ids.contains { $0 == day.ceremony } }
        return change.itemSubject != nil && change.itemSubject == day.ceremony
    }

    private func redacted(_ change: Change, by author: Actor, for reader: Reader) -> Change {
        if change.isDetail, touchesCeremony(change), level(reader, .ceremony) < .view {
            // That something changed, for those who depend on it; not what.
            return .note(subject: change.itemSubject?.rawValue ?? "")
        }
        if case .edit(.person(let id), _, _) = change, reader.isStation,
            day.people[id].flatMap({ redacted($0, for: reader) }) == nil
        {
            return .note(subject: "")
        }
        switch change {
        case .decide(let id, _):
            let isHidden =
                reader.isStation || reader.role == .guest
                || touchesCeremony(change) && level(reader, .ceremony) < .view
            return isHidden ? .decide(id, "") : change
        case .shift(let ids, let minutes):
            return .shift(
                ids.filter { id in
                    (day.items[id] ?? state.deletedItems[id]?.item).map { sees($0, reader) }
                        ?? false
                }, minutes: minutes)
        case .addGuest(let guest): return .addGuest(redacted(guest, for: reader))
        case .addItem(let item):
            return .addItem(
                redacted(item, for: reader, seesCeremony: level(reader, .ceremony) >= .view))
        case .guestsArrive(let ids, let zone):
            guard level(reader, .guests) == .own else { return change }
            return .guestsArrive(ids.filter { isOwn($0, reader) }, zone: zone)
        case .guestsLeave(let ids):
            guard level(reader, .guests) == .own else { return change }
            return .guestsLeave(ids.filter { isOwn($0, reader) })
        case .raise(let alert): return .raise(redacted(alert, for: reader))
        case .broadcast(let id): return news(id, to: reader, evenIfTold: true) ?? change
        case .assign(let id, let person):
            return (reader.isOneOf([person]) ? news(id, to: reader) : nil) ?? change
        case .updateAlert(let id):
            return (reader.isOneOf([author.person]) ? news(id, to: reader) : nil) ?? change
        case .escalate(let id, let step):
            guard level(reader, .emergency) < .manage else { return change }
            let isSpared = day.shieldsCouple && reader.role == .couple
            let isCalled = reader.isOneOf(step.people)
            if isCalled || isSpared && step.target == .emergencyContacts,
                let news = news(id, to: reader, evenIfTold: true)
            {
                return news
            }
            return .escalate(
                id,
                Escalation(step: step.step, target: step.target, zones: step.zones, people: []))
        case .checkIn, .move, .activity, .eta, .battery, .startItem, .endItem, .skipItem, .standby,
            .go, .edit, .text, .propose, .acceptProposal, .declineProposal, .deleteItem, .moveItem,
            .atomic, .publish, .ripple, .settle, .resolveConflict, .acknowledge, .resolve,
            .causeGone, .shelve, .unshelve, .cancel, .allClear,
            .rsvp, .seat, .addDuty, .finishDuty, .custody, .custodyCheck, .pay, .send, .confirm,
            .note, .weather, .grantAccess, .agreeAccess, .endAccess, .closeDay:
            return change
        }
    }

    func redacted(_ guest: Guest, for reader: Reader) -> Guest {
        guard level(reader, .guests) < .edit, guest.person != reader.person || guest.person == nil
        else { return guest }
        var guest = guest
        (guest.phone, guest.email, guest.notes) = (nil, nil, nil)
        if reader.role == .photographer { (guest.diet, guest.meal) = (nil, nil) }
        return guest
    }

    func redacted(_ person: Person, for reader: Reader) -> Person? {
        switch reader.principal {
        case .screen where person.role != .couple: return nil
        case .desk where !person.role.isVendor && person.role != .coordinator: return nil
        default: break
        }
        var person = person
        (person.phone, person.email, person.notes) = (nil, nil, nil)
        return person
    }

    func redacted(
        _ item: TimelineItem, for reader: Reader, seesCeremony: Bool
    ) -> TimelineItem {
        var item = item
        let isCeremony = item.id == day.ceremony && !seesCeremony
        if isCeremony || reader.role == .guest {
            item.title = item.publicTitle ?? item.title
            // Whoever takes part knows that they do.
            item.owner = item.owner == reader.person ? item.owner : nil
            item.people = item.people.filter { $0 == reader.person }
        }
        // Cues and notes are the crew's, and nobody in particular stands at a station.
        if isCeremony || reader.role == .guest || reader.isStation {
            (item.cue, item.notes, item.tags, item.decision) = (nil, nil, [], nil)
        }
        if isCeremony { (item.zone, item.alternativeZone) = (nil, nil) }
        return item
    }
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
