/// Who hears of an alert, and of what becomes of it.
extension DayState {
    /// Whom an alert is told to: a couple that wants to be spared is, until its ladder calls out.
    public func audience(of alert: Alert) -> [AudienceWord] {
        guard day.shieldsCouple, alert.priority == .critical, !alert.isCalledOut else {
            return alert.audience
        }
        return alert.audience.filter { $0 != .couple }
    }
}

extension RealtimeMessageRouter {
    func alertRoute(_ alert: Alert) -> Route {
        var words = state.audience(of: alert)
        if alert.kind == .weather && !alert.isEmergency { words += [.venue] + outdoors }
        let isTargeted = alert.kind.isTargeted && !alert.asksZones
        var route = Route(
            topic: isTargeted ? .emergencyTargeted : .alert, words: words,
            priority: alert.priority)
        route.context = alert.context
        return route
    }

    /// Who was told of an alert is told of its end, and that it was a mistake; in between only
    /// those who act on it.
    func alertStepRoute(_ event: LogEvent) -> Route? {
        let id: AlertID
        var words: [AudienceWord] = [.coordinator]
        var isForAll = false
        switch event.change {
        case .acknowledge(let alert, _), .updateAlert(let alert), .shelve(let alert, _),
            .unshelve(let alert):
            id = alert
        case .assign(let alert, let person):
            id = alert
            words.append(.person(person))
        case .escalate(let alert, let escalation):
            id = alert
            words += escalation.people.map(AudienceWord.person)
            if state.day.shieldsCouple && escalation.target == .emergencyContacts {
                words.append(.couple)
            }
        case .resolve(let alert), .causeGone(let alert), .cancel(let alert), .allClear(let alert),
            .broadcast(let alert):
            id = alert
            isForAll = true
        default: return nil
        }
        guard let alert = state.alert(id) else { return nil }
        if isForAll {
            words += alertRoute(alert).words(self) + alert.called.map(AudienceWord.person)
        }
        var route = Route(
            topic: .alertStep, words: words, priority: priority(of: event, alert))
        route.context = alert.context
        return route
    }

    private func priority(of event: LogEvent, _ alert: Alert) -> Priority {
        switch event.change {
        case .allClear, .broadcast: .emergency
        case .cancel: alert.priority
        case .escalate: min(alert.priority, event.priority)
        default: max(alert.priority, .critical)
        }
    }
}
