import DequeModule
import RealtimeProtocol
import Wedding

/// Decides everything: who may do what, what it changes, who hears of it, what must be called out.
///
/// Pure: the same events at the same moments give the same effects in the same order. An entry
/// becomes visible when it is durable: effects that show it wait for `committed(through:)`. The one
/// exception is an emergency, which is pushed early, marked so, and comes again in its place.
package struct RealtimeCore: Sendable {
    var state: DayState
    var connections = WebSocketManager()
    var alertEngine: AlertEngine
    var letters: DeliveryQueue
    var audit: AuditLog
    var budget = Budget()
    /// How often each open emergency was raised again.
    var folds: [AlertID: Fold] = [:]
    let limits: CoreLimits
    var firstResults = FirstResults()
    /// Entries written but not yet durable, with what becomes visible once they are.
    var uncommitted: Deque<Uncommitted> = []
    var committed = 0
    /// Why the disk takes nothing, while it does not.
    var diskTrouble: String?
    var events: [Int: LogEvent] = [:]
    var shownMode: (mode: DayMode, isCeremony: Bool)?
    var links: [LinkStats] = []
    var statsSentAt = Timestamp.zero
    var statsSent = CoreStats()
    var counters = (events: 0, refused: 0)

    /// - Parameter seed: Chance is an input: the same seed and events give the same effects.
    package init(day: WeddingDay, limits: CoreLimits = CoreLimits(), seed: UInt64 = 1) {
        state = DayState(day: day)
        self.limits = limits
        letters = DeliveryQueue(limits: limits, seed: seed)
        alertEngine = AlertEngine(day: day)
        audit = AuditLog(rowsMax: limits.auditRowsMax, interval: limits.refusalInterval)
    }

    /// What is true now, durable or not. For tests and queries.
    package var current: DayState { state }

    package var stats: CoreStats {
        var stats = letters.stats
        (stats.events, stats.refused) = counters
        stats.connections = connections.count
        stats.links = links
        stats.capacity = min((shownMode?.mode ?? .normal).connectionsMax, limits.connectionsMax)
        return stats
    }

    package func isWaiting(for person: PersonID, at offset: Int) -> Bool {
        letters.isWaiting(offset, for: person)
    }

    package var deadLetters: [DeadLetter] { letters.dead.values.sorted { $0.id < $1.id } }

    package mutating func handle(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .connected(let id, let person, let purpose):
            return connect(id, person, purpose, at: now)
        case .arrived(let id, let peer):
            connections.open(id, peer, at: now)
            guard let person = peer.principal.person,
                let update = connections.arrived(person, at: now)
            else { return [] }
            state.setLink(person, update.link, lastSeen: update.lastSeen)
            return [.send(.presence([update]), to: coordinators)]
        case .disconnected(let id):
            _ = connections.close(id, at: now)
            return []
        case .beats(let ids):
            for id in ids { connections.heard(id, at: now) }
            return sweepLinks(at: now)
        case .received(let id, let message): return receive(message, from: id, at: now)
        case .measured(let links):
            self.links = links
            return []
        case .atStation(let id, let submission): return atStation(submission, from: id, at: now)
        case .audited(let kind, let actor, let detail):
            return trail(kind, by: actor, detail.sanitised, at: now)
        case .observed(let submission):
            return submit(submission, from: nil, by: .feed, at: now)
        case .committed(let offset): return commit(through: offset, at: now)
        case .journalFailed(let words): return journalFailed(words)
        case .stepped(let step): return stepped(step, at: now)
        case .tick: return tick(at: now)
        }
    }

    mutating func connect(
        _ id: ConnectionID, _ person: PersonID, _ purpose: Event.Purpose, at now: Timestamp
    ) -> [Effect] {
        connections.open(id, person, purpose, at: now)
        guard purpose != .device else { return sweepLinks(at: now) }
        var effects: [Effect] = [
            .send(.welcome(state, you: person, now: now), to: .connection(id)),
            .send(.stats(stats), to: .connection(id)),
        ]
        if let shownMode {
            let message = ServerMessage.mode(shownMode.mode, isCeremony: shownMode.isCeremony)
            effects.append(.send(message, to: .connection(id)))
        }
        if diskTrouble != nil {
            effects.append(.send(.disk(diskTrouble), to: .connection(id)))
        }
        effects += deadLetters.map { .send(.deadLetter($0), to: .connection(id)) }
        if state.day.people[person]?.role.level(.administration) ?? .none >= .edit {
            effects += audit.entries.map { .send(.audit($0), to: .connection(id)) }
        }
        return effects + sweepLinks(at: now)
    }

    mutating func receive(
        _ message: ClientMessage, from id: ConnectionID, at now: Timestamp
    ) -> [Effect] {
        guard let person = connections.person(id), let user = state.day.people[person] else {
            return []
        }
        connections.heard(id, at: now)
        switch message {
        case .submit(let submission):
            connections.acted(id, at: now)
            return submit(submission, from: id, by: .person(user), at: now)
        case .received(let offsets):
            return arrived(letters.receipt(person) { offsets.contains($0.offset) }, at: person)
        case .receivedThrough(let offset):
            return arrived(
                letters.receipt(person) { $0.offset <= offset && !$0.needsConfirmation }, at: person
            )
        case .confirmed(let entry):
            connections.acted(id, at: now)
            let events = events
            return arrived(letters.receipt(person) { events[$0.offset]?.id == entry }, at: person)
        // The shell knows invitations.
        case .code: return []
        case .busy(let isBusy):
            connections.acted(id, at: now)
            connections.setBusy(person, isBusy)
            return sweepLinks(at: now)
        case .handleDeadLetter(let letter, let remedy):
            connections.acted(id, at: now)
            return handle(letter, remedy, by: user, at: now)
        }
    }

    private mutating func arrived(_ messages: [MessageID], at person: PersonID) -> [Effect] {
        messages.map { message in
            state.markDelivered(message, to: person)
            return .send(.delivered(message, to: person), to: coordinators)
        }
    }

    var auditors: Audience { holders(.administration, .edit) }

    /// Those who run the day and hold a right.
    func holders(_ category: RightsCategory, _ level: RightsLevel) -> Audience {
        .consoles(roles: Role.having(category, level), people: [])
    }

    var coordinators: Audience {
        .consoles(roles: [.coordinator, .venueManager], people: [])
    }
}
