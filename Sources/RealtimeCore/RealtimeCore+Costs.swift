import RealtimeProtocol
import Wedding

/// What submissions cost their authors, and what passes without.
extension RealtimeCore {
    /// Words, answers and calls for help; what commits is paid for when it is known.
    mutating func pay(
        for wanted: Wanted, by speaker: Speaker, at now: Timestamp
    ) throws(ProtocolError) {
        let author = speaker.author
        switch speaker {
        case .feed: return
        case .station:
            let isCall = wanted.raised != nil
            let max = isCall ? limits.stationCallsPerMinuteMax : limits.answersPerMinuteMax
            try pay(1, from: isCall ? .words : .answers, of: author, max: max, at: now)
        case .person(let user):
            switch cost(of: wanted, by: user, at: now) {
            case .nothing: return
            case .answers:
                try pay(1, from: .answers, of: author, max: limits.answersPerMinuteMax, at: now)
            case .words(let count):
                try pay(
                    count, from: .words, of: author, max: user.role.messagesPerMinuteMax, at: now)
            }
        }
    }

    private enum Cost {
        case nothing, answers
        case words(Int)
    }

    private func cost(of wanted: Wanted, by user: Person, at now: Timestamp) -> Cost {
        guard let change = wanted.change else {
            // Messages in a unit count by themselves.
            let messages = wanted.parts.count {
                if case .message(.send) = $0 { true } else { false }
            }
            return .words(max(1, messages))
        }
        switch change.law(in: state, at: now).bucket {
        case .free: return .nothing
        case .answers, .whereabouts(user.id): return .answers
        case .words, .whereabouts: return .words(1)
        }
    }

    private mutating func pay(
        _ amount: Int, from purse: Budget.Purse, of author: Author, max: Int, at now: Timestamp
    ) throws(ProtocolError) {
        guard budget.spend(amount, from: purse, of: author, max: max, at: now) else {
            throw .rateLimited(perMinute: max)
        }
    }

    /// A unit costs its parts.
    mutating func payForEntries(
        _ drafts: [WeddingDataSync.Draft], _ pending: Pending, at now: Timestamp
    ) throws(ProtocolError) {
        guard !pending.speaker.isFeed, let first = drafts.first?.change, !isFree(first) else {
            return
        }
        let decides = (pending.speaker.user?.role.rank ?? Int.max) <= Role.venueManager.rank
        let author = pending.speaker.author
        let entries = decides ? limits.entriesPerMinuteOfDecidersMax : limits.entriesPerMinuteMax
        guard budget.spend(drafts.count, from: .entries, of: author, max: entries, at: now) else {
            throw .overBudget("You sent more than \(entries) entries in a minute. Wait a moment.")
        }
        let bytes = decides ? limits.bytesPerMinuteOfDecidersMax : limits.bytesPerMinuteMax
        guard budget.spend(pending.digest.bytes, from: .bytes, of: author, max: bytes, at: now)
        else {
            throw .overBudget("You sent more than \(bytes / 1024) KiB in a minute. Wait a moment.")
        }
    }

    private func isFree(_ change: Change) -> Bool {
        guard case .alert(let change) = change else { return false }
        switch change {
        case .acknowledge, .allClear: return true
        case .raise(let alert): return alert.kind.defaultPriority == .emergency
        case .escalate, .update, .broadcast, .assign, .resolve, .causeGone, .shelve, .unshelve,
            .cancel:
            return false
        }
    }

    /// An emergency that only says again what is open: the same, within two minutes. Somebody who
    /// raises more than ten in a minute adds to what is open, however long ago it was raised. It is
    /// counted, and told once in a few seconds.
    ///
    /// - Returns: nil when it is to be raised.
    mutating func raiseAgain(
        _ alert: Alert, _ wanted: Wanted, _ pending: Pending, at now: Timestamp
    ) throws(ProtocolError) -> [Effect]? {
        if let user = pending.speaker.user {
            _ = try RealtimeAuth(state: state, now: now).check(wanted, by: user)
        }
        let isFlood = !budget.spend(
            from: .emergencies, of: pending.speaker.author, max: limits.emergenciesPerMinuteMax,
            at: now)
        guard let open = openEmergency(like: alert, isFlood: isFlood, by: pending.speaker, at: now)
        else { return nil }
        return add(to: open, wanted, pending, isFlood: isFlood, at: now)
    }

    /// Somebody whose call for help nobody has answered yet, and who calls again from there.
    func openCall(like call: Alert, by speaker: Speaker) -> Alert? {
        guard call.kind == .helpRequest, let user = speaker.user else { return nil }
        return state.alerts.last { open in
            open.isOpen && open.kind == .helpRequest && open.raisedBy == .person(user.id)
                && open.zone == call.zone && open.acknowledgedAt == nil
        }
    }

    /// Says once more what is open, told once in a few seconds.
    mutating func add(
        to open: Alert, _ wanted: Wanted, _ pending: Pending, isFlood: Bool = false,
        at now: Timestamp
    ) -> [Effect] {
        var fold = folds[open.id] ?? Fold()
        fold.count += 1
        defer { folds[open.id] = fold }
        let (words, actor) = (wanted.text, wanted.actor)
        if let told = fold.told, now - told.at < limits.repeatInterval,
            isFlood || words.isEmpty || fold.words == words
        {
            return again(pending, told.offset)
        }
        let name = actor.person.map { state.day.givenName(of: $0) } ?? actor.word
        let times = fold.count == 1 ? "" : ", \(fold.count) times"
        let draft = WeddingDataSync.Draft(
            change: .alert(.update(open.id)), by: actor,
            text: "Raised again by \(name)\(times)" + (words.isEmpty ? "" : ": \(words)"),
            priority: open.priority)
        fold = Fold(told: (now, state.offset + 1), words: words)
        let source = Source(
            id: wanted.id, author: pending.speaker.author, digest: pending.digest.text,
            via: wanted.via, saidAt: now, audience: [])
        firstResults[source.author, source.id] = FirstResults.Result(
            offset: state.offset + 1, digest: source.digest)
        let effects = write([draft], source, at: now)
        uncommitted[uncommitted.count - 1].effects += answer(
            pending, .accepted(id: pending.askedID, offset: fold.told?.offset ?? state.offset))
        guard open.isEmergency else { return effects }
        // Words of danger do not wait for the disk either.
        return effects
            + effects.flatMap { effect -> [Effect] in
                guard case .append(let entries) = effect, let entry = entries.first else {
                    return []
                }
                return [.send(.event(entry.event, early: true), to: entry.audience)]
            }
    }

    private func openEmergency(
        like alert: Alert, isFlood: Bool, by speaker: Speaker, at now: Timestamp
    ) -> Alert? {
        return state.alerts.last { open in
            guard open.isOpen, open.isEmergency, open.kind == alert.kind,
                open.isDrill == alert.isDrill
            else { return false }
            // Whoever may tell everyone, and does, is not heard by a few.
            let mayWiden = speaker.emergencyLevel(in: state) >= .manage
            guard !mayWiden || !alert.audience.contains(.all) || open.audience.contains(.all) else {
                return false
            }
            let isSame = open.about == alert.about && open.zone == alert.zone
            return isFlood || (isSame && now - open.raisedAt < limits.repeatWindow)
        }
    }
}

/// How often an open emergency was raised again since it was last told.
struct Fold: Sendable {
    var count = 0
    var told: (at: Timestamp, offset: Int)?
    /// What was said with it: new words are told at once.
    var words = ""
}
