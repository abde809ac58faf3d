/// How a copy for somebody with fewer rights is made. Which parts they may see is not decided here.
extension DayState {
    /// What a reader may know of the edits of a field.
    public enum Sight: Sendable { case whole, number, none }

    /// - Parameter historyMax: How many of the newest entries are kept, beside older ones that
    ///   still say something of now.
    public mutating func keep(
        presence: (PersonID, Presence) -> Bool, alerts: (Alert) -> Bool,
        messages: (Message) -> Message?, conflicts: (Conflict) -> Bool, recent: (LogEvent) -> Bool,
        historyMax: Int
    ) {
        self.presence = self.presence.filter { presence($0.key, $0.value) }
        self.alerts = self.alerts.filter(alerts)
        self.messages = self.messages.compactMap(messages)
        self.conflicts = self.conflicts.filter(conflicts)
        var newest: [LogEvent] = []
        var first = self.recent.count
        while first > 0, newest.count < historyMax {
            first -= 1
            if recent(self.recent[first]) { newest.append(self.recent[first]) }
        }
        self.recent = standing(amongFirst: first).filter(recent) + newest.reversed()
    }

    /// Without what was said before: for trying what changes would make of it.
    public var withoutHistory: Self {
        var state = self
        state.recent = []
        return state
    }

    public mutating func redact(
        hidesBatteriesExceptOf person: PersonID?, hidesBatteries: Bool, hidesProposal: Bool,
        proposals: (Proposal) -> Bool, revisions sight: (FieldKey) -> Sight,
        hidesGuestPlaces: Bool, hidesAlertHistory: Bool, grants: (AccessGrant) -> Bool,
        hidesPlaces: Bool, _ entry: (LogEvent) -> LogEvent
    ) {
        recent = recent.map(entry)
        if hidesProposal { (proposal, deletedItems) = (nil, [:]) }
        self.proposals = self.proposals.filter(proposals)
        for (key, revision) in revisions {
            switch sight(key) {
            case .whole: break
            case .number: revisions[key] = Revision(number: revision.number)
            case .none: revisions[key] = nil
            }
        }
        if hidesGuestPlaces { guestZones = [:] }
        self.grants = self.grants.filter(grants)
        if hidesAlertHistory {
            for index in alerts.indices {
                alerts[index].history = []
                alerts[index].called.removeAll { $0 != person }
            }
        }
        if hidesPlaces {
            for id in presence.keys {
                presence[id]?.zone = nil
                presence[id]?.lastSeenZone = nil
            }
        }
        guard hidesBatteries else { return }
        for id in presence.keys where id != person {
            presence[id]?.battery = nil
            presence[id]?.isCharging = false
        }
    }
}
