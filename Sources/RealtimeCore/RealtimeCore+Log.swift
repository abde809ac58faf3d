import DequeModule
import RealtimeProtocol
import Wedding

/// The submission that a unit comes from.
struct Source: Sendable {
    let id: String
    let author: Author
    let digest: String
    let via: Medium
    let saidAt: Timestamp
    /// Words of the sender for who else should hear.
    let audience: [AudienceWord]
}

extension RealtimeCore {
    /// Gives drafts their places, applies them, and holds back what shows them until durable.
    /// Whatever they cause at once is written in the same unit.
    mutating func write(
        _ drafts: [WeddingDataSync.Draft], _ pending: Source?, at now: Timestamp
    ) -> [Effect] {
        var entries: [JournalEntry] = []
        // Only the first carries the id of the submission; what a submission caused was said by
        // nobody.
        var queue = Deque(
            drafts.enumerated().map { index, draft in
                let isTheirs = draft.by == drafts[0].by && draft.by != .system
                return (draft, index == 0 || isTheirs ? pending : nil)
            })
        var shown: [Effect] = []
        var early: [Effect] = []
        var posted: [Posted] = []
        while let (draft, source) = queue.popFirst() {
            let isFirst = entries.isEmpty
            let event = routed(entry(suppressed(draft), source, isFirst: isFirst, at: now))
            let owner = formerOwner(event)
            state.apply(event)
            counters.events += 1
            let law = event.change.law(in: state, at: now)
            let visibility = Visibility(state: state)
            let viewers = visibility.viewers(of: event, law)
            let asked = (source?.audience ?? []) + (owner.map { [.person($0)] } ?? [])
            let addressees = addressees(of: event, law.route, asked: asked, at: now)
            // A letter is for a device; who has none is told by phone.
            let boxes = addressees.filter(connections.hasDevice)
            posted.append(Posted(event: event, addressees: boxes))
            if isUrgent(event) { early += push(event, to: viewers, addressees) }
            // What is sent to somebody stands in their log.
            let named = addressees.filter { person in
                state.day.role(of: person).map { !viewers.roles.contains($0) } ?? false
            }
            let told = viewers.adding(named)
            let (people, roles) = visibility.subscribers(of: law.resets)
            let written = JournalEntry(
                event, to: told, isForStation: visibility.isForStation(law, told),
                addressees: boxes, from: isFirst ? source : nil,
                changing: JournalEntry.Subscribers(people: people, roles: roles))
            entries.append(written)
            shown.append(.show(written))
            shown += trail(event, law.audit, at: now)
            let view = alertView(at: now)
            for consequence in alertEngine.react(to: event, view) {
                queue.append((consequence, nil))
            }
        }
        uncommitted.append(Uncommitted(offset: state.offset, posted: Deque(posted), effects: shown))
        return [.append(entries)] + early
    }

    /// Who loses an item to somebody else should hear of it.
    private func formerOwner(_ event: LogEvent) -> PersonID? {
        guard case .edit(.field(.item(let id), let edit, _)) = event.change, edit.field == .owner
        else {
            return nil
        }
        return state.day.items[id]?.owner
    }

    /// Danger to people does not wait for the disk: consoles and devices see it at once.
    private func push(_ event: LogEvent, to viewers: Audience, _ people: [PersonID]) -> [Effect] {
        [.send(.event(event, early: true), to: viewers)]
            + people.map { .send(.event(event, early: true), to: .person($0)) }
    }

    /// An alert that a written rule keeps quiet is quiet from the start.
    private func suppressed(_ draft: WeddingDataSync.Draft) -> WeddingDataSync.Draft {
        guard case .alert(.raise(var alert)) = draft.change,
            let rule = state.day.suppressions.first(where: { $0.holds(alert) })
        else { return draft }
        alert.state = .suppressed
        alert.suppressedBy = rule.id
        var draft = draft
        draft.change = .alert(.raise(alert))
        return draft
    }

    /// How urgent an entry is says the routing table, whatever its sender asked for.
    private func routed(_ event: LogEvent) -> LogEvent {
        let router = RealtimeMessageRouter(state: state, now: event.at)
        let priority = router.route(event).map { router.priority(of: event, $0) }
        return event.with(priority ?? event.change.quietPriority)
    }

    private func entry(
        _ draft: WeddingDataSync.Draft, _ source: Source?, isFirst: Bool, at now: Timestamp
    ) -> LogEvent {
        let offset = state.offset + 1
        let isDrill = draft.change.alertSubject.flatMap(state.alert)?.isDrill ?? false
        return LogEvent(
            offset: offset, id: isFirst ? source?.id ?? "core-\(offset)" : "core-\(offset)",
            at: now, saidAt: source?.saidAt ?? now, by: draft.by,
            via: draft.by == .system ? .system : source?.via ?? .system, change: draft.change,
            text: (isDrill ? "DRILL: " : "") + draft.text, priority: draft.priority)
    }

    func isUrgent(_ event: LogEvent) -> Bool { isUrgent(event.change) }

    func isUrgent(_ change: Change) -> Bool {
        guard case .alert(let change) = change else { return false }
        switch change {
        case .raise(let alert): return alert.isEmergency
        case .allClear: return true
        case .acknowledge, .escalate, .update, .broadcast, .assign, .resolve, .causeGone, .shelve,
            .unshelve, .cancel:
            return false
        }
    }

    /// Everyone whom it is sent to.
    private func addressees(
        of event: LogEvent, _ route: Route?, asked: [AudienceWord], at now: Timestamp
    ) -> [PersonID] {
        guard let route else { return [] }
        let router = RealtimeMessageRouter(state: state, now: now)
        // Whoever sits at the host's own screen and carries nothing reads it there.
        return router.people(route, event.priority, asked: asked).filter { person in
            person != event.by.person && !connections.isOnlyAtHost(person)
        }
    }

