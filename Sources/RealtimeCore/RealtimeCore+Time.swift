import RealtimeProtocol
import Wedding

extension RealtimeCore {
    mutating func tick(at now: Timestamp) -> [Effect] {
        var effects = sweepLinks(at: now)
        if events.count > limits.keptEventsMax { forgetEvents() }
        let drafts = alertEngine.sweep(alertView(at: now))
        if !drafts.isEmpty { effects += write(drafts, nil, at: now) }
        let ended = state.grantsToEnd(at: now).map { grant in
            WeddingDataSync.Draft(
                change: .access(.end(grant.id)), by: .system,
                text: "Emergency access for \(state.day.name(of: grant.to)) has ended",
                priority: .high)
        }
        if !ended.isEmpty { effects += write(ended, nil, at: now) }
        effects += announceMode(at: now)
        effects += deliver(at: now)
        if now - statsSentAt >= limits.statsInterval, stats != statsSent {
            (statsSentAt, statsSent) = (now, stats)
            effects.append(.send(.stats(stats), to: coordinators))
        }
        return effects
    }

    /// Nothing that was due is put off or brought forward; people are told that clocks disagree.
    mutating func stepped(_ step: Duration, at now: Timestamp) -> [Effect] {
        let words =
            "The clock of the host's machine was set \(step < .zero ? "back" : "forward") by "
            + "\(step.words). Callboard keeps its own time; "
            + "restart the host to use the new time."
        let told = alertEngine.message(
            words, to: [.coordinator], .high, about: "", alertView(at: now))
        return trail(.clockStepped, by: .system, words, at: now) + write([told], nil, at: now)
    }

    func alertView(at now: Timestamp) -> AlertEngine.View {
        let connections = connections
        return AlertEngine.View(state: state, now: now) {
            connections.lastHeard($0, at: now)
        }
    }

    func mode(at now: Timestamp) -> DayMode {
        state.day.mode(at: now)
    }

    func isCeremony(at now: Timestamp) -> Bool { state.day.isCeremony(at: now) }

    mutating func sweepLinks(at now: Timestamp) -> [Effect] {
        let updates = connections.sweep(mode(at: now), at: now)
        guard !updates.isEmpty else { return [] }
        for update in updates {
            state.setLink(update.person, update.link, lastSeen: update.lastSeen)
        }
        return [.send(.presence(updates), to: coordinators)]
    }

    mutating func announceMode(at now: Timestamp) -> [Effect] {
        let mode = mode(at: now)
        let ceremony = isCeremony(at: now)
        if let shownMode, shownMode == (mode, ceremony) { return [] }
        shownMode = (mode, ceremony)
        return [
            .send(
                .mode(mode, isCeremony: ceremony),
                to: .consoles(roles: Set(Role.allCases), people: []))
        ]
    }

    mutating func deliver(at now: Timestamp) -> [Effect] {
        guard !letters.isIdle else { return [] }
        let ceremony = isCeremony(at: now)
        let connections = connections
        let due = letters.due(
            at: now, through: committed, isReachable: { connections.isReachable($0) },
            isHeld: { ceremony && $0 == .low })
        var effects = due.tries.compactMap { person, offset, priority -> Effect? in
            guard let event = events[offset] else { return nil }
            return .send(.event(event, early: false), to: .person(person))
        }
        effects += due.died.map {
            .send(.deadLetter($0), to: holders(.messaging, .manage))
        }
        return effects
    }

    mutating func handle(
        _ id: DeadLetter.ID, _ remedy: DeadLetterRemedy, by user: Person, at now: Timestamp
    ) -> [Effect] {
        guard user.role.level(.messaging) >= .manage,
            let letter = letters.takeDeadLetter(id, for: remedy)
        else {
            return []
        }
        let name = state.day.name(of: id.person)
        let entry: AuditEntry
        switch remedy {
        case .retry:
            letters.add(
                DeliveryQueue.Letter(
                    offset: id.offset, message: letter.message, by: events[id.offset]?.by,
                    text: letter.text, priority: letter.priority, sentAt: now,
                    timeToLive: letter.priority.timeToLive,
                    needsConfirmation: letter.needsConfirmation == true, nextTry: now),
                to: id.person)
            entry = audit.entry(
                .deadLetterRetried, by: .person(user.id), "to \(name)", at: now)
        case .discard(let note):
            entry = audit.entry(
                .deadLetterDiscarded, by: .person(user.id),
                "to \(name): \(note.sanitised)", at: now)
        }
        return [
            .send(.deadLetterGone(id), to: holders(.messaging, .manage)),
            .send(.audit(entry), to: auditors),
        ]
    }

    /// Drops what nobody waits for any more.
    private mutating func forgetEvents() {
        let wanted = letters.offsets
        events = events.filter { wanted.contains($0.key) }
    }
}
