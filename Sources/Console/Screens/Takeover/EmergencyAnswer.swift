import RealtimeProtocol
import Wedding

/// "I have seen it and own it", said for one person.
func answerAs(
    _ person: Person, _ id: AlertID, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    state.emergency.answered.insert(id)
    state.emergency.showsRollCall = false
    return [answerEmergency(id, as: person, &state)]
}

private func answerEmergency(
    _ id: AlertID, as person: Person, _ state: inout ConsoleState
) -> ConsoleEffect {
    let submission = state.ids.draw()
    state.emergency.answers[submission] = id
    let text =
        person.id == state.day?.day.lead(of: .coordinator)?.id
        ? "\(person.givenName) has command" : ""
    return .send(
        .submit(
            Submission(
                id: submission, change: .alert(.acknowledge(id, zone: nil)),
                actor: .person(person.id),
                saidAt: state.now, text: text, priority: .emergency)))
}
