import RealtimeProtocol
import Wedding

extension Action {
    /// What captains answer by radio to an emergency that asks every zone.
    static let zoneAnswers = work(
        "zone answers", command: "zones",
        .level(.emergency, .manage, doing: "answer for the captains"),
        when: { $0.day?.emergency?.asksZones == true }
    ) { state in
        guard let alert = state.day?.emergency, alert.asksZones else {
            state.say("No emergency asks the zones")
            return []
        }
        return state.open(.zones(alert.id))
    }
}

extension TickSheet {
    static func zones(_ id: AlertID, _ state: ConsoleState, _ day: DayState) -> TickSheet? {
        guard let alert = day.alert(id), alert.isOpen, alert.asksZones else { return nil }
        let rows = day.day.zonesWithCaptains.map { zone in
            let captains = zone.captains.compactMap { day.day.people[$0] }
            return Row(
                id: zone.id.rawValue, name: zone.plainName,
                detail: captains.map(\.givenName).joined(separator: ", "),
                end: captains.first.map { state.phone(of: $0) } ?? "",
                isDone: alert.isAcknowledged(for: zone))
        }
        return TickSheet(
            "Zones that have answered", remark: "\(rows.count(where: \.isDone)) of \(rows.count)",
            enter: "answer for ticked", empty: "No zone has a captain.", rows: rows)
    }
}

func answerZones(
    _ zones: [ZoneID], in id: AlertID, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard !zones.isEmpty else { return [] }
    let names = zones.map { state.day?.day.shortName(of: $0) ?? $0.rawValue }
    state.say("Answered: \(names.spoken())")
    return zones.map {
        state.submit(
            .alert(.acknowledge(id, zone: $0)), "answer of a zone", priority: .emergency,
            via: .radio)
    }
}
