import RealtimeProtocol
import Wedding

/// What the core gives to every wish before it becomes an entry.
extension RealtimeCore {
    func mayDrill(_ user: Person?) -> Bool {
        user?.role.level(.emergency) ?? .manage >= .manage
    }

    private func clean(_ text: String) -> String {
        String(text.sanitised.prefix(limits.textCharactersMax))
    }

    /// Ids, moments, senders and recipients are the core's to give, whatever the sender wrote.
    mutating func stamped(
        _ draft: WeddingDataSync.Draft, place: Int, by user: Person?, at now: Timestamp
    ) -> WeddingDataSync.Draft {
        var draft = draft
        draft.text = clean(draft.text)
        switch draft.change {
        case .raise(var alert):
            (alert.id, alert.raisedAt, alert.changedAt) = (desk.newID(), now, now)
            (alert.raisedBy, alert.priority, alert.text) = (draft.by, draft.priority, draft.text)
            alert.audience = audience(of: alert, raisedBy: user)
            let rule = state.day.rules.first { $0.kind == alert.kind }
            alert.doFirst = rule?.doFirst ?? alert.kind.defaultDoFirst
            alert.then = rule?.then ?? ""
            (alert.zone, alert.history, alert.acknowledgements) = (alert.zone, [], [])
            (alert.state, alert.called, alert.stepsTaken) = (.raised, [], [:])
            alert.isDrill = alert.isDrill && mayDrill(user)
            if alert.isDrill {
                draft.text = "DRILL: " + draft.text
                alert.text = draft.text
            }
            draft.change = .raise(alert)
        case .decide(let item, let words): draft.change = .decide(item, clean(words))
        case .grantAccess(let grant):
            var stamped = AccessGrant(
                id: AccessGrant.ID("g-\(place)"), to: grant.to, by: draft.by.person ?? "",
                minutes: grant.minutes, reason: draft.text, grantedAt: now, alert: grant.alert)
            // Without another it belongs to the emergency that is on.
            if stamped.alert.flatMap(state.alert) == nil { stamped.alert = state.emergency?.id }
            draft.change = .grantAccess(stamped)
        case .note(let subject): draft.change = .note(subject: clean(subject))
        case .addDuty(var duty):
            duty.title = clean(duty.title)
            draft.change = .addDuty(duty)
        case .settle(var conflict):
            conflict.id = Conflict.ID("c-\(place)")
            draft.change = .settle(conflict)
        case .propose(var wish):
            wish.id = Proposal.ID("w-\(place)")
            draft.change = .propose(wish)
        case .addItem(var item):
            item.title = clean(item.title)
            (item.status, item.startedAt, item.endedAt) = (.planned, nil, nil)
            (item.order, item.delayMinutes, item.originalStart) = (0, 0, item.start)
            (item.standbyAt, item.decision) = (nil, nil)
            (item.titleLatin, item.publicTitle) = (
                item.titleLatin.map(clean), item.publicTitle.map(clean)
            )
            (item.cue, item.notes) = (item.cue.map(clean), item.notes.map(clean))
            item.tags = item.tags.prefix(20).map { String(clean($0).prefix(60)) }
            draft.change = .addItem(item)
        case .addGuest(let guest): draft.change = .addGuest(cleaned(guest))
        case .weather(let notice): draft.change = .weather(cleaned(notice))
        case .send(let message) where draft.by != .system:
            draft.change = .send(stamped(message, draft, place: place, by: user, at: now))
        default: break
        }
        return draft
    }

    private func stamped(
        _ message: Message, _ draft: WeddingDataSync.Draft, place: Int, by user: Person?,
        at now: Timestamp
    ) -> Message {
        let level = user?.role.level(.messaging) ?? .manage
        // Words are never an emergency; how urgent they may be depends on who speaks.
        let most: Priority = level >= .manage ? .critical : level >= .edit ? .high : .normal
        let announces = user?.role.level(.timeline) ?? .manage >= .edit
        var stamped = Message(
            id: MessageID("m-\(place)"), from: draft.by, to: message.to, text: draft.text,
            priority: max(message.priority, most), sentAt: now,
            recipients: state.day.people(for: message.to, AudienceContext()).filter {
                $0 != draft.by.person
            }, version: announces ? version(message.version) : nil)
        stamped.near = message.near
        return stamped
    }

    /// The run of show that stands, or the next one where this unit makes it.
    private func version(_ wanted: Int?) -> Int? {
        wanted.flatMap { (1...state.day.version + 1).contains($0) ? $0 : nil }
    }

    /// Who hears an alert is not the sender's to narrow, nor, without that right, to widen.
    private func audience(of alert: Alert, raisedBy user: Person?) -> [AudienceWord] {
        let mayBroadcast = user.map { $0.role.level(.emergency) >= .manage } ?? true
        if alert.isEmergency && !alert.kind.isTargeted { return [.all] }
        let wanted = mayBroadcast ? alert.audience : alert.audience.filter { $0 != .all }
        return (alert.kind.promisedAudience + wanted).unique
    }

    private func cleaned(_ guest: Guest) -> Guest {
        var guest = guest
        guest.firstName = clean(guest.firstName)
        guest.lastName = clean(guest.lastName)
        guest.nameLatin = guest.nameLatin.map(clean)
        (guest.party, guest.side) = (clean(guest.party), clean(guest.side))
        (guest.meal, guest.diet) = (guest.meal.map(clean), guest.diet.map(clean))
        (guest.phone, guest.email) = (guest.phone.map(clean), guest.email.map(clean))
        guest.notes = guest.notes.map(clean)
        return guest
    }

    private func cleaned(_ notice: WeatherNotice) -> WeatherNotice {
        WeatherNotice(
            id: clean(notice.id), kind: notice.kind, headline: clean(notice.headline),
            severity: clean(notice.severity), urgency: clean(notice.urgency),
            certainty: clean(notice.certainty), until: notice.until, onset: notice.onset,
            coversVenue: notice.coversVenue)
    }
}
