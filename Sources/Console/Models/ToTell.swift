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
        // A unit says the same in its message and in what it changes.
        var words: [PersonID: Set<String>] = [:]
        for event in recent where event.priority <= .high || event.change.sent != nil {
            guard let route = router.route(event), let subject = event.subject(route, day) else {
                continue
            }
            for person in event.people(route, router)
            where person != me && !event.isOwn(of: person, day) && !day.hasDevice(person)
                && event.at > told[person] ?? .zero
            {
                let isNews = subjects[person, default: []].insert(subject).inserted
                let isSaid =
                    !event.said.isEmpty
                    && !words[person, default: []].insert(event.said).inserted
                guard isNews, !isSaid, day.isUntold(event, person) else { continue }
                if let place = places[person] {
                    calls[place].news.append(event)
                } else {
                    places[person] = calls.count
                    calls.append(Call(person: person, news: [event]))
                }
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
    fileprivate var said: String { change.sent?.text ?? text }

    /// What they said themselves, or what is said of them, they know.
    fileprivate func isOwn(of person: PersonID, _ day: DayState) -> Bool {
        by == .person(person) || change.presenceSubject == person
    }

    fileprivate func people(_ route: Route, _ router: RealtimeMessageRouter) -> [PersonID] {
        if let message = change.sent { return message.recipients }
        let people = router.people(route, priority)
        guard case .alert = change else { return people }
        // Who is not here is not in danger, and hears of it when they come.
        return people.filter { router.isHere($0) }
    }

    /// Of the same only the newest is news; nil: of what is over nobody needs to be told.
    fileprivate func subject(_ route: Route, _ day: DayState) -> String? {
        switch change {
        case .alert(.raise(let alert)): return day.isOpen(alert.id) ? "\(alert.id)" : nil
        case .alert(.escalate(let id, _)), .alert(.broadcast(let id)):
            return day.isOpen(id) ? "\(id)" : nil
        case .alert(.allClear(let id)): return day.alert(id)?.isDrill == true ? nil : "\(id)"
        case .alert: return nil
        case .timeline(.standby(let id, _)):
            return day.day.items[id]?.status == .planned ? "standby \(id)" : nil
        case .presence, .timeline, .edit, .guest, .task, .message, .access, .day:
            return route.notice ?? "\(offset)"
        }
    }
}

extension DayState {
    fileprivate func isOpen(_ id: AlertID) -> Bool { alert(id)?.isOpen == true }

    fileprivate func isUntold(_ event: LogEvent, _ person: PersonID) -> Bool {
        if case .timeline(.standby(let id, _)) = event.change {
            return day.items[id]?.ready?.contains(person) != true
        }
        guard let sent = event.change.sent,
            let message = messages.last(where: { $0.id == sent.id })
        else { return true }
        return !message.confirmed.contains(person) && !message.delivered.contains(person)
            && (message.version == nil || toConfirm(by: person)?.id == message.id)
    }
}

extension Change {
    var sent: Message? { if case .message(.send(let message)) = self { message } else { nil } }
}
