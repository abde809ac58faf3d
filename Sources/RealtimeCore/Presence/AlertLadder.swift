import Wedding

/// Calling louder while nobody answers.
extension AlertEngine {
    func ladders(_ view: View) -> [Draft] {
        view.state.alerts.filter(\.isOpen).flatMap { alert in
            let zones = alert.asksZones ? view.state.day.zonesWithCaptains : []
            return zones.isEmpty ? wholeSteps(alert, view) : zoneSteps(alert, zones, view)
        }
    }

    private func wholeSteps(_ alert: Alert, _ view: View) -> [Draft] {
        guard alert.state == .raised else { return [] }
        let taken = alert.stepsTaken[""] ?? 0
        guard let step = view.state.ladder(of: alert)[safe: taken],
            view.now - alert.changedAt >= step.after, isNextContactDue(alert, step, view)
        else { return [] }
        return [draft(alert, step, number: taken + 1, zones: [], view)]
    }

    /// However late it is: each contact has a minute before the next one is called.
    private func isNextContactDue(_ alert: Alert, _ step: EscalationStep, _ view: View) -> Bool {
        guard step.target == .emergencyContacts, let called = history.contactCalledAt?[alert.id]
        else { return true }
        return view.now - called >= EscalationStep.contactInterval
    }

    /// Each zone climbs by itself until one of its captains answers; zones at the same step are
    /// told together.
    private func zoneSteps(_ alert: Alert, _ zones: [Zone], _ view: View) -> [Draft] {
        let waited = view.now - alert.raisedAt
        let silent = zones.filter { !alert.isAcknowledged(for: $0) }
        for (index, step) in view.state.ladder(of: alert).enumerated() where waited >= step.after {
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
        let people = view.state.targets(step, zones, alert)
        let escalation = Escalation(
            step: number, target: step.target, zones: zones, people: people)
        return Draft(
            change: .alert(.escalate(alert.id, escalation)), by: .system,
            text: words(step, zones, people, day), priority: alert.priority)
    }

    /// Contacts who hold no device are rung by whoever reads this.
    func calledOut(_ people: [PersonID], _ day: WeddingDay) -> String {
        let ring = day.contactsToRing.map(\.ringWords)
        let told = people.map { day.name(of: $0) }.spoken()
        return
            (told.isEmpty ? "no emergency contact has a device" : "emergency contact \(told) told")
            + (ring.isEmpty ? "" : "; ring \(ring.spoken(limit: 4))")
    }

    private func words(
        _ step: EscalationStep, _ zones: [ZoneID], _ people: [PersonID], _ day: WeddingDay
    ) -> String {
        let (target, waited) = (step.target, step.after)
        let names = people.map { day.name(of: $0) }.spoken()
        guard !zones.isEmpty else {
            if target == .repeatAndSound { return "Not acknowledged for \(waited.words): repeated" }
            let told = target == .emergencyContacts ? calledOut(people, day) : "\(names) told"
            return "Not acknowledged for \(waited.words): \(told)"
        }
        let places = zones.map { day.name(of: $0) }.spoken(limit: 4)
        switch target {
        case .repeatAndSound: return "No ack from \(places) after \(waited.words): repeated"
        case .emergencyContacts:
            return "No ack from \(places) after \(waited.words): \(calledOut(people, day))"
        case .nextCaptainOrDeputies, .deputies, .coordinatorAgain:
            let captains = zones.compactMap { day.zones[$0]?.captains.first }.map {
                day.name(of: $0)
            }
            return "No ack from \(places) after \(waited.words): "
                + "\(captains.spoken()) → \(names)"
        }
    }
}
