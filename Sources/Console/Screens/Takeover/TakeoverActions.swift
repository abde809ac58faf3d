import RealtimeProtocol
import Wedding

/// What an emergency that takes the screen lets through.
extension Action {
    static let answer = work("answer", .anyone) { state in
        guard let alert = state.takeover, let day = state.day else { return [] }
        if state.options.isPersonal, let user = state.user {
            return answerAs(user, alert.id, &state)
        }
        return ask(.answer(alert, day, me: state.me), &state)
    }
    static let rollCall = look("roll call") { state in
        state.emergency.showsRollCall.toggle()
        return []
    }
    /// Once more to those who were told, or for the first time to everyone.
    static let repeatAlert = work(
        "repeat", .level(.emergency, .manage, doing: "tell everyone at the venue")
    ) { state in
        guard let alert = state.takeover else { return [] }
        guard !alert.asksZones else {
            let lines = [
                alert.text, "Everyone at the venue is told again. Add words, or press Enter.",
            ]
            return ask(
                Dialog("Say to all", lines, .text, .alert(.again(alert.id))), &state)
        }
        let lines = [
            alert.text, "Only a few people know so far. Type everyone to tell the whole venue.",
        ]
        return ask(
            Dialog("Tell everyone?", lines, .typed("everyone"), .alert(.broadcast(alert.id))),
            &state)
    }

    static let takeoverKeys: [KeyMap.Binding] = [
        .init(
            [.char("A")], .answer, "ACKNOWLEDGE", "acknowledge for your zones and go back to work"),
        .init([.char("R")], .rollCall, "roll call", "see who is where"),
        .init([.char("B")], .repeatAlert, "say to all", "repeat the alert, or tell everyone"),
        .init([.char("M")], .mute, "mute sound 60 s", "mute this console for a minute"),
        .init([.ctrl("l")], .repaint, "repaint", "redraw the screen"),
        .init([.ctrl("z")], .suspend, "suspend", "suspend to the shell; fg resumes"),
        .init([.char("P")], .pause, "pause", "pause or resume a replay"),
        .init([.char("]")], .seekForward, "on", "go forward 15 minutes in a replay"),
        .init([.char("[")], .seekBack, "back", "go back 15 minutes in a replay"),
        .init([.ctrl("c")], .cancel, "cancel", "press twice to quit"),
    ]
}

extension Dialog {
    static func answer(_ alert: Alert, _ day: DayState, me: PersonID?) -> Dialog {
        Dialog(
            "Who are you?",
            [alert.text, "Acknowledging means: I have seen it and own it for my zones."],
            .choice(answerers(day, me: me).map(\.name)), .alert(.answer(alert.id)))
    }

    /// Who answers an emergency: the user first, then who runs it, then the captains.
    static func answerers(_ day: DayState, me: PersonID?) -> [Person] {
        let captains = Set(day.day.zones.flatMap(\.captains))
        func rank(_ person: Person) -> Int? {
            if day.hasLeft(person.id) { return nil }
            if person.id == me { return 0 }
            if person.role == .coordinator || person.role == .venueManager { return 1 }
            return captains.contains(person.id) ? 2 : nil
        }
        let ranked = day.day.people.compactMap { person in rank(person).map { ($0, person) } }
        return (0...2).flatMap { wanted in ranked.filter { $0.0 == wanted }.map(\.1) }
    }
}
