import DequeModule
import RealtimeProtocol
import Wedding

/// Decides everything: who may do what, what it changes, who hears of it, what must be called out.
///
/// Pure: the same events at the same moments give the same effects in the same order. An entry
/// becomes visible when it is durable: effects that show it wait for `committed(through:)`. The one
/// exception is an emergency, which is pushed early, marked so, and comes again in its place.
public struct RealtimeCore: Sendable {
    private var state: DayState
    private var connections = WebSocketManager()
    private var desk: AlertDesk
    private var letters: Letters
    private var audit: AuditLog
    private var limit = RateLimit()
    private let limits: CoreLimits
    private var firstResults: [String: Int] = [:]
    /// Entries written but not yet durable, with what becomes visible once they are.
    private var uncommitted: Deque<(offset: Int, effects: [Effect])> = []
    private var committed = 0
    private var events: [Int: LogEvent] = [:]
    private var shownMode: (mode: DayMode, isCeremony: Bool)?
    private var statsSentAt = Timestamp.zero
    private var statsSent = CoreStats()
    private var counters = (events: 0, refused: 0)

    public init(day: WeddingDay, limits: CoreLimits = CoreLimits()) {
        state = DayState(day: day)
        self.limits = limits
        letters = Letters(limits: limits)
        desk = AlertDesk(day: day)
        audit = AuditLog(rowsMax: limits.auditRowsMax)
    }

    /// What is true now, durable or not. For tests and queries.
    public var current: DayState { state }

    public var stats: CoreStats {
        var stats = letters.stats
        (stats.events, stats.refused) = counters
        stats.connections = connections.count
        return stats
    }

    public var deadLetters: [DeadLetter] { letters.dead.values.sorted { $0.id < $1.id } }

    public mutating func handle(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .connected(let id, let person, let purpose):
            return connect(id, person, purpose, at: now)
        case .disconnected(let id):
            _ = connections.close(id)
            return []
        case .beats(let ids):
            for id in ids { connections.heard(id, at: now) }
            return sweepLinks(at: now)
        case .received(let id, let message): return receive(message, from: id, at: now)
        case .observed(let submission):
            return submit(submission, from: nil, user: nil, at: now)
        case .committed(let offset): return commit(through: offset)
        case .tick: return tick(at: now)
        }
    }

    private mutating func connect(
        _ id: ConnectionID, _ person: PersonID, _ purpose: Event.Purpose, at now: Timestamp
    ) -> [Effect] {
        connections.open(id, person, purpose, at: now)
        guard purpose != .device else { return sweepLinks(at: now) }
        var effects: [Effect] = [
            .send(.welcome(state, you: person, now: now), to: .connection(id), .high),
            .send(.stats(stats), to: .connection(id), .low),
        ]
        if let shownMode {
            let message = ServerMessage.mode(shownMode.mode, isCeremony: shownMode.isCeremony)
            effects.append(.send(message, to: .connection(id), .normal))
        }
        effects += deadLetters.map { .send(.deadLetter($0), to: .connection(id), .normal) }
        if state.day.people[person]?.role.level(.administration) ?? .none >= .edit {
            effects += audit.entries.map { .send(.audit($0), to: .connection(id), .low) }
        }
        return effects + sweepLinks(at: now)
    }

    private mutating func receive(
        _ message: ClientMessage, from id: ConnectionID, at now: Timestamp
    ) -> [Effect] {
        guard let person = connections.person(id), let user = state.day.people[person] else {
            return []
        }
        connections.heard(id, at: now)
        switch message {
        case .submit(let submission):
            return submit(submission, from: id, user: user, at: now)
        case .received(let offset):
            return letters.receipt(person, through: offset).map { message in
                state.markDelivered(message, to: person)
                return .send(.delivered(message, to: person), to: coordinators, .low)
            }
        case .handleDeadLetter(let letter, let remedy):
            return handle(letter, remedy, by: user, at: now)
        }
    }

    private var coordinators: Audience {
        .consoles(roles: [.coordinator, .venueManager], people: [])
    }
}

// MARK: Submissions

extension RealtimeCore {
    private mutating func submit(
        _ submission: Submission, from id: ConnectionID?, user: Person?, at now: Timestamp
    ) -> [Effect] {
        if let offset = firstResults[submission.id] {
            return answer(id, .accepted(id: submission.id, offset: offset))
        }
        let actor = submission.actor ?? user.map { .person($0.id) } ?? .system
        do {
            let drafts = try check(submission, by: actor, user: user, at: now)
            guard !drafts.isEmpty else {
                return answer(id, .accepted(id: submission.id, offset: state.offset))
            }
            return take(drafts, submission, from: id, at: now)
        } catch {
            return refuse(submission, error, by: actor, to: id, at: now)
        }
    }

