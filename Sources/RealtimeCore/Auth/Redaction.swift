import Wedding

/// What is left of an entry, and of whatever it holds, for one class of readers.
extension Visibility {
    /// An entry in the words that `reader` may read. Who gets it at all is `viewers(of:)`.
    func redacted(_ event: LogEvent, for reader: Reader) -> LogEvent {
        guard let rule = event.change.law(in: state, at: event.at)?.redaction else { return event }
        let text = hides(rule.words, from: reader) ? "" : event.text
        let change = redacted(event.change, rule.rest, by: event.by, for: reader)
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
        return .alert(.raise(redacted(alert, for: reader)))
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

    private func hides(_ words: Redaction.Words, from reader: Reader) -> Bool {
        switch words {
        case .hiddenAtStations: reader.isStation
        case .hiddenAtStationsUnlessToldToAll(let id):
            reader.isStation && state.alert(id)?.audience.contains(.all) != true
        case .only(let category, let level): self.level(reader, category) < level
        case .forCrew(let items):
            reader.isStation || reader.role == .guest
                || items.contains { hidesCeremony($0, from: reader) }
        }
    }

    private func hidesCeremony(_ id: ItemID, from reader: Reader) -> Bool {
        id == day.ceremony && level(reader, .ceremony) < .view
    }

    private func redacted(
        _ change: Change, _ rest: Redaction.Rest, by author: Actor, for reader: Reader
    ) -> Change {
        switch rest {
        case .whole: return change
        case .detail(let id):
            // That something changed, for those who depend on it; not what.
            return hidesCeremony(id, from: reader)
                ? .message(.note(subject: id.rawValue)) : change
        case .decision(let id):
            return hides(.forCrew([id]), from: reader) ? .timeline(.decide(id, "")) : change
        case .items(let ids, let rebuilt):
            return rebuilt(
                ids.filter { id in
                    (day.items[id] ?? state.deletedItems[id]?.item).map { sees($0, reader) }
                        ?? false
                })
        case .item(let item):
            let seesCeremony = level(reader, .ceremony) >= .view
            return .edit(.add(redacted(item, for: reader, seesCeremony: seesCeremony)))
        case .guest(let guest): return .guest(.add(redacted(guest, for: reader)))
        case .ownGuests(let ids, let rebuilt):
            guard level(reader, .guests) == .own else { return change }
            return rebuilt(ids.filter { isOwn($0, reader) })
        case .person(let id):
            let isHidden =
                reader.isStation && day.people[id].flatMap { redacted($0, for: reader) } == nil
            return isHidden ? .message(.note(subject: "")) : change
        case .alert(let alert): return .alert(.raise(redacted(alert, for: reader)))
        case .news(let id, .everyone): return news(id, to: reader, evenIfTold: true) ?? change
        case .news(let id, .person(let person)):
            return (reader.isOneOf([person]) ? news(id, to: reader) : nil) ?? change
        case .news(let id, .author):
            return (reader.isOneOf([author.person]) ? news(id, to: reader) : nil) ?? change
        case .escalation(let id, let step): return redacted(change, step, of: id, for: reader)
        }
    }

    private func redacted(
        _ change: Change, _ step: Escalation, of id: AlertID, for reader: Reader
    ) -> Change {
        guard level(reader, .emergency) < .manage else { return change }
        let isSpared = day.shieldsCouple && reader.role == .couple
        let isCalled = reader.isOneOf(step.people)
        if isCalled || isSpared && step.target == .emergencyContacts,
            let news = news(id, to: reader, evenIfTold: true)
        {
            return news
        }
        let left = Escalation(step: step.step, target: step.target, zones: step.zones, people: [])
        return .alert(.escalate(id, left))
    }

    func redacted(_ guest: Guest, for reader: Reader) -> Guest {
        let isTheirs = guest.person != nil && guest.person == reader.person
        guard !isTheirs else { return guest }
        var guest = guest
        Guest.fields.erase(from: &guest) { hides($0, from: reader) }
        return guest
    }

    func redacted(_ person: Person, for reader: Reader) -> Person? {
        switch reader.principal {
        case .screen where person.role != .couple: return nil
        case .desk where !person.role.isVendor && person.role != .coordinator: return nil
        case .screen, .desk, .person: break
        }
        var person = person
        Person.fields.erase(from: &person) { $0.privacy != .open }
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
        // Nobody in particular stands at a station.
        if isCeremony || hides(.crew, from: reader) {
            TimelineItem.fields.erase(from: &item) { $0.privacy == .crew }
            item.cue = nil
        }
        if isCeremony { (item.zone, item.alternativeZone) = (nil, nil) }
        return item
    }

    private func hides(_ rule: FieldRule, from reader: Reader) -> Bool {
        rule.privacy == .editors
            ? level(reader, rule.category) < .edit : hides(rule.privacy, from: reader)
    }

    private func hides(_ privacy: FieldRule.Privacy, from reader: Reader) -> Bool {
        switch privacy {
        case .open: false
        case .editors: true
        case .kitchen: reader.role == .photographer
        case .crew: reader.role == .guest || reader.isStation
        }
    }
}
