import RealtimeProtocol
import Wedding

extension RealtimeCore {
    mutating func submit(
        _ submission: Submission, from id: ConnectionID?, user: Person?, at now: Timestamp
    ) -> [Effect] {
        if let offset = firstResults[submission.id] {
            return answer(id, .accepted(id: submission.id, offset: offset))
        }
        let actor = submission.actor ?? user.map { .person($0.id) } ?? .system
        do {
            try checkActor(actor, submission, user)
            let drafts = try check(submission, by: actor, user: user, at: now)
            guard !drafts.isEmpty else {
                return answer(id, .accepted(id: submission.id, offset: state.offset))
            }
            return take(drafts, submission, from: id, at: now)
        } catch {
            return refuse(submission, error, by: actor, to: id, at: now)
        }
    }

    mutating func check(
        _ submission: Submission, by actor: Actor, user: Person?, at now: Timestamp
    ) throws(ProtocolError) -> [WeddingDataSync.Draft] {
        var priority = submission.priority ?? .normal
        if case .raise(let alert) = submission.change {
            let mayChoose = user.map { $0.role.level(.emergency) >= .manage } ?? true
            priority = mayChoose ? alert.priority : alert.kind.defaultPriority
        }
        let sync = WeddingDataSync(state: state, now: now)
        guard let user else {
            return try sync.drafts(
                for: submission, by: actor, isProposal: false, priority: priority)
        }
        // A limit can never mute an emergency: a repeated one is folded into the open one instead.
        if case .raise(let alert) = submission.change, alert.kind.defaultPriority == .emergency {
            if isRepeat(submission) { return [] }
        } else if countsAgainstLimit(submission.change, user),
            !limit.admit(user.id, max: user.role.messagesPerMinuteMax, at: now)
        {
            throw .rateLimited(perMinute: user.role.messagesPerMinuteMax)
        }
        let auth = RealtimeAuth(state: state, now: now)
        switch auth.check(submission.change, by: user, reason: submission.text) {
        case .refused(let error): throw error
        case .allowed:
            return try sync.drafts(
                for: submission, by: actor, isProposal: false, priority: priority)
        case .proposal:
            return try sync.drafts(
                for: submission, by: actor, isProposal: true, priority: priority)
        }
    }

    /// What somebody else said is typed in by those who run the day, at a console.
    func checkActor(
        _ actor: Actor, _ submission: Submission, _ user: Person?
    ) throws(ProtocolError) {
        guard let user, actor != .person(user.id) else { return }
        let mayType = user.role.level(.messaging) >= .manage
        guard mayType, submission.via.isTypedAtHost || submission.via == .console else {
            throw .forbidden("\(user.name) speaks for themselves only.")
        }
    }

    /// Answers, all clears and one's own whereabouts always pass.
    func countsAgainstLimit(_ change: Change, _ user: Person) -> Bool {
        switch change {
        case .acknowledge, .allClear, .confirm, .updateAlert, .escalate: false
        case .checkIn(user.id, _), .move(user.id, _), .activity(user.id, _), .eta(user.id, _),
            .battery(user.id, _, _):
            false
        default: true
        }
    }

    func isRepeat(_ submission: Submission) -> Bool {
        guard case .raise(let alert) = submission.change else { return false }
        return state.alerts.contains {
            $0.isOpen && $0.isEmergency && $0.kind == alert.kind && $0.about == alert.about
                && $0.zone == alert.zone
        }
    }

    /// Everything a submission leads to commits as one unit.
    mutating func take(
        _ drafts: [WeddingDataSync.Draft], _ submission: Submission, from id: ConnectionID?,
        at now: Timestamp
    ) -> [Effect] {
        guard uncommitted.count < limits.uncommittedMax else {
            return answer(
                id, .rejected(id: submission.id, .invalid("The disk does not answer; try again.")))
        }
        let drafts = drafts.map { named($0, at: now) }
        let result = state.offset + 1
        if firstResults.count < limits.rememberedIDsMax { firstResults[submission.id] = result }
        var first = submission
        let text = String(first.text.sanitised.prefix(limits.textCharactersMax))
        first = Submission(
            id: first.id, change: first.change, actor: first.actor, via: first.via,
            saidAt: first.saidAt, text: text, priority: first.priority, audience: first.audience)
        var effects = write(drafts, first, at: now)
        if let id {
            uncommitted[uncommitted.count - 1].effects.append(
                .send(
                    .accepted(id: submission.id, offset: result), to: .connection(id), .high))
        }
        effects += slips(after: submission.change, at: now)
        return effects
    }

    /// Ids and moments of an alert are the core's to give, whatever the sender wrote.
    mutating func named(
        _ draft: WeddingDataSync.Draft, at now: Timestamp
    ) -> WeddingDataSync.Draft {
        guard case .raise(var alert) = draft.change else { return draft }
        (alert.id, alert.raisedAt, alert.changedAt) = (desk.newID(), now, now)
        alert.raisedBy = draft.by
        alert.priority = draft.priority
        alert.audience = audience(of: alert, raisedBy: draft.by)
        alert.text = draft.text.sanitised
        var draft = draft
        draft.change = .raise(alert)
        return draft
    }

    /// Who hears an alert is not the sender's to narrow, nor, without that right, to widen.
    private func audience(of alert: Alert, raisedBy actor: Actor) -> [AudienceWord] {
        let role = actor.person.flatMap { state.day.people[$0] }?.role
        let mayBroadcast = role.map { $0.level(.emergency) >= .manage } ?? true
        if alert.isEmergency && !alert.kind.isTargeted { return [.all] }
        let wanted = mayBroadcast ? alert.audience : alert.audience.filter { $0 != .all }
        let needed: [AudienceWord] =
            alert.kind.isTargeted ? [.coordinator, .venue, .security] : [.coordinator]
        return needed + wanted.filter { !needed.contains($0) }
    }

    func answer(_ id: ConnectionID?, _ message: ServerMessage) -> [Effect] {
        id.map { [.send(message, to: .connection($0), .high)] } ?? []
    }

    mutating func refuse(
        _ submission: Submission, _ error: ProtocolError, by actor: Actor, to id: ConnectionID?,
        at now: Timestamp
    ) -> [Effect] {
        counters.refused += 1
        let kind: AuditEntry.Kind
        switch error {
        case .ceremonyLocked: kind = .ceremonyRefused
        case .rateLimited: kind = .rateLimited
        default: kind = .refused
        }
        let entry = audit.entry(
            kind, by: actor, "\(submission.change.kind): \(error)", at: now)
        return answer(id, .rejected(id: submission.id, error))
            + [.send(.audit(entry), to: coordinators, .normal)]
    }

    /// A slip that reaches others is proposed, never applied by itself.
    mutating func slips(after change: Change, at now: Timestamp) -> [Effect] {
        guard case .endItem(let id) = change, let item = state.day.items[id],
            let over = item.overUnder, over >= RippleProposal.worthTelling,
            let ripple = state.ripple(from: id, at: now), ripple != state.proposal
        else { return [] }
        let names = ripple.moves.prefix(3).compactMap { move in
            state.day.items[move.item].map {
                "\($0.title) \(state.day.clock.local(move.start).hourMinute)"
            }
        }
        let draft = WeddingDataSync.Draft(
            change: .ripple(ripple), by: .system,
            text: "\(item.title) \(over.signedMinutes): \(names.spoken(limit: 2))",
            priority: .high)
        return write([draft], nil, at: now)
    }
}
