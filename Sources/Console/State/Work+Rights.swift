import Wedding

/// Emergency access of the Board's person: lent with a reason, agreed to, or taken back.
func proposeRights(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let person = state.selectedPerson, let day = state.day else {
        state.say("Select somebody on the Board first")
        return []
    }
    guard let grant = day.openGrant(for: person.id) else {
        let lines = [
            "Timeline, ceremony, vendors and alerts to edit, for 30 min or until the emergency ends.",
            person.id == state.me ? "Somebody else who runs the day has to agree." : "Say why:",
        ]
        return ask(
            Dialog("Emergency access for \(person.name)", lines, .text, .lendRights(person.id)),
            &state)
    }
    if grant.needsAgreement, grant.to != state.me {
        return ask(
            Dialog(
                "\(person.name) asks for emergency access", [grant.reason], .confirm,
                .agreeRights(grant.id)),
            &state)
    }
    let until = day.day.clock.local(grant.until).hourMinute
    return ask(
        Dialog(
            "Take back \(person.name)'s emergency access?", ["It would end at \(until)."], .confirm,
            .endRights(grant.id)), &state)
}
