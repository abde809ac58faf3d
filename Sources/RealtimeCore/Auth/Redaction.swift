import Wedding

/// What is left of an entry, and of whatever it holds, for one class of readers.
extension Visibility {
    /// An entry in the words that `subscriber` may read. Who gets it at all is `viewers(of:)`.
    func redacted(_ event: LogEvent, for subscriber: Subscriber) -> LogEvent {
        let rule = event.change.law(in: state, at: event.at).redaction
        let text = hides(rule.words, from: subscriber) ? "" : event.text
        let change = redacted(event.change, rule.rest, by: event.by, for: subscriber)
        guard change != event.change || text != event.text else { return event }
        return LogEvent(
            offset: event.offset, id: event.id, at: event.at, saidAt: event.saidAt, by: event.by,
            via: event.via, change: change, text: text, priority: event.priority)
    }

    /// An alert, where a step of it is how its reader first hears of it.
    private func news(
        _ id: AlertID, to subscriber: Subscriber, evenIfTold: Bool = false
    ) -> Change? {
        guard level(subscriber, .emergency) < .manage, let alert = state.alert(id),
            evenIfTold || !wasTold(of: alert, subscriber)
        else { return nil }
        return .alert(.raise(redacted(alert, for: subscriber)))
    }

    private func wasTold(of alert: Alert, _ subscriber: Subscriber) -> Bool {
        subscriber.isOneOf([alert.raisedBy.person])
            || subscriber.isOneOf(day.people(for: state.audience(of: alert), alert.context))
    }

    /// What was done about it, and who was called, is for those who run it.
    private func redacted(_ alert: Alert, for subscriber: Subscriber) -> Alert {
        guard level(subscriber, .emergency) < .manage else { return alert }
        var alert = alert
        alert.history = []
        alert.called = alert.called.filter { $0 == subscriber.person }
        return alert
    }

    private func hides(_ words: Redaction.Words, from subscriber: Subscriber) -> Bool {
        switch words {
        case .hiddenAtStations: subscriber.isStation
        case .hiddenAtStationsUnlessToldToAll(let id):
            subscriber.isStation && state.alert(id)?.audience.contains(.all) != true
        case .only(let category, let level): self.level(subscriber, category) < level
        case .forCrew(let items):
            subscriber.isStation || subscriber.role == .guest
                || items.contains { hidesCeremony($0, from: subscriber) }
        }
    }

    private func hidesCeremony(_ id: ItemID, from subscriber: Subscriber) -> Bool {
        id == day.ceremony && level(subscriber, .ceremony) < .view
    }

    private func redacted(
        _ change: Change, _ rest: Redaction.Rest, by author: Actor, for subscriber: Subscriber
    ) -> Change {
        switch rest {
        case .whole: return change
        case .detail(let id):
            // That something changed, for those who depend on it; not what.
            return hidesCeremony(id, from: subscriber)
                ? .message(.note(subject: id.rawValue)) : change
        case .decision(let id):
            return hides(.forCrew([id]), from: subscriber) ? .timeline(.decide(id, "")) : change
        case .items(let ids, let rebuilt):
            return rebuilt(
                ids.filter { id in
                    (day.items[id] ?? state.deletedItems[id]?.item).map {
                        sees($0, subscriber) || takesPart(inClassOf: subscriber, $0)
                    } ?? false
                })
        case .item(let item):
            let seesCeremony = level(subscriber, .ceremony) >= .view
            return .edit(.add(redacted(item, for: subscriber, seesCeremony: seesCeremony)))
        case .guest(let guest): return .guest(.add(redacted(guest, for: subscriber)))
        case .ownGuests(let ids, let rebuilt):
            guard level(subscriber, .guests) == .own else { return change }
            return rebuilt(ids.filter { isOwn($0, subscriber) })
        case .person(let id):
            let isHidden =
                subscriber.isStation
                && day.people[id].flatMap { redacted($0, for: subscriber) } == nil
            return isHidden ? .message(.note(subject: "")) : change
        case .duty(let duty):
            return .task(.add(redacted(duty, Duty.fields, for: subscriber)))
        case .message(let message): return .message(.send(redacted(message, for: subscriber)))
        case .alert(let alert): return .alert(.raise(redacted(alert, for: subscriber)))
        case .news(let id, .everyone): return news(id, to: subscriber, evenIfTold: true) ?? change
        case .news(let id, .person(let person)):
            return (subscriber.isOneOf([person]) ? news(id, to: subscriber) : nil) ?? change
        case .news(let id, .author):
            return (subscriber.isOneOf([author.person]) ? news(id, to: subscriber) : nil) ?? change
        case .escalation(let id, let step): return redacted(change, step, of: id, for: subscriber)
        }
    }

