extension AlertChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .raise(let alert): return raised(alert, setting)
        case .acknowledge(let id, let zone):
            return step(
                id, setting, .alert(id, .acknowledge), .free,
                names: zone.map { [.zone($0)] } ?? [])
        case .escalate(let id, let escalation):
            return step(
                id, setting, Self.manage, .answers,
                words: .only(.emergency, .manage), rest: .escalation(id, escalation))
        case .update(let id):
            return step(id, setting, .alert(id, .change), .answers, rest: .news(id, to: .author))
        case .broadcast(let id):
            return step(id, setting, Self.manage, .free, rest: .news(id, to: .everyone))
        case .assign(let id, let person):
            return step(
                id, setting, .alert(id, .change), .words, names: [.person(person)],
                words: .only(.emergency, .manage), rest: .news(id, to: .person(person)))
        case .resolve(let id):
            return step(
                id, setting, .alert(id, .resolve), .words, audit: .withWord(.override))
        case .causeGone(let id): return step(id, setting, .coreOnly, .words)
        case .shelve(let id, _):
            return step(id, setting, Self.manage, .words, audit: .withWord(.override))
        case .unshelve(let id): return step(id, setting, Self.manage, .words)
        case .cancel(let id):
            return step(
                id, setting, .alert(id, .cancel), .words, audit: .withWord(.override))
        case .allClear(let id):
            return step(id, setting, Self.manage, .free, audit: .always(.allClear))
        }
    }

    private static let manage = Right.level(.emergency, .manage, doing: "change alerts")

    private func raised(_ alert: Alert, _ setting: LawSetting) -> Law {
        let audit: AuditKind? =
            alert.isDrill
            ? .drill
            : alert.isEmergency ? .emergency : alert.state == .suppressed ? .suppressed : nil
        return Law(
            right: .raise(alert.kind), names: alert.zone.map { [.zone($0)] } ?? [], adds: nil,
            viewers: .told(alert), isLendable: false, station: .asVendors,
            redaction: Redaction(words: .hiddenAtStations, rest: .alert(alert)),
            resets: .nobody, route: alert.state == .suppressed ? nil : Self.told(alert, setting),
            bucket: alert.kind == .helpRequest ? .answers : .words,
            audit: audit.map { .always($0) }, rows: RowKey.added(.incident(alert.id)),
            isShownAtOnce: false)
    }

    private func step(
        _ id: AlertID, _ setting: LawSetting, _ right: Right, _ bucket: RateBucket,
        names: [Reference] = [], words: Redaction.Words? = nil, rest: Redaction.Rest = .whole,
        audit: AuditRule? = nil
    ) -> Law {
        let alert = setting.state.alert(id)
        return Law(
            right: right, names: [.alert(id)] + names, adds: nil,
            viewers: alert.map { .told($0) } ?? .holding(.emergency, .manage, and: []),
            isLendable: false, station: .asVendors,
            redaction: Redaction(
                words: words ?? .hiddenAtStationsUnlessToldToAll(id), rest: rest),
            resets: .nobody, route: alert.map { route(of: $0, setting) }, bucket: bucket,
            audit: audit,
            rows: RowKey.changed(.incident(id)), isShownAtOnce: false)
    }

    private static func told(_ alert: Alert, _ setting: LawSetting) -> Route {
        var words = setting.state.audience(of: alert)
        let isAdvice = alert.kind == .weather && !alert.isEmergency
        if isAdvice { words.append(.venue) }
        let isTargeted = alert.kind.isTargeted && !alert.asksZones
        var route = Route(
            isTargeted ? .emergencyTargeted : .alert, alert.priority, words)
        if isAdvice { route.more = [.outdoors] }
        return route.about(alert.context)
    }

    /// Who was told of an alert is told of its end, and that it was a mistake; in between only
    /// those who act on it.
    private func route(of alert: Alert, _ setting: LawSetting) -> Route {
        let usual = Route.Urgency.always(max(alert.priority, .critical))
        func route(_ urgency: Route.Urgency, _ people: [PersonID] = []) -> Route {
            Route(.alertStep, urgency, [.coordinator] + people.map(AudienceWord.person))
                .about(alert.context)
        }
        func routeToAll(_ urgency: Route.Urgency) -> Route {
            let told = Self.told(alert, setting)
            let called = alert.called.map(AudienceWord.person)
            var route = Route(.alertStep, urgency, [.coordinator] + told.words + called)
            route.more = told.more
            return route.about(alert.context)
        }
        switch self {
        case .raise, .acknowledge, .shelve, .unshelve: return route(usual)
        case .update(let id): return route(usual).notice("\(id) update")
        case .assign(_, let person): return route(usual, [person])
        case .escalate(_, let escalation):
            let tellsCouple =
                setting.day.shieldsCouple && escalation.target == .emergencyContacts
            let words = [.coordinator] + escalation.people.map(AudienceWord.person)
            return Route(
                .alertStep, .atLeast(alert.priority), words + (tellsCouple ? [.couple] : [])
            ).about(alert.context)
        case .resolve, .causeGone: return routeToAll(usual)
        case .broadcast: return routeToAll(.always(.emergency))
        case .cancel: return routeToAll(.always(alert.priority)).ending()
        case .allClear: return routeToAll(.always(.emergency)).ending()
        }
    }
}