    /// Puts a letter in the box of everyone it is for, and takes out what nobody needs any more.
    ///
    /// - Parameter most: As far as one event may go.
    /// - Returns: how many letters that were.
    @discardableResult
    mutating func post(_ posted: inout Posted, most: Int = .max) -> Int {
        if posted.done == 0 {
            letters.count(posted.event.priority, people: posted.addressees.count)
        }
        let part = posted.addressees[posted.done...].prefix(most)
        address(posted.event, to: part, at: posted.event.at)
        posted.done += part.count
        if posted.isDone { afterPosting(posted.event) }
        return part.count
    }

    /// As urgent as the entry says: on the wire, in Stats and in the report.
    private mutating func address(
        _ event: LogEvent, to people: ArraySlice<PersonID>, at now: Timestamp
    ) {
        guard !people.isEmpty else { return }
        let priority = event.priority
        let router = RealtimeMessageRouter(state: state, now: now)
        var message: MessageID?
        if case .message(.send(let sent)) = event.change { message = sent.id }
        let route = router.route(event)
        let notice = route?.notice
        let timeToLive = route.map { router.timeToLive($0, priority) } ?? priority.timeToLive
        let words = EventWords(state).words(event)
        let text = words.sentence.isEmpty ? words.word : words.sentence
        for person in people {
            letters.add(
                DeliveryQueue.Letter(
                    offset: event.offset, message: message, by: event.by, text: text,
                    priority: priority, sentAt: now, notice: notice, timeToLive: timeToLive,
                    needsConfirmation: event.change.isCallToAct && priority == .emergency,
                    nextTry: now),
                to: person)
        }
        if letters.stats.lettersWaiting > 0 { events[event.offset] = event }
    }

    /// What an entry makes of letters that are under way.
    private mutating func afterPosting(_ event: LogEvent) {
        guard case .alert(let change) = event.change else { return }
        switch change {
        case .allClear(let id), .resolve(let id), .cancel(let id):
            letters.standDown(Set(offsets(of: id)))
        case .acknowledge(let id, _):
            // Whoever owns it need not be told again.
            let told = offsets(of: id)
            if let person = event.by.person {
                _ = letters.receipt(person) { told.contains($0.offset) }
            }
        case .raise, .escalate, .update, .broadcast, .assign, .causeGone, .shelve, .unshelve: break
        }
    }

    /// Entries that told of an alert.
    private func offsets(of alert: AlertID) -> [Int] {
        events.values.filter { event in
            guard case .alert(let change) = event.change else { return false }
            switch change {
            case .raise(let raised): return raised.id == alert
            case .escalate(let id, _), .update(let id), .broadcast(let id): return id == alert
            case .acknowledge, .assign, .resolve, .causeGone, .shelve, .unshelve, .cancel,
                .allClear:
                return false
            }
        }.map(\.offset)
    }

    private mutating func trail(
        _ event: LogEvent, _ rule: AuditRule?, at now: Timestamp
    ) -> [Effect] {
        switch rule {
        case nil: return []
        case .ofOthers(let person, let kind):
            guard event.by.person != person, !event.text.isEmpty else { return [] }
            return trail(kind, by: event.by, EventWords(state).words(event).sentence, at: now)
        case .always(let kind):
            return trail(kind, by: event.by, EventWords(state).words(event).sentence, at: now)
        case .withWord(let kind):
            let words = EventWords(state).words(event)
            return trail(kind, by: event.by, "\(words.word): \(words.sentence)", at: now)
        }
    }

    mutating func trail(
        _ kind: AuditEntry.Kind, by actor: Actor, _ detail: String, at now: Timestamp
    ) -> [Effect] {
        audit.row(kind, by: actor, detail, at: now).map {
            [.send(.audit($0), to: auditors)]
        } ?? []
    }

    /// - Returns: what becomes visible, at most so much that others need not wait; the rest when it
    ///   is said once more.
    mutating func commit(through offset: Int, at now: Timestamp) -> [Effect] {
        committed = max(committed, offset)
        var effects = journalAnswers()
        var left = limits.lettersPostedAtOnceMax
        while left > 0, owesEntries {
            guard var next = uncommitted[0].posted.popFirst() else {
                effects += uncommitted.removeFirst().effects
                continue
            }
            left -= 1 + post(&next, most: left)
            if !next.isDone { uncommitted[0].posted.prepend(next) }
        }
        return effects + deliver(at: now)
    }

    /// Whether something that is durable waits to be shown.
    package var owesEntries: Bool { uncommitted.first.map { $0.offset <= committed } ?? false }
}

extension LogEvent {
    fileprivate func with(_ priority: Priority) -> LogEvent {
        guard priority != self.priority else { return self }
        return LogEvent(
            offset: offset, id: id, at: at, saidAt: saidAt, by: by, via: via, change: change,
            text: text, priority: priority)
    }
}

extension Change {
    /// Of what is sent to nobody: whereabouts are the least urgent of all.
    fileprivate var quietPriority: Priority {
        if case .alert(.raise(let alert)) = self { return alert.priority }
        return presenceSubject == nil ? .normal : .low
    }

    /// An emergency that somebody must say they have seen; an end needs only to arrive.
    fileprivate var isCallToAct: Bool {
        guard case .alert(let change) = self else { return false }
        return switch change {
        case .raise, .broadcast: true
        case .acknowledge, .escalate, .update, .assign, .resolve, .causeGone, .shelve, .unshelve,
            .cancel, .allClear:
            false
        }
    }
}