    private func redacted(
        _ change: Change, _ step: Escalation, of id: AlertID, for subscriber: Subscriber
    ) -> Change {
        guard level(subscriber, .emergency) < .manage else { return change }
        let isSpared = day.shieldsCouple && subscriber.role == .couple
        let isCalled = subscriber.isOneOf(step.people)
        if isCalled || isSpared && step.target == .emergencyContacts,
            let news = news(id, to: subscriber, evenIfTold: true)
        {
            return news
        }
        let left = Escalation(step: step.step, target: step.target, zones: step.zones, people: [])
        return .alert(.escalate(id, left))
    }

    /// What one of a class takes part in is named to all of the class: they share a text, and whose
    /// copy does not hold it has nothing to move.
    private func takesPart(inClassOf subscriber: Subscriber, _ item: TimelineItem) -> Bool {
        subscriber.person == "" && item.everyone.contains { day.role(of: $0) == subscriber.role }
    }

    /// At a station who has confirmed which run of show, and no words.
    func redacted(_ message: Message, for subscriber: Subscriber) -> Message {
        guard subscriber.principal == .station else { return message }
        func signIn(_ id: PersonID) -> Bool { day.people[id]?.signsIn == true }
        var open = Message(
            id: message.id, from: message.from, to: [], text: "", priority: message.priority,
            sentAt: message.sentAt, recipients: message.recipients.filter(signIn),
            version: message.version)
        open.confirmed = message.confirmed.filter(signIn)
        return open
    }

    /// Without the fields that a reader may not see, whatever it is.
    func redacted<Subject>(
        _ subject: Subject, _ fields: FieldTable<Subject>, for subscriber: Subscriber
    ) -> Subject {
        var open = subject
        fields.erase(from: &open) { hides($0, from: subscriber) }
        return open
    }

    func redacted<Subject>(
        _ subjects: Roster<Subject>, _ fields: FieldTable<Subject>, for subscriber: Subscriber
    ) -> Roster<Subject> {
        guard fields.hasAny(where: { hides($0, from: subscriber) }) else { return subjects }
        return Roster(subjects.map { redacted($0, fields, for: subscriber) })
    }

    func redacted(_ guest: Guest, for subscriber: Subscriber) -> Guest {
        let isTheirs = guest.person != nil && guest.person == subscriber.person
        return isTheirs ? guest : redacted(guest, Guest.fields, for: subscriber)
    }

    func redacted(_ person: Person, for subscriber: Subscriber) -> Person? {
        switch subscriber.principal {
        case .screen where person.role != .couple: return nil
        case .station
        where !person.signsIn && !person.role.isVendor && person.role != .coordinator:
            return nil
        case .screen, .station, .person: break
        }
        var open = redacted(person, Person.fields, for: subscriber)
        if isToBeRung(person, by: subscriber) { open.phone = person.phone }
        return open
    }

    /// The one whom everybody who works on the day may ring.
    private func isToBeRung(_ person: Person, by subscriber: Subscriber) -> Bool {
        guard case .person = subscriber.principal, subscriber.role != .guest else { return false }
        return person.id == day.lead(of: .coordinator)?.id
    }

    func redacted(
        _ item: TimelineItem, for subscriber: Subscriber, seesCeremony: Bool
    ) -> TimelineItem {
        var item = redacted(item, TimelineItem.fields, for: subscriber)
        let isCeremony = item.id == day.ceremony && !seesCeremony
        let isAtGate = subscriber.principal == .station
        if isCeremony && !isAtGate || subscriber.role == .guest {
            item.title = item.publicTitle ?? item.title
            // Whoever takes part knows that they do.
            item.owner = item.owner == subscriber.person ? item.owner : nil
            item.people = item.people.filter { $0 == subscriber.person }
        }
        // Nobody in particular stands at a station.
        if isCeremony || subscriber.role == .guest || subscriber.isStation { item.cue = nil }
        if isCeremony {
            TimelineItem.fields.erase(from: &item) { $0.privacy == .crew }
            (item.zone, item.alternativeZone) = (nil, nil)
        }
        return item
    }

    private func hides(_ rule: FieldRule, from subscriber: Subscriber) -> Bool {
        switch rule.privacy {
        case .open: false
        case .editors: level(subscriber, rule.category) < .edit
        case .kitchen:
            level(subscriber, rule.category) < .edit && !subscriber.role.servesMeals
        case .crew: subscriber.role == .guest || subscriber.isStation
        }
    }
}
