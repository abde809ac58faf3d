import RealtimeProtocol
import Wedding

extension RealtimeCore {
    /// A submission on its way to the log: what its author sent, and where the answer goes.
    struct Pending {
        let submission: Submission
        let speaker: Speaker
        let digest: Submission.Digest
        /// By which its author knows it.
        let askedID: String
        let connection: ConnectionID?
    }

    mutating func submit(
        _ submission: Submission, from id: ConnectionID?, by speaker: Speaker, at now: Timestamp
    ) -> [Effect] {
        var pending = Pending(
            submission: submission, speaker: speaker, digest: submission.digest,
            askedID: submission.id, connection: id)
        if let first = firstResults[speaker.author, submission.id] {
            if first.digest == nil || first.digest == pending.digest.text {
                return again(pending, first.offset)
            }
            guard isAlarm(pending) else {
                return answer(
                    pending, .rejected(id: submission.id, .taken("change of yours with that id")))
            }
            // An alarm is never taken for something else that was said.
            pending = pending.renamed
            if let first = firstResults[speaker.author, pending.submission.id] {
                return again(pending, first.offset)
            }
        }
        guard !submission.id.hasPrefix(Submission.coreIDPrefix) else {
            return answer(
                pending,
                .rejected(id: submission.id, .malformed("That id is reserved for the host.")))
        }
        do {
            return try decide(pending, at: now)
        } catch {
            return refuse(pending, error, at: now)
        }
    }

    private func isAlarm(_ pending: Pending) -> Bool {
        guard case .alert(.raise(let alert)) = pending.submission.change else { return false }
        return priority(of: alert, by: pending.speaker) == .emergency
    }

    /// The same submission once more: its first result, when that is durable.
    mutating func again(_ pending: Pending, _ offset: Int) -> [Effect] {
        let first = answer(pending, .accepted(id: pending.askedID, offset: offset))
        guard let index = uncommitted.firstIndex(where: { $0.offset >= offset }) else {
            return first
        }
        uncommitted[index].effects += first
        return []
    }

    private mutating func decide(
        _ pending: Pending, at now: Timestamp
    ) throws(ProtocolError) -> [Effect] {
        let submission = try RequestDoor(
            state: state, limits: limits, isFeed: pending.speaker.isFeed
        ).admit(pending.submission, at: now)
        let actor = submission.actor ?? pending.speaker.user.map { .person($0.id) } ?? .system
        try checkActor(actor, submission, pending.speaker)
        if case .station(_, let peer) = pending.speaker { try checkStation(peer) }
        if let known = knownAnswer(submission, by: actor) { return again(pending, known) }
        if case .alert(.raise(let alert)) = submission.change,
            priority(of: alert, by: pending.speaker) == .emergency
        {
            if let effects = try raiseAgain(alert, pending, by: actor, at: now) { return effects }
        } else {
            try pay(for: submission.change, by: pending.speaker, at: now)
            if let open = openCall(like: submission.change, by: pending.speaker) {
                try checkDisk(submission.change)
                return add(to: open, pending, by: actor, at: now)
            }
        }
        let drafts = try check(submission, by: actor, pending.speaker, at: now)
        try checkDisk(drafts.first?.change ?? submission.change)
        try payForEntries(drafts, pending, at: now)
        return take(drafts, submission, pending, at: now)
    }

    /// Who has answered an alert for a place need not answer it again: it stands.
    private func knownAnswer(_ submission: Submission, by actor: Actor) -> Int? {
        guard case .alert(.acknowledge(let id, let zone)) = submission.change,
            let alert = state.alert(id),
            alert.acknowledgements.contains(where: { $0.by == actor && $0.zone == zone }),
            !alert.state.isUnacknowledged
        else { return nil }
        return state.offset
    }

    func priority(of alert: Alert, by speaker: Speaker) -> Priority {
        speaker.emergencyLevel(in: state) >= .manage ? alert.priority : alert.kind.defaultPriority
    }

    private func check(
        _ submission: Submission, by actor: Actor, _ speaker: Speaker, at now: Timestamp
    ) throws(ProtocolError) -> [WeddingDataSync.Draft] {
        // What its author may not see is not there: everything else is asked afterwards.
        let subscriber = speaker.user.flatMap { Subscriber(.person($0.id), in: state.day) }
        try ReferenceCheck(visibility: Visibility(state: state), subscriber: subscriber, now: now)
            .check(submission.change)
        let sync = WeddingDataSync(state: state, now: now)
        var priority = submission.priority ?? .normal
        if case .alert(.raise(let alert)) = submission.change {
            priority = self.priority(of: alert, by: speaker)
        }
        func drafts(isProposal: Bool) throws(ProtocolError) -> [WeddingDataSync.Draft] {
            try sync.drafts(
                for: WeddingDataSync.Asked(
                    submission: submission, actor: actor, user: speaker.user,
                    isProposal: isProposal, priority: priority))
        }
        guard let user = speaker.user else { return try drafts(isProposal: false) }
        let auth = RealtimeAuth(state: state, now: now)
        switch try auth.check(submission.change, by: user, reason: submission.text) {
        case .allowed: return try drafts(isProposal: false)
        case .proposal: return try drafts(isProposal: true)
        case .sighting(let change):
            return [
                WeddingDataSync.Draft(
                    change: change, by: actor, text: submission.text, priority: .low)
            ]
        }
    }

