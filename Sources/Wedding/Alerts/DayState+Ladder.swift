/// Whom an alert calls next while nobody answers: one rule for the core and for what screens
/// promise.
extension DayState {
    public func ladder(of alert: Alert) -> [EscalationStep] {
        // Where nobody who runs the day can be reached, the contacts are the first to be asked.
        if alert.kind == .coordinatorOffline {
            return contactSteps(of: alert, from: 1, after: EscalationStep.contactInterval)
        }
        let steps = steps(of: alert)
        guard let last = steps.lastIndex(where: { $0.target == .emergencyContacts }) else {
            return steps
        }
        let contacts = contactSteps(of: alert, from: 0, after: steps[last].after)
        return steps[..<last] + (contacts.isEmpty ? [steps[last]] : contacts)
    }

    /// Emergency contacts with a device, in order, but for whom it is about.
    public func contacts(for alert: Alert) -> [PersonID] {
        day.contactPeople.filter { $0.rawValue != alert.about }
    }

    private func contactSteps(
        of alert: Alert, from first: Int, after: Duration
    ) -> [EscalationStep] {
        contacts(for: alert).indices.dropFirst(first).map { place in
            EscalationStep(
                after: after + EscalationStep.contactInterval * (place - first),
                target: .emergencyContacts, place: place)
        }
    }

    private func steps(of alert: Alert) -> [EscalationStep] {
        var steps = alert.priority.ladder
        let rule = day.rules[RuleID(alert.rule)] ?? day.rules.first { $0.kind == alert.kind }
        // That it is said again to everyone is promised, and no rule puts it off.
        guard let minutes = rule?.escalateAfter,
            let first = steps.firstIndex(where: { $0.target != .repeatAndSound })
        else { return steps }
        let earliest = first > 0 ? steps[first - 1].after : .zero
        steps[first] = EscalationStep(after: max(minutes, earliest), target: steps[first].target)
        // A later step pushes those behind it, so that none is passed over.
        for index in steps.indices.dropFirst(first + 1)
        where steps[index].after <= steps[index - 1].after {
            steps[index] = EscalationStep(
                after: steps[index - 1].after + .minutes(1), target: steps[index].target)
        }
        return steps
    }

    /// - Parameter zones: Those that have not answered; empty for the alert as a whole.
    public func targets(
        _ step: EscalationStep, _ zones: [ZoneID], _ alert: Alert
    ) -> [PersonID] {
        // What was told to a few asks the captains of its own place, if it has one.
        let places = zones.isEmpty ? [alert.zone].compactMap { $0 } : zones
        switch step.target {
        case .repeatAndSound:
            let first = places.compactMap { captains(of: $0).first }.unique
            return zones.isEmpty
                ? (day.people(for: alert.audience, alert.context) + first).unique : first
        case .nextCaptainOrDeputies:
            let next = places.flatMap { place -> [PersonID] in
                let second = captains(of: place).dropFirst().first
                return second.map { [$0] } ?? deputies
            }.unique
            return next.isEmpty ? deputies : next
        case .deputies: return deputies
        case .emergencyContacts:
            return contacts(for: alert)[safe: step.place].map { [$0] } ?? []
        case .coordinatorAgain: return day.people(for: [.coordinator], AudienceContext())
        }
    }

    /// Who has command: the first who acknowledged and runs emergencies.
    public func commander(of alert: Alert) -> PersonID? {
        alert.acknowledgements.lazy.compactMap(\.by.person).first {
            self.day.people[$0].map { $0.role.level(.emergency) >= .manage } ?? false
        }
    }

    /// Nobody who went home is called.
    private var deputies: [PersonID] { day.deputies.filter { !hasLeft($0) } }

    private func captains(of zone: ZoneID) -> [PersonID] {
        (day.zones[zone]?.captains ?? []).filter { !hasLeft($0) }
    }

    public func hasLeft(_ person: PersonID) -> Bool {
        presence[person]?.activity == .departed
    }
}

extension Array where Element: Hashable {
    /// In order, each once.
    @inlinable
    public var unique: [Element] {
        // Looking through a handful is faster than hashing it.
        guard count > 12 else { return reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
