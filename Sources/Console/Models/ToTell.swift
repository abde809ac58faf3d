import Wedding

/// What the routing table sends to people who have no device: one call each, until somebody says
/// that they were told.
struct ToTell {
    struct Call {
        let person: PersonID
        /// The newest first.
        var news: [LogEvent]
    }

    private(set) var calls: [Call] = []

    /// After it what was said is done, or was said again.
    private static let life = Duration.hours(2)

    init(_ day: DayState, but me: PersonID?, at now: Timestamp) {
        let recent = day.recent.reversed().prefix { now - $0.at < Self.life }
        let told = Self.told(recent)
        let router = RealtimeMessageRouter(state: day, now: now)
        var places: [PersonID: Int] = [:]
        var subjects: [PersonID: Set<String>] = [:]
        for event in recent where event.priority <= .high {
            guard let route = router.route(event), let subject = event.subject(route, day) else {
                continue
            }
            for person in event.people(route, router)
            where person != me && event.by != .person(person) && !day.hasDevice(person)
                && event.at > told[person] ?? .zero && day.isUntold(event, person)
                && subjects[person, default: []].insert(subject).inserted
            {
                guard let place = places[person] else {
                    places[person] = calls.count
                    calls.append(Call(person: person, news: [event]))
                    continue
                }
                calls[place].news.append(event)
            }
        }
    }

    /// Until when each was told everything, as a note by phone says.
    private static func told(_ recent: some Sequence<LogEvent>) -> [PersonID: Timestamp] {
        var told: [PersonID: Timestamp] = [:]
        for event in recent where event.via == .phone {
            guard case .message(.note(let subject)) = event.change else { continue }
            told[PersonID(subject), default: event.at] = max(
                told[PersonID(subject)] ?? .zero, event.at)
        }
        return told
    }
}

extension LogEvent {
    fileprivate func people(_ route: Route, _ router: RealtimeMessageRouter) -> [PersonID] {
        if case .message(.send(let message)) = change { return message.recipients }
        return router.people(route, priority)
    }

    /// Of the same only the newest is news; nil: of what is over nobody needs to be told.
    fileprivate func subject(_ route: Route, _ day: DayState) -> String? {
        guard case .alert(let change) = change else { return route.notice ?? "\(offset)" }
        switch change {
        case .allClear(let id): return "\(id)"
        case .raise(let alert): return day.isOpen(alert.id) ? "\(alert.id)" : nil
        case .escalate(let id, _), .update(let id), .broadcast(let id):
            return day.isOpen(id) ? "\(id)" : nil
        case .acknowledge, .assign, .resolve, .causeGone, .shelve, .unshelve, .cancel: return nil
        }
    }
}

extension DayState {
    fileprivate func isOpen(_ id: AlertID) -> Bool { alert(id)?.isOpen == true }

    fileprivate func isUntold(_ event: LogEvent, _ person: PersonID) -> Bool {
        guard case .message(.send(let sent)) = event.change,
            let message = messages.last(where: { $0.id == sent.id })
        else { return true }
        return !message.confirmed.contains(person) && !message.delivered.contains(person)
            && (message.version == nil || toConfirm(by: person)?.id == message.id)
    }
}
