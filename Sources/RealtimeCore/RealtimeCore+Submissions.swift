import RealtimeProtocol
import Wedding

extension RealtimeCore {
    mutating func submit(
        _ submission: Submission, from id: ConnectionID?, user: Person?, at now: Timestamp
    ) -> [Effect] {
        if let offset = firstResults[submission.id] { return again(submission, offset, to: id) }
        guard !submission.id.hasPrefix(Submission.coreIDPrefix) else {
            return answer(
                id, .rejected(id: submission.id, .malformed("That id is the host's own.")))
        }
        let actor = submission.actor ?? user.map { .person($0.id) } ?? .system
        do {
            try checkActor(actor, submission, user)
            let drafts = try check(submission, by: actor, user: user, at: now)
            try checkDisk(drafts.first?.change ?? submission.change)
            return take(drafts, submission, by: user, from: id, at: now)
        } catch {
            // Whoever tried it, not whom they spoke for.
            let tried = user.map { Actor.person($0.id) } ?? actor
            return refuse(submission, error, by: tried, to: id, at: now)
        }
    }

    /// The same submission once more: its first result, when that is durable.
    private mutating func again(
        _ submission: Submission, _ offset: Int, to id: ConnectionID?
    ) -> [Effect] {
        let first = answer(id, .accepted(id: submission.id, offset: offset))
        guard let index = uncommitted.firstIndex(where: { $0.offset >= offset }) else {
            return first
        }
        uncommitted[index].effects += first
        return []
    }

    mutating func check(
        _ submission: Submission, by actor: Actor, user: Person?, at now: Timestamp
    ) throws(ProtocolError) -> [WeddingDataSync.Draft] {
        var priority = submission.priority ?? .normal
        if case .raise(let alert) = submission.change {
            let mayChoose = user.map { $0.role.level(.emergency) >= .manage } ?? true
            priority = mayChoose ? alert.priority : alert.kind.defaultPriority
            if priority == .emergency, let open = repeated(alert, by: user, at: now) {
                let name = actor.person.map { state.day.givenName(of: $0) } ?? actor.word
                let text = "Raised again by \(name): \(submission.text)"
                return [
                    WeddingDataSync.Draft(
                        change: .updateAlert(open.id), by: actor, text: text, priority: .emergency)
                ]
            }
        }
        let sync = WeddingDataSync(state: state, now: now)
        guard let user else {
            return try sync.drafts(
                for: submission, by: actor, user: nil, isProposal: false, priority: priority)
        }
        // A limit can never mute an emergency: those are folded together instead.
        let isEmergency = submission.change.kind == "alert.raise" && priority == .emergency
        // Words in a unit count as words by themselves.
        if case .atomic(let parts, _) = submission.change {
            for case .send in parts.dropFirst()
            where !limit.admit(user.id, max: user.role.messagesPerMinuteMax, at: now) {
                throw .rateLimited(perMinute: user.role.messagesPerMinuteMax)
            }
        }
        if !isEmergency, countsAgainstLimit(submission.change, user),
            !limit.admit(user.id, max: user.role.messagesPerMinuteMax, at: now)
        {
            throw .rateLimited(perMinute: user.role.messagesPerMinuteMax)
        }
        if !isEmergency, !countsAgainstLimit(submission.change, user),
            !answerLimit.admit(user.id, max: limits.answersPerMinuteMax, at: now)
        {
            throw .rateLimited(perMinute: limits.answersPerMinuteMax)
        }
        let auth = RealtimeAuth(state: state, now: now)
        switch auth.check(submission.change, by: user, reason: submission.text) {
        case .refused(let error): throw error
        case .allowed:
            return try sync.drafts(
                for: submission, by: actor, user: user, isProposal: false, priority: priority)
        case .sighting(let change):
            return [
                WeddingDataSync.Draft(
                    change: change, by: actor, text: submission.text, priority: .low)
            ]
        case .proposal:
            return try sync.drafts(
                for: submission, by: actor, user: user, isProposal: true, priority: priority)
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

    /// The open emergency that this one only says again: the same, within two minutes. Somebody who
    /// raises more than ten in a minute adds to what is open, however long ago it was raised.
    mutating func repeated(_ alert: Alert, by user: Person?, at now: Timestamp) -> Alert? {
        let isFlood =
            user.map { !emergencyLimit.admit($0.id, max: limits.emergenciesPerMinuteMax, at: now) }
            ?? false
        return state.alerts.last { open in
            guard open.isOpen, open.isEmergency, open.kind == alert.kind,
                open.isDrill == (alert.isDrill && mayDrill(user))
            else { return false }
            let isSame = open.about == alert.about && open.zone == alert.zone
            return isFlood || (isSame && now - open.raisedAt < limits.repeatWindow)
        }
    }

    /// Everything a submission leads to commits as one unit.
    mutating func take(
        _ drafts: [WeddingDataSync.Draft], _ submission: Submission, by user: Person?,
        from id: ConnectionID?, at now: Timestamp
    ) -> [Effect] {
        let result = state.offset + 1
        let drafts = drafts.enumerated().map { index, draft in
            stamped(draft, place: result + index, by: user, at: now)
        }
        remember(submission.id, result)
        // Only those who may write to anyone name others who should hear.
        let mayAddress = user.map { $0.role.level(.messaging) >= .edit } ?? true
        let first = Submission(
            id: submission.id, change: submission.change, actor: submission.actor,
            via: submission.via, saidAt: submission.saidAt, text: drafts.first?.text ?? "",
            priority: submission.priority, audience: mayAddress ? submission.audience : [])
        var effects = write(drafts, first, at: now)
        if let id {
            uncommitted[uncommitted.count - 1].effects.append(
                .send(
                    .accepted(id: submission.id, offset: result), to: .connection(id), .high))
        }
        effects += slips(after: submission.change, at: now)
        return effects
    }

    mutating func remember(_ id: String, _ offset: Int) {
        firstResults[id] = offset
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
        var effects = answer(id, .rejected(id: submission.id, error))
        // Somebody over the limit stands in the log once a minute, however often they try.
        let isKnown =
            kind == .rateLimited
            && (limitedAt[actor].map { now - $0 < .minutes(1) } ?? false)
        if !isKnown {
            if kind == .rateLimited { limitedAt[actor] = now }
            let entry = audit.entry(
                kind, by: actor, "\(submission.change.kind): \(error)", at: now)
            effects.append(.send(.audit(entry), to: auditors, .normal))
        }
        guard kind == .ceremonyRefused else { return effects }
        let name = actor.person.map { state.day.name(of: $0) } ?? actor.word
        let told = desk.message(
            "\(name) tried to change the ceremony and was refused", to: [.coordinator], .high,
            about: actor.person ?? "", deskView(at: now))
        return effects + write([told], nil, at: now)
    }

    /// A slip that reaches others is proposed, never applied by itself.
    mutating func slips(after change: Change, at now: Timestamp) -> [Effect] {
        let id: ItemID
        switch change {
        case .startItem(let started): id = started
        case .endItem(let ended): id = ended
        default: return []
        }
        guard let item = state.day.items[id], let over = item.overUnder,
            over >= RippleProposal.worthTelling,
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
