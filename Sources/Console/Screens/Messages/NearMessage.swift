import RealtimeProtocol
import Wedding

/// Words for everyone who is at a place now, and for nobody else.
extension Action {
    static let near = work("near", command: "near", .anyone) { state in
        guard let day = state.day else { return [] }
        let places = Dialog.places(day.day).map { zone in
            "\(zone.plainName), \(day.reached(at: zone.id, but: state.me, at: state.now).count)"
        }
        return ask(
            Dialog("Message to everyone at", ["With how many are there."], .choice(places), .near),
            &state)
    }
}

func askNearWords(_ choice: Int, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let zone = Dialog.places(day.day)[safe: choice] else { return [] }
    let people = day.reached(at: zone.id, but: state.me, at: state.now)
    guard !people.isEmpty else {
        state.say("Nobody with a name is known to be at \(zone.plainName) now")
        return []
    }
    let names = people.map { day.day.givenName(of: $0) }.spoken(limit: 8)
    return ask(
        Dialog("Message to \(zone.plainName)", [names + "."], .text, .nearWords(zone.id)), &state)
}

func sendNear(_ zone: ZoneID, _ text: String, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.say("Sent to everyone at \(state.day?.day.name(of: zone) ?? "")")
    let draft = MessageDraft(to: [.all], priority: .high, near: zone)
    return [state.submit(.send(draft), "message", text: text, priority: .high)]
}

extension DayState {
    fileprivate func reached(
        at zone: ZoneID, but me: PersonID?, at now: Timestamp
    ) -> [PersonID] {
        occupants(of: zone, at: now).named.map(\.id).filter { $0 != me }
    }
}
