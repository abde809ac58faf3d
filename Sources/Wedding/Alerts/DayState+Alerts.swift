extension DayState {
    mutating func apply(_ change: AlertChange, by event: LogEvent) {
        switch change {
        case .raise(let alert):
            // Shown early, it comes again in its place; told to more people, it comes as news.
            guard self.alert(alert.id) == nil else { return tellAnew(alert) }
            alerts.append(alert)
            note(alert.id, event, "raised by \(event.by == .system ? alert.rule : name(event.by))")
            forgetOldAlerts()
        case .acknowledge(let id, let zone): acknowledge(id, zone: zone, event)
        case .escalate(let id, let escalation):
            edit(id) { alert in
                let keys = escalation.zones.isEmpty ? [""] : escalation.zones.map(\.rawValue)
                for key in keys {
                    alert.stepsTaken[key] = max(escalation.step, alert.stepsTaken[key] ?? 0)
                }
                alert.called += escalation.people.filter { !alert.called.contains($0) }
            }
            note(id, event, event.text)
        case .update(let id):
            note(id, event, event.text, isUpdate: true)
            if let person = event.by.person { edit(id) { $0.follow(person) } }
        case .broadcast(let id):
            edit(id) { $0.audience = [.all] }
            note(id, event, "told to everyone by \(name(event.by))")
        case .assign(let id, let person):
            edit(id) { $0.owner = person }
            note(id, event, "assigned to \(day.name(of: person))")
        case .resolve(let id): move(id, .resolve, event, "resolved by \(name(event.by))")
        case .causeGone(let id): move(id, .causeGone, event, "cause gone")
        case .shelve(let id, let until):
            move(id, .shelve(until: until), event, "shelved by \(name(event.by))")
        case .unshelve(let id): move(id, .shelfExpired, event, "shelving ended")
        case .cancel(let id): move(id, .cancel, event, "raised in error, says \(name(event.by))")
        case .allClear(let id): move(id, .allClear, event, "ALL CLEAR by \(name(event.by))")
        }
    }

    private mutating func tellAnew(_ alert: Alert) {
        edit(alert.id) { known in
            known.audience = alert.audience
            known.owner = alert.owner ?? known.owner
            known.stepsTaken.merge(alert.stepsTaken, uniquingKeysWith: max)
            known.called += alert.called.filter { !known.called.contains($0) }
        }
    }

    private func name(_ actor: Actor) -> String {
        switch actor {
        case .person(let id): day.givenName(of: id)
        case .system: "Callboard"
        case .feed(let name): name.uppercased()
        }
    }

    private mutating func acknowledge(_ id: AlertID, zone: ZoneID?, _ event: LogEvent) {
        edit(id) { alert in
            alert.acknowledgements.append(
                Alert.Acknowledgement(by: event.by, at: event.at, zone: zone, text: event.text))
            if alert.owner == nil, case .person(let person) = event.by { alert.owner = person }
        }
        let place = zone.map { " for " + day.shortName(of: $0) } ?? ""
        let words = event.text.isEmpty ? "" : ": " + event.text
        move(id, .acknowledge, event, "acked by \(name(event.by))\(place)\(words)")
    }

    private mutating func move(
        _ id: AlertID, _ move: AlertMove, _ event: LogEvent, _ text: String
    ) {
        guard let alert = alert(id),
            var next = try? alert.state.after(move, priority: alert.priority)
        else { return }
        // Somebody had seen it before it was shelved: there is nothing left to acknowledge.
        if next == .returned, alert.acknowledgedAt != nil { next = .resolved }
        edit(id) { alert in
            if next != alert.state { alert.changedAt = event.at }
            // A shelved alert that comes back asks anew, from the first step.
            if move == .shelfExpired { alert.stepsTaken = [:] }
            alert.state = next
        }
        note(id, event, text)
    }

    private mutating func note(
        _ id: AlertID, _ event: LogEvent, _ text: String, isUpdate: Bool? = nil
    ) {
        edit(id) { alert in
            alert.history.append(Alert.Entry(at: event.at, text: text, isUpdate: isUpdate))
            // How it began stays, and what is newest.
            if alert.history.count > Limits.alertHistoryMax {
                alert.history.remove(at: Limits.alertBeginningMax)
            }
        }
    }

    private mutating func edit(_ id: AlertID, _ change: (inout Alert) -> Void) {
        guard let index = alerts.lastIndex(where: { $0.id == id }) else { return }
        change(&alerts[index])
    }

    private mutating func forgetOldAlerts() {
        let ended = alerts.count { !$0.isOpen }
        guard ended > Limits.endedAlertsMax,
            let oldest = alerts.firstIndex(where: { !$0.isOpen })
        else { return }
        alerts.remove(at: oldest)
    }

    /// Open alerts: unacknowledged first, then by priority, then those whose cause is still there,
    /// then the oldest first.
    public var openAlerts: [Alert] {
        alerts.enumerated().filter(\.element.isOpen).sorted { a, b in
            let (left, right) = (a.element.urgency, b.element.urgency)
            return left == right ? a.offset < b.offset : left < right
        }.map(\.element)
    }

    /// The one for the strip: the most urgent that nobody has seen.
    public var mostUrgent: Alert? { openAlerts.first { $0.state.isUnacknowledged } }

    /// Open emergencies: real ones before drills, those told to everyone first, then the oldest.
    public var emergencies: [Alert] {
        func rank(_ alert: Alert) -> (Int, Int, Timestamp) {
            (alert.isDrill ? 1 : 0, alert.asksZones ? 0 : 1, alert.raisedAt)
        }
        return alerts.filter { $0.isEmergency && $0.isOpen }.sorted { rank($0) < rank($1) }
    }

    /// The one that everything else waits for until all clear.
    public var emergency: Alert? { emergencies.first }
}

extension Alert {
    /// The more urgent, the less.
    fileprivate var urgency: (Int, Int, Int) {
        (state.isUnacknowledged ? 0 : 1, priority.rawValue, state == .returned ? 1 : 0)
    }
}

extension DayState {
    /// Whom an alert is told to: a couple that wants to be spared is, until its ladder calls out.
    public func audience(of alert: Alert) -> [AudienceWord] {
        guard day.shieldsCouple, alert.priority == .critical, !alert.isCalledOut else {
            return alert.audience
        }
        return alert.audience.filter { $0 != .couple }
    }
}