    private mutating func check(
        _ submission: Submission, by actor: Actor, user: Person?, at now: Timestamp
    ) throws(ProtocolError) -> [WeddingDataSync.Draft] {
        var priority = submission.priority ?? .normal
        if case .raise(let alert) = submission.change { priority = alert.priority }
        let sync = WeddingDataSync(state: state, now: now)
        guard let user else {
            return try sync.drafts(
                for: submission, by: actor, isProposal: false, priority: priority)
        }
        // A limit can never mute an emergency: a repeated one is folded into the open one instead.
        if priority == .emergency {
            if isRepeat(submission) { return [] }
        } else if !limit.admit(user.id, max: user.role.messagesPerMinuteMax, at: now) {
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

    private func isRepeat(_ submission: Submission) -> Bool {
        guard case .raise(let alert) = submission.change else { return false }
        return state.alerts.contains {
            $0.isOpen && $0.isEmergency && $0.kind == alert.kind && $0.about == alert.about
                && $0.zone == alert.zone
        }
    }

    /// Everything a submission leads to commits as one unit.
    private mutating func take(
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
    private mutating func named(
        _ draft: WeddingDataSync.Draft, at now: Timestamp
    ) -> WeddingDataSync.Draft {
        guard case .raise(var alert) = draft.change else { return draft }
        (alert.id, alert.raisedAt, alert.changedAt) = (desk.newID(), now, now)
        alert.raisedBy = draft.by
        alert.text = draft.text.sanitised
        var draft = draft
        draft.change = .raise(alert)
        return draft
    }

    private func answer(_ id: ConnectionID?, _ message: ServerMessage) -> [Effect] {
        id.map { [.send(message, to: .connection($0), .high)] } ?? []
    }

    private mutating func refuse(
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
    private mutating func slips(after change: Change, at now: Timestamp) -> [Effect] {
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

// MARK: Log

extension RealtimeCore {
    /// Gives drafts their places, applies them, and holds back what shows them until durable.
    /// Whatever they cause at once is written in the same unit.
    private mutating func write(
        _ drafts: [WeddingDataSync.Draft], _ submission: Submission?, at now: Timestamp
    ) -> [Effect] {
        var entries: [LogEvent] = []
        // Only the wish itself carries its sender's words; what it caused has its own.
        var queue = Deque(drafts.map { ($0, $0.by == drafts[0].by && $0.by != .system ? submission : nil) })
        var shown: [Effect] = []
        var early: [Effect] = []
        while let (draft, source) = queue.popFirst() {
            let event = entry(draft, source, at: now)
            entries.append(event)
            state.apply(event)
            counters.events += 1
            let auth = RealtimeAuth(state: state, now: now)
            let viewers = auth.viewers(of: event)
            let routed = post(event, asked: source?.audience ?? [], at: now)
            if isUrgent(event) {
                early.append(.send(.event(event, early: true), to: viewers, .emergency))
            }
            shown.append(.send(.event(event, early: false), to: viewers, routed ?? event.priority))
            shown += trail(event, at: now)
            let view = deskView(at: now)
            for consequence in desk.react(to: event, view) { queue.append((consequence, nil)) }
        }
        uncommitted.append((state.offset, shown))
        return [.append(entries)] + early
    }

    private func entry(
        _ draft: WeddingDataSync.Draft, _ source: Submission?, at now: Timestamp
    ) -> LogEvent {
        let offset = state.offset + 1
        return LogEvent(
            offset: offset, id: source?.id ?? "core-\(offset)", at: now,
            saidAt: source?.saidAt ?? now, by: draft.by, via: source?.via ?? .system,
            change: draft.change, text: source?.text ?? draft.text,
            priority: draft.priority)
    }

    private func isUrgent(_ event: LogEvent) -> Bool {
        switch event.change {
        case .raise(let alert): alert.isEmergency
        case .allClear: true
        default: false
        }
    }

    /// Puts a letter in the box of everyone it is for.
    private mutating func post(
        _ event: LogEvent, asked: [AudienceWord], at now: Timestamp
    ) -> Priority? {
        let router = RealtimeMessageRouter(state: state, now: now)
        guard let route = router.route(event, asked: asked) else { return nil }
        var message: MessageID?
        if case .send(let sent) = event.change { message = sent.id }
        for person in state.day.people(for: route.words, route.context)
        where event.by.person != person {
            letters.add(
                Letters.Letter(
                    offset: event.offset, message: message, text: event.text,
                    priority: route.priority, sentAt: now, nextTry: now),
                to: person)
        }
        if letters.stats.lettersWaiting > 0 { events[event.offset] = event }
        if case .allClear(let id) = event.change { standDown(id) }
        return route.priority
    }

    private mutating func standDown(_ alert: AlertID) {
        let offsets = events.values.filter { event in
            switch event.change {
            case .raise(let raised): raised.id == alert
            case .escalate(let id, _), .updateAlert(let id): id == alert
            default: false
            }
        }.map(\.offset)
        letters.standDown(Set(offsets))
    }

    private mutating func trail(_ event: LogEvent, at now: Timestamp) -> [Effect] {
        let kind: AuditEntry.Kind
        switch event.change {
        case .raise(let alert) where alert.isEmergency: kind = .emergency
        case .allClear: kind = .allClear
        case .editItem(let id, _, _) where id == state.day.ceremony: kind = .ceremonyEdited
        case .settle: kind = .override
        default: return []
        }
        let entry = audit.entry(kind, by: event.by, event.text, at: now)
        return [.send(.audit(entry), to: coordinators, .normal)]
    }

    private mutating func commit(through offset: Int) -> [Effect] {
        committed = max(committed, offset)
        var effects: [Effect] = []
        while let first = uncommitted.first, first.offset <= committed {
            effects += uncommitted.removeFirst().effects
        }
        return effects
    }
}

// MARK: Time

extension RealtimeCore {
    private mutating func tick(at now: Timestamp) -> [Effect] {
        var effects = sweepLinks(at: now)
        let drafts = desk.sweep(deskView(at: now))
        if !drafts.isEmpty { effects += write(drafts, nil, at: now) }
        effects += announceMode(at: now)
        effects += deliver(at: now)
        if now - statsSentAt >= limits.statsInterval, stats != statsSent {
            (statsSentAt, statsSent) = (now, stats)
            effects.append(.send(.stats(stats), to: coordinators, .low))
        }
        return effects
    }

    private func deskView(at now: Timestamp) -> AlertDesk.View {
        let connections = connections
        return AlertDesk.View(state: state, now: now, mode: mode(at: now)) {
            connections.lastHeard($0)
        }
    }

    private func mode(at now: Timestamp) -> DayMode {
        state.day.mode(at: now)
    }

    /// From half an hour before to its end: only what is urgent makes itself heard.
    private func isCeremony(at now: Timestamp) -> Bool {
        guard let ceremony = state.day.ceremonyItem else { return false }
        return !ceremony.isOver && now >= ceremony.start - .minutes(30)
    }

    private mutating func sweepLinks(at now: Timestamp) -> [Effect] {
        let updates = connections.sweep(mode(at: now), at: now)
        guard !updates.isEmpty else { return [] }
        for update in updates {
            state.setLink(update.person, update.link, lastSeen: update.lastSeen)
        }
        return [.send(.presence(updates), to: coordinators, .low)]
    }

    private mutating func announceMode(at now: Timestamp) -> [Effect] {
        let mode = mode(at: now)
        let ceremony = isCeremony(at: now)
        if let shownMode, shownMode == (mode, ceremony) { return [] }
        shownMode = (mode, ceremony)
        return [
            .send(
                .mode(mode, isCeremony: ceremony),
                to: .consoles(roles: Set(Role.allCases), people: []), .normal)
        ]
    }

    private mutating func deliver(at now: Timestamp) -> [Effect] {
        guard !letters.isIdle else {
            events = [:]
            return []
        }
        let ceremony = isCeremony(at: now)
        let connections = connections
        let due = letters.due(
            at: now, isReachable: { connections.isReachable($0) },
            isHeld: { ceremony && $0 == .low })
        var effects = due.tries.compactMap { person, offset -> Effect? in
            guard let event = events[offset], offset <= committed else { return nil }
            return .send(.event(event, early: false), to: .person(person), event.priority)
        }
        effects += due.died.map { .send(.deadLetter($0), to: coordinators, .normal) }
        return effects
    }

    private mutating func handle(
        _ id: DeadLetter.ID, _ remedy: DeadLetterRemedy, by user: Person, at now: Timestamp
    ) -> [Effect] {
        guard user.role.level(.messaging) >= .manage, let letter = letters.exhume(id) else {
            return []
        }
        let name = state.day.name(of: id.person)
        let entry: AuditEntry
        switch remedy {
        case .retry:
            letters.add(
                Letters.Letter(
                    offset: id.offset, message: nil, text: letter.text,
                    priority: letter.priority, sentAt: now, nextTry: now),
                to: id.person)
            entry = audit.entry(
                .deadLetterRetried, by: .person(user.id), "to \(name)", at: now)
        case .discard(let note):
            entry = audit.entry(
                .deadLetterDiscarded, by: .person(user.id),
                "to \(name): \(note.sanitised)", at: now)
        }
        return [
            .send(.deadLetterGone(id), to: coordinators, .normal),
            .send(.audit(entry), to: coordinators, .normal),
        ]
    }
}
