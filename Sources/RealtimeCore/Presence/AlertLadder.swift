import Wedding

/// Calling louder while nobody answers.
extension AlertDesk {
    func ladders(_ view: View) -> [Draft] {
        view.state.alerts.filter(\.isOpen).flatMap { alert in
            alert.asksZones ? zoneSteps(alert, view) : wholeSteps(alert, view)
        }
    }

    private func steps(of alert: Alert, _ view: View) -> [EscalationStep] {
        var steps = alert.priority.ladder
        let rule = view.state.day.rules.first { $0.id.rawValue == alert.rule }
        if let first = rule?.escalateAfter, !steps.isEmpty {
            steps[0] = EscalationStep(after: first, target: steps[0].target)
        }
        return steps
    }

    private func wholeSteps(_ alert: Alert, _ view: View) -> [Draft] {
        guard alert.state == .raised else { return [] }
        let taken = alert.stepsTaken[""] ?? 0
        let waited = view.now - alert.changedAt
        for (index, step) in steps(of: alert, view).enumerated()
        where index + 1 > taken && waited >= step.after {
            return [draft(alert, step, number: index + 1, zones: [], waited: step.after, view)]
        }
        return []
    }

    /// Each zone climbs by itself until one of its captains answers; zones at the same step are
    /// told together.
    private func zoneSteps(_ alert: Alert, _ view: View) -> [Draft] {
        let waited = view.now - alert.raisedAt
        let silent = view.state.day.zonesWithCaptains.filter { !alert.isAcknowledged(for: $0) }
        for (index, step) in steps(of: alert, view).enumerated() where waited >= step.after {
            let zones = silent.filter { (alert.stepsTaken[$0.id.rawValue] ?? 0) < index + 1 }
            guard !zones.isEmpty else { continue }
            return [
                draft(
                    alert, step, number: index + 1, zones: zones.map(\.id), waited: step.after,
                    view)
            ]
        }
        return []
    }

    private func draft(
        _ alert: Alert, _ step: EscalationStep, number: Int, zones: [ZoneID], waited: Duration,
        _ view: View
    ) -> Draft {
        let day = view.state.day
        let people = targets(step.target, zones, alert, day)
        let escalation = Escalation(
            step: number, target: step.target, zones: zones, people: people)
        return Draft(
            change: .escalate(alert.id, escalation), by: .system,
            text: words(step.target, zones, people, waited, day), priority: alert.priority)
    }

    private func targets(
        _ target: EscalationStep.Target, _ zones: [ZoneID], _ alert: Alert, _ day: WeddingDay
    ) -> [PersonID] {
        switch target {
        case .repeatAndSound:
            return zones.compactMap { day.zones[$0]?.captains.first }.unique
        case .nextCaptainOrDeputies:
            let next = zones.compactMap { day.zones[$0]?.captains.dropFirst().first }.unique
            return next.isEmpty ? day.deputies : next
        case .deputies: return day.deputies
        case .emergencyContacts: return day.people(for: [.emergencyContacts], AudienceContext())
        case .coordinatorAgain: return day.people(for: [.coordinator], AudienceContext())
        }
    }

    private func words(
        _ target: EscalationStep.Target, _ zones: [ZoneID], _ people: [PersonID],
        _ waited: Duration, _ day: WeddingDay
    ) -> String {
        let names = people.map { day.name(of: $0) }.spoken()
        guard !zones.isEmpty else {
            if target == .repeatAndSound { return "Not acknowledged for \(waited.words): repeated" }
            let told = target == .emergencyContacts ? "emergency contacts" : names
            return "Not acknowledged for \(waited.words): \(told) told"
        }
        let places = zones.map { day.name(of: $0) }.spoken(limit: 4)
        switch target {
        case .repeatAndSound: return "No ack from \(places) after \(waited.words): repeated"
        case .emergencyContacts:
            let outside = day.emergencyContacts.filter { $0.person == nil }.map(\.name)
            return "No ack from \(places) after \(waited.words): "
                + "emergency contacts, \(outside.first ?? names)"
        case .nextCaptainOrDeputies, .deputies, .coordinatorAgain:
            let captains = zones.compactMap { day.zones[$0]?.captains.first }.map {
                day.name(of: $0)
            }
            return "No ack from \(places) after \(waited.words): "
                + "\(captains.spoken()) → \(names)"
        }
    }
}

extension Array where Element: Hashable {
    /// In order, each once.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
