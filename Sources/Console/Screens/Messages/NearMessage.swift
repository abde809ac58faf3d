import RealtimeProtocol
import Wedding

/// Words for everyone who is at a place now, and for nobody else.
extension Action {
    static let near = work("near", command: "near", .anyone) { state in
        guard let day = state.day else { return [] }
        return ask(
            Dialog(
                "Message to everyone at", ["With how many are there."],
                .choice(state.placesToReach(day)), .near), &state)
    }
}

/// Of those to whom a conversation goes, whoever is at one place.
func askNearDraft(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let places = ["anywhere"] + state.placesToReach(day)
    return ask(
        Dialog(
            "Only for those who are at", ["With how many are there."], .choice(places), .nearDraft),
        &state)
}

func answerNearDraft(_ choice: Int, _ state: inout ConsoleState) {
    state.messages.near = state.day.flatMap { Dialog.places($0.day)[safe: choice - 1]?.id }
}

extension ConsoleState {
    fileprivate func placesToReach(_ day: DayState) -> [String] {
        Dialog.places(day.day).map { zone in
            let there = day.occupants(of: zone.id, at: now).named.count { $0.id != me }
            return "\(zone.plainName), \(there)"
        }
    }
}

func askNearWords(_ choice: Int, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let zone = Dialog.places(day.day)[safe: choice] else { return [] }
    let reached = day.reached(at: zone.id, but: state.me, at: state.now)
    guard !reached.isEmpty else {
        state.say("Nobody with a name is known to be at \(zone.plainName) now")
        return []
    }
    let (there, maybe) = reached.reduce(into: ([PersonID](), [PersonID]())) { found, id in
        if day.presence[id]?.zone == zone.id { found.0.append(id) } else { found.1.append(id) }
    }
    func names(_ people: [PersonID]) -> String {
        people.map { day.day.givenName(of: $0) }.spoken(limit: 6)
    }
    let lines = [
        there.isEmpty ? "Nobody was said to be there." : "There: \(names(there)).",
        maybe.isEmpty ? nil : "Maybe, their place is unknown or old: \(names(maybe)).",
    ]
    return ask(
        Dialog(
            "Message to \(zone.plainName)", lines.compactMap { $0 }, .text, .nearWords(zone.id)),
        &state)
}

func sendNear(_ zone: ZoneID, _ text: String, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.say("Sent to everyone at \(state.day?.day.name(of: zone) ?? "")")
    return [send(text, to: [.all], near: zone, .high, &state)]
}

extension DayState {
    /// Whom words for a place reach, by the rule that sends them.
    fileprivate func reached(
        at zone: ZoneID, but me: PersonID?, at now: Timestamp
    ) -> [PersonID] {
        RealtimeMessageRouter(state: self, now: now)
            .people(to: [.all], near: zone, .high).filter { $0 != me }
    }
}
