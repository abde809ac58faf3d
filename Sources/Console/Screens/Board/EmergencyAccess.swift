import Wedding

/// Emergency access of the Board's person: lent with a reason, agreed to, lent for longer, or taken
/// back.
func proposeRights(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let person = state.selectedPerson, let day = state.day else {
        state.say("Select somebody on the Board first")
        return []
    }
    guard let grant = day.openGrant(for: person.id) else { return askWhy(person, &state) }
    if grant.needsAgreement, grant.to != state.me {
        return ask(
            Dialog(
                "\(person.name) asks for emergency access", [grant.reason], .confirm,
                .agreeRights(grant.id)),
            &state)
    }
    let until = day.day.clock.local(grant.until).hourMinute
    let mayExtend = grant.isActive && person.id != state.me
    return ask(
        Dialog(
            "Emergency access for \(person.name)", ["Emergency access ends at \(until)."],
            .choice(["End access now"] + (mayExtend ? ["Extend to 30 min from now"] : [])),
            .endRights(grant.id)), &state)
}

private func askWhy(_ person: Person, _ state: inout ConsoleState) -> [ConsoleEffect] {
    let lines = [
        "Lends the right to edit timeline, ceremony, vendors and alerts for 30 min or until the emergency ends.",
        person.id == state.me
            ? "Somebody else who runs the day must agree. Type a reason." : "Type a reason.",
    ]
    return ask(
        Dialog("Emergency access for \(person.name)", lines, .text, .lendRights(person.id)), &state)
}

/// Of a grant that is open: back, or for longer.
func answerRights(
    _ id: AccessGrant.ID, isLonger: Bool, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard isLonger else { return [state.submit(.access(.end(id)), "end emergency access")] }
    guard let day = state.day, let person = day.grant(id).flatMap({ day.day.people[$0.to] }) else {
        return []
    }
    return askWhy(person, &state)
}