    /// What somebody else said is typed in by those who run the day, at a console.
    private func checkActor(
        _ actor: Actor, _ submission: Submission, _ speaker: Speaker
    ) throws(ProtocolError) {
        guard let user = speaker.user, !speaker.isStation else { return }
        guard submission.via != .system else {
            throw .invalid("Only the host can send what Callboard says by itself.")
        }
        guard actor != .person(user.id) else { return }
        let mayType = user.role.level(.messaging) >= .manage
        guard mayType, submission.via.isTypedAtHost || submission.via == .console else {
            throw .forbidden("\(user.name) can speak only for themselves.")
        }
        switch actor {
        case .person(let id):
            if state.day.people[id] == nil { throw .notFound("person \(id)") }
        case .feed:
            guard case .day(.weather) = submission.change else {
                throw .forbidden("A weather service can send only weather notices.")
            }
        case .system: throw .forbidden("Nobody can speak for Callboard itself.")
        }
    }

    /// Everything a submission leads to commits as one unit.
    private mutating func take(
        _ drafts: [WeddingDataSync.Draft], _ submission: Submission, _ pending: Pending,
        at now: Timestamp
    ) -> [Effect] {
        let result = state.offset + 1
        let drafts = drafts.enumerated().map { index, draft in
            stamped(draft, place: result + index, by: pending.speaker, at: now)
        }
        let author = pending.speaker.author
        firstResults[author, submission.id] = FirstResults.Result(
            offset: result, digest: pending.digest.text)
        // Only those who may write to anyone name others who should hear.
        let mayAddress =
            pending.speaker.isFeed
            || pending.speaker.user.map { $0.role.level(.messaging) >= .edit } ?? false
        let source = Source(
            id: submission.id, author: author, digest: pending.digest.text, via: submission.via,
            saidAt: submission.saidAt, audience: mayAddress ? submission.audience : [])
        var effects = write(drafts, source, at: now)
        uncommitted[uncommitted.count - 1].effects += answer(
            pending, .accepted(id: pending.askedID, offset: result))
        effects += slips(after: submission.change, at: now)
        return effects
    }

    func answer(_ pending: Pending, _ message: ServerMessage) -> [Effect] {
        pending.connection.map { [.send(message, to: .connection($0))] } ?? []
    }

    mutating func refuse(_ pending: Pending, _ error: ProtocolError, at now: Timestamp) -> [Effect]
    {
        counters.refused += 1
        let kind: AuditEntry.Kind
        switch error {
        case .ceremonyLocked: kind = .ceremonyRefused
        case .rateLimited, .overBudget: kind = .rateLimited
        case .forbidden, .notFound, .taken, .invalid, .tableFull,
            .illegalStep, .dayClosed, .unknownKind, .malformed, .devices, .connections, .locked,
            .unavailable, .stale, .said:
            kind = .refused
        }
        // Whoever tried it, not whom they spoke for.
        let actor =
            pending.speaker.user.map { Actor.person($0.id) } ?? pending.submission.actor ?? .system
        let effects = answer(pending, .rejected(id: pending.askedID, error))
        let rows = trail(kind, by: actor, "\(pending.submission.change.kind): \(error)", at: now)
        guard kind == .ceremonyRefused, !rows.isEmpty else { return effects + rows }
        let name = actor.person.map { state.day.name(of: $0) } ?? actor.word
        let told = alertEngine.message(
            "\(name) tried to change the ceremony and was refused", to: [.coordinator], .high,
            about: actor.person ?? "", alertView(at: now))
        return effects + rows + write([told], nil, at: now)
    }

    /// A slip that reaches others is proposed, never applied by itself.
    private mutating func slips(after change: Change, at now: Timestamp) -> [Effect] {
        let id: ItemID
        switch change {
        case .timeline(.start(let started)): id = started
        case .timeline(.end(let ended)): id = ended
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day, .atomic:
            return []
        }
        guard let item = state.day.items[id], let over = item.overUnder,
            over >= RippleProposal.worthTelling,
            let ripple = state.ripple(from: id, at: now),
            !ripple.repeats(state.proposal)
        else { return [] }
        let names = ripple.moves.prefix(3).compactMap { move in
            state.day.items[move.item].map {
                "\($0.title) \(state.day.clock.local(move.start).hourMinute)"
            }
        }
        let draft = WeddingDataSync.Draft(
            change: .timeline(.ripple(ripple)), by: .system,
            text: "\(item.title) \(over.signedMinutes): \(names.spoken(limit: 2))",
            priority: .high)
        return write([draft], nil, at: now)
    }
}

extension RealtimeCore.Pending {
    /// Under an id of its own: its author used the first for something else.
    fileprivate var renamed: Self {
        let old = submission
        let submission = Submission(
            id: "\(old.id)~\(digest.text)", change: old.change, actor: old.actor, via: old.via,
            saidAt: old.saidAt, text: old.text, priority: old.priority, audience: old.audience)
        return Self(
            submission: submission, speaker: speaker, digest: digest, askedID: askedID,
            connection: connection)
    }
}
