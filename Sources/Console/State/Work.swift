import RealtimeProtocol
import Wedding

/// Actions that tell other people or change the day.
func perform(work action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if let reason = KeyMap.refusal(of: action, state) {
        state.say(reason)
        return []
    }
    switch action {
    case .acknowledge, .acknowledgePage, .openUrgent, .shelve, .resolve, .assign, .mute, .allClear,
        .raise, .drill, .answer, .rollCall, .repeatAlert, .evacuate:
        return performAlert(action, &state)
    case .primary, .standby, .nudgeLater, .nudgeEarlier, .delayRest, .approve, .skip:
        return performTimeline(action, &state)
    case .left, .right, .open, .both, .editResult, .decline:
        return performConflict(action, &state)
    case .edit, .note, .brief, .newItem, .pick: return performEditing(action, &state)
    case .undo, .redo: return performUndo(action, &state)
    case .checkIn: return checkIn(&state)
    case .confirmPeople: return openRollCall(&state)
    case .standIn: return proposeStandIn(&state)
    case .sendNearest: return proposeNearest(&state)
    case .lendRights: return proposeRights(&state)
    case .message, .newMessage, .compose: return performMessage(action, &state)
    case .findOnMap:
        guard let person = state.selectedPerson,
            let zone = state.day?.presence[person.id]?.zone
        else {
            state.say("No place is known for this person yet")
            return []
        }
        _ = perform(.show(.map), &state)
        (state.map.zoom, state.map.panX, state.map.panY) = (.plan, 0, 0)
        state.selection[.map] = zone.rawValue
        return []
    case .copy:
        guard let phone = state.selectedPerson?.phone else {
            state.say("No phone number for this person")
            return []
        }
        state.say(state.showsInitials ? "Copied" : "Copied \(phone)")
        return [.copy(phone)]
    case .retry, .discard, .otherWay: return performDead(action, &state)
    default: return []
    }
}

func ask(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.layers.append(.dialog(dialog))
    return []
}

/// "Iris, Sol and 2 more will be", for a preview of who will be told.
func told(_ people: [PersonID], _ state: ConsoleState) -> String {
    let names = people.filter { $0 != state.me }
        .compactMap { state.day?.day.givenName(of: $0) }
    if names.isEmpty { return "Nobody else will be" }
    return names.spoken(limit: 5) + " will be"
}

private func checkIn(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let person = state.selectedPerson else { return [] }
    let presence = state.day?.presence[person.id] ?? Presence()
    state.selection[state.view] = Rows.selected(state)
    // Seen again: where is what clears a missing person.
    if presence.isCheckedIn, let day = state.day, day.status(of: person, at: state.now) == .missing
    {
        let places = Dialog.places(day.day)
        var dialog = Dialog(
            "Where is \(person.name)?", ["Choose where they were seen. This clears the alert."],
            .choice(places.map(\.plainName)), .seen(person.id))
        dialog.selected = places.firstIndex { $0.id == presence.zone } ?? 0
        return ask(dialog, &state)
    }
    if presence.isCheckedIn {
        state.say("\(person.name) is already checked in")
        return []
    }
    state.say("\(person.name) checked in")
    return [state.submit(.presence(.checkIn(person.id, zone: nil)), "check in \(person.name)")]
}

private func performMessage(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if action == .newMessage && state.view == .messages {
        let dialog = Dialog("Message to", ["Type a name, or part of one"], .text, .message(nil))
        return ask(dialog, &state)
    }
    if action == .compose {
        state.layers.append(.compose)
        return []
    }
    guard let person = state.selectedPerson else {
        state.say("Select somebody first")
        return []
    }
    let radio = person.radioChannel.map { ["Radio: channel \($0)"] } ?? []
    return ask(
        Dialog("Message to \(person.name)", radio, .text, .message(person.id)), &state)
}

private func performDead(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let row = Rows.selected(state, .dead),
        let letter = state.deadLetters.first(where: { Rows.id($0) == row })
    else {
        state.say("No dead letters")
        return []
    }
    if action == .retry {
        state.say("Sending again")
        return [.send(.handleDeadLetter(letter.id, .retry))]
    }
    let name = state.day?.day.name(of: letter.id.person) ?? ""
    if action == .otherWay {
        let ways = state.ways(to: letter.id.person)
        guard !ways.isEmpty else {
            state.say("\(name) has no radio, phone or stand-in on file")
            return []
        }
        let lines = [
            letter.text, "Tell them, then choose how you did it. The audit log keeps it.",
        ]
        return ask(
            Dialog(
                "Reach \(name) another way", lines, .choice(ways.map(\.words)),
                .otherWay(letter.id)), &state)
    }
    let lines = [letter.text, "Type discard, then a note. The audit log keeps it."]
    return ask(
        Dialog("Discard the letter to \(name)?", lines, .typed("discard"), .discard(letter.id)),
        &state)
}
