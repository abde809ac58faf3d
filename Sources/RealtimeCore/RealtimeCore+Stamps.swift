import RealtimeProtocol
import Wedding

/// What the core gives to every submission before it becomes an entry.
extension RealtimeCore {
    /// Ids, moments, senders and recipients are the core's to give, whatever the sender wrote.
    mutating func stamped(
        _ draft: WeddingDataSync.Draft, place: Int, by speaker: Speaker, at now: Timestamp
    ) -> WeddingDataSync.Draft {
        var draft = draft
        switch draft.change {
        case .alert(.raise(var alert)):
            (alert.id, alert.raisedAt, alert.changedAt) = (alertEngine.newID(), now, now)
            (alert.raisedBy, alert.priority, alert.text) = (draft.by, draft.priority, draft.text)
            alert.audience = audience(of: alert, raisedBy: speaker)
            let rule = state.day.rules.first { $0.kind == alert.kind }
            alert.doFirst = state.day.doFirst(alert.kind, rule)
            alert.then = rule?.then ?? ""
            alert.isDrill = alert.isDrill && speaker.emergencyLevel(in: state) >= .manage
            if alert.isDrill {
                draft.text = "DRILL: " + draft.text
                alert.text = draft.text
            }
            draft.change = .alert(.raise(alert))
        case .access(.grant(let grant)):
            if let open = state.openGrant(for: grant.to) {
                draft.change = .access(
                    .grant(open.extended(by: grant.minutes, reason: draft.text, at: now)))
                break
            }
            var stamped = AccessGrant(
                id: AccessGrant.ID("g-\(place)"), to: grant.to, by: draft.by.person ?? "",
                minutes: grant.minutes, reason: draft.text, grantedAt: now, alert: grant.alert)
            // Without another it belongs to the emergency that is on.
            if stamped.alert.flatMap(state.alert) == nil { stamped.alert = state.emergency?.id }
            draft.change = .access(.grant(stamped))
        case .edit(.settle(var conflict)):
            conflict.id = Conflict.ID("c-\(place)")
            draft.change = .edit(.settle(conflict))
        case .edit(.propose(var proposal)):
            proposal.id = Proposal.ID("w-\(place)")
            draft.change = .edit(.propose(proposal))
        case .message(.send(let message)) where draft.by != .system:
            draft.change = .message(
                .send(stamped(message, draft, place: place, by: speaker, at: now)))
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day, .atomic:
            break
        }
        return draft
    }

    private func stamped(
        _ message: Message, _ draft: WeddingDataSync.Draft, place: Int, by speaker: Speaker,
        at now: Timestamp
    ) -> Message {
        let user = speaker.user
        let level = user?.role.level(.messaging) ?? .manage
        // Words are never an emergency; how urgent they may be depends on who speaks.
        let most: Priority = level >= .manage ? .critical : level >= .edit ? .high : .normal
        let announces = user?.role.level(.timeline) ?? .manage >= .edit
        let priority = max(message.priority, most)
        // Whom it is for is settled here, by where they are now: live, on coming back, in the
        // snapshot and in receipts it is the same people.
        let recipients = RealtimeMessageRouter(state: state, now: now)
            .people(to: message.to, near: message.near, priority)
        var stamped = Message(
            id: MessageID("m-\(place)"), from: draft.by, to: message.to, text: draft.text,
            priority: priority, sentAt: now,
            recipients: recipients.filter { $0 != draft.by.person },
            version: announces ? version(message.version) : nil)
        stamped.near = message.near
        return stamped
    }

    /// The run of show that stands, or the next one where this unit makes it.
    private func version(_ wanted: Int?) -> Int? {
        wanted.flatMap { (1...state.day.version + 1).contains($0) ? $0 : nil }
    }

    /// Who hears an alert is not the sender's to narrow, nor, without that right, to widen.
    private func audience(of alert: Alert, raisedBy speaker: Speaker) -> [AudienceWord] {
        if alert.isEmergency && !alert.kind.isTargeted { return [.all] }
        let mayBroadcast = speaker.emergencyLevel(in: state) >= .manage
        return (alert.kind.promisedAudience + (mayBroadcast ? alert.audience : [])).unique
    }
}
