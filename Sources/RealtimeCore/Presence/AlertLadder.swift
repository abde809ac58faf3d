import Wedding

/// Calling louder while nobody answers.
extension AlertDesk {
    func ladders(_ view: View) -> [Draft] {
        view.state.alerts.filter(\.isOpen).flatMap { alert in
            let zones = alert.asksZones ? view.state.day.zonesWithCaptains : []
            return zones.isEmpty ? wholeSteps(alert, view) : zoneSteps(alert, zones, view)
        }
    }

    private func steps(of alert: Alert, _ view: View) -> [EscalationStep] {
        var steps = alert.priority.ladder
        let rule =
            view.state.day.rules[RuleID(alert.rule)]
            ?? view.state.day.rules.first { $0.kind == alert.kind }
        guard let first = rule?.escalateAfter, !steps.isEmpty else { return steps }
        steps[0] = EscalationStep(after: first, target: steps[0].target)
        // A later first step pushes those behind it, so that none is passed over.
        for index in steps.indices.dropFirst() where steps[index].after <= steps[index - 1].after {
            steps[index] = EscalationStep(
                after: steps[index - 1].after + .minutes(1), target: steps[index].target)
        }
        return steps
    }

    private func wholeSteps(_ alert: Alert, _ view: View) -> [Draft] {
        guard alert.state == .raised else { return [] }
        let taken = alert.stepsTaken[""] ?? 0
        guard let step = steps(of: alert, view)[safe: taken],
            view.now - alert.changedAt >= step.after
        else { return [] }
        return [draft(alert, step, number: taken + 1, zones: [], view)]
    }

    /// Each zone climbs by itself until one of its captains answers; zones at the same step are
    /// told together.
    private func zoneSteps(_ alert: Alert, _ zones: [Zone], _ view: View) -> [Draft] {
        let waited = view.now - alert.raisedAt
        let silent = zones.filter { !alert.isAcknowledged(for: $0) }
        for (index, step) in steps(of: alert, view).enumerated() where waited >= step.after {
            let due = silent.filter { (alert.stepsTaken[$0.id.rawValue] ?? 0) == index }
            guard !due.isEmpty else { continue }
            return [draft(alert, step, number: index + 1, zones: due.map(\.id), view)]
        }
        return []
    }

    private func draft(
        _ alert: Alert, _ step: EscalationStep, number: Int, zones: [ZoneID], _ view: View
    ) -> Draft {
        let day = view.state.day
        let people = targets(step.target, zones, alert, day)
        let escalation = Escalation(
            step: number, target: step.target, zones: zones, people: people)
        return Draft(
            change: .escalate(alert.id, escalation), by: .system,
            text: words(step.target, zones, people, step.after, day), priority: alert.priority)
    }

    private func targets(
        _ target: EscalationStep.Target, _ zones: [ZoneID], _ alert: Alert, _ day: WeddingDay
    ) -> [PersonID] {
        // What was told to a few asks the captains of its own place, if it has one.
        let places = zones.isEmpty ? [alert.zone].compactMap { $0 } : zones
        switch target {
        case .repeatAndSound:
            let captains = places.compactMap { day.zones[$0]?.captains.first }.unique
            return zones.isEmpty
                ? (day.people(for: alert.audience, alert.context) + captains).unique : captains
        case .nextCaptainOrDeputies:
            let next = places.flatMap { place -> [PersonID] in
                let second = day.zones[place]?.captains.dropFirst().first
                return second.map { [$0] } ?? day.deputies
            }.unique
            return next.isEmpty ? day.deputies : next
        case .deputies: return day.deputies
        case .emergencyContacts: return day.contactPeople
        case .coordinatorAgain: return day.people(for: [.coordinator], AudienceContext())
        }
    }

    /// Contacts who hold no device are rung by whoever reads this.
    func calledOut(_ day: WeddingDay) -> String {
        let ring = day.contactsToRing.map { "\($0.name) \($0.phone)" }
        return "emergency contacts told" + (ring.isEmpty ? "" : "; ring \(ring.spoken(limit: 4))")
    }

    private func words(
        _ target: EscalationStep.Target, _ zones: [ZoneID], _ people: [PersonID],
        _ waited: Duration, _ day: WeddingDay
    ) -> String {
        let names = people.map { day.name(of: $0) }.spoken()
        guard !zones.isEmpty else {
            if target == .repeatAndSound { return "Not acknowledged for \(waited.words): repeated" }
            let told = target == .emergencyContacts ? calledOut(day) : "\(names) told"
            return "Not acknowledged for \(waited.words): \(told)"
        }
        let places = zones.map { day.name(of: $0) }.spoken(limit: 4)
        switch target {
        case .repeatAndSound: return "No ack from \(places) after \(waited.words): repeated"
        case .emergencyContacts:
            return "No ack from \(places) after \(waited.words): \(calledOut(day))"
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
