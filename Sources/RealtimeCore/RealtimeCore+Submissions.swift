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
            guard isAlarm(pending, at: now) else {
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

    private func isAlarm(_ pending: Pending, at now: Timestamp) -> Bool {
        guard case .raise(let call) = pending.submission.request else { return false }
        return door(for: pending.speaker, at: now).priority(of: call) == .emergency
    }

    func door(for speaker: Speaker, at now: Timestamp) -> RequestDoor {
        RequestDoor(state: state, limits: limits, speaker: speaker, now: now)
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
        let wanted = try door(for: pending.speaker, at: now).admit(pending.submission)
        try checkActor(wanted, pending.speaker)
        if case .station(_, let peer) = pending.speaker { try checkStation(peer) }
        if let known = knownAnswer(wanted) { return again(pending, known) }
        if let alert = wanted.raised, alert.isEmergency {
            if let effects = try raiseAgain(alert, wanted, pending, at: now) { return effects }
        } else {
            try pay(for: wanted, by: pending.speaker, at: now)
            if let alert = wanted.raised, let open = openCall(like: alert, by: pending.speaker) {
                try checkDisk(wanted.parts[0])
                return add(to: open, wanted, pending, at: now)
            }
        }
        let drafts = try check(wanted, pending.speaker, at: now)
        try checkDisk(drafts.first?.change ?? wanted.parts[0])
        try payForEntries(drafts, pending, at: now)
        return commit(drafts, wanted, pending, at: now)
    }

    /// Who has answered an alert for a place need not answer it again: it stands.
    private func knownAnswer(_ wanted: Wanted) -> Int? {
        guard case .alert(.acknowledge(let id, let zone))? = wanted.change,
            let alert = state.alert(id),
            alert.acknowledgements.contains(where: { $0.by == wanted.actor && $0.zone == zone }),
            !alert.state.isUnacknowledged
        else { return nil }
        return state.offset
    }

    private func check(
        _ wanted: Wanted, _ speaker: Speaker, at now: Timestamp
    ) throws(ProtocolError) -> [WeddingDataSync.Draft] {
        // What its author may not see is not there: everything else is asked afterwards.
        let subscriber = speaker.user.flatMap { Subscriber(.person($0.id), in: state.day) }
        try ReferenceCheck(visibility: Visibility(state: state), subscriber: subscriber, now: now)
            .check(wanted)
        var permission = RealtimeAuth.Permission.allowed
        if let user = speaker.user {
            permission = try RealtimeAuth(state: state, now: now).check(wanted, by: user)
        }
        if case .sighting(let change) = permission {
            return [
                WeddingDataSync.Draft(
                    change: change, by: wanted.actor, text: wanted.text, priority: .low)
            ]
        }
        return try WeddingDataSync(state: state, now: now).drafts(for: wanted) { change in
            WeddingDataSync.Asked(
                wanted: wanted, change: change, user: speaker.user,
                isProposal: permission == .proposal, priority: wanted.priority ?? .normal)
        }
    }

    /// What somebody else said is typed in by those who run the day, at a console.
    private func checkActor(
        _ wanted: Wanted, _ speaker: Speaker
    ) throws(ProtocolError) {
        guard let user = speaker.user, !speaker.isStation else { return }
        guard wanted.via != .system else {
            throw .invalid("Only the host can send what Callboard says by itself.")
        }
        guard wanted.actor != .person(user.id) else { return }
        let mayType = user.role.level(.messaging) >= .manage
        guard mayType, wanted.via.isTypedAtHost || wanted.via == .console else {
            throw .forbidden("\(user.name) can speak only for themselves.")
        }
        switch wanted.actor {
        case .person(let id):
            if state.day.people[id] == nil { throw .notFound("person \(id)") }
        case .feed:
            guard case .day(.weather)? = wanted.change else {
                throw .forbidden("A weather service can send only weather notices.")
            }
        case .system: throw .forbidden("Nobody can speak for Callboard itself.")
        }
    }

    /// Everything a submission leads to commits as one unit.
    private mutating func commit(
        _ drafts: [WeddingDataSync.Draft], _ wanted: Wanted, _ pending: Pending,
        at now: Timestamp
    ) -> [Effect] {
        let result = state.offset + 1
        let drafts = drafts.enumerated().map { index, draft in
            stamped(draft, place: result + index, at: now)
        }
        let author = pending.speaker.author
        firstResults[author, wanted.id] = FirstResults.Result(
            offset: result, digest: pending.digest.text)
        // Only those who may write to anyone name others who should hear.
        let mayAddress =
            pending.speaker.isFeed
            || pending.speaker.user.map { $0.role.level(.messaging) >= .edit } ?? false
        let source = Source(
            id: wanted.id, author: author, digest: pending.digest.text, via: wanted.via,
            saidAt: wanted.saidAt, audience: mayAddress ? wanted.audience : [])
        var effects = write(drafts, source, at: now)
        uncommitted[uncommitted.count - 1].effects += answer(
            pending, .accepted(id: pending.askedID, offset: result))
        if let change = wanted.change { effects += slips(after: change, at: now) }
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
        let rows = trail(kind, by: actor, "\(pending.submission.request.kind): \(error)", at: now)
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
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
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
            id: "\(old.id)~\(digest.text)", request: old.request, actor: old.actor, via: old.via,
            saidAt: old.saidAt, text: old.text, priority: old.priority, audience: old.audience)
        return Self(
            submission: submission, speaker: speaker, digest: digest, askedID: askedID,
            connection: connection)
    }
}
