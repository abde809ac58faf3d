import Wedding

/// What an alert's ladder does next if nobody answers, and when.
struct NextStep {
    let at: Timestamp
    /// Zones that have not answered; empty for the alert as a whole.
    let zones: [Zone]
    /// "Ben, Gus", "emergency contacts".
    let target: String

    init?(_ alert: Alert, _ day: DayState) {
        let asked = alert.asksZones ? day.day.zonesWithCaptains : []
        let silent = asked.filter { !alert.isAcknowledged(for: $0) }
        guard alert.isOpen, asked.isEmpty ? alert.state == .raised : !silent.isEmpty else {
            return nil
        }
        let taken = { (zone: Zone) in alert.stepsTaken[zone.id.rawValue] ?? 0 }
        let number = silent.map(taken).min() ?? alert.stepsTaken[""] ?? 0
        guard let step = day.ladder(of: alert)[safe: number] else { return nil }
        zones = silent.filter { taken($0) == number }
        at = (asked.isEmpty ? alert.changedAt : alert.raisedAt) + step.after
        switch step.target {
        case .repeatAndSound: target = "repeat"
        case .emergencyContacts: target = "emergency contacts"
        case .coordinatorAgain: target = "coordinators again"
        case .nextCaptainOrDeputies, .deputies:
            target = day.targets(step, zones.map(\.id), alert)
                .map { day.day.givenName(of: $0) }.spoken()
        }
    }
}
