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
        .raise, .answer, .rollCall, .repeatAlert, .evacuate:
        return performAlert(action, &state)
    case .primary, .standby, .nudgeLater, .nudgeEarlier, .delayRest, .approve, .skip:
        return performTimeline(action, &state)
    case .checkIn:
        guard let person = state.selectedPerson else { return [] }
        // Seen again, where they were last: that is what clears a missing person.
        if let presence = state.day?.presence[person.id], presence.isCheckedIn,
            state.day?.status(of: person, at: state.now) == .missing, let zone = presence.zone
        {
            state.say("\(person.name) seen")
            return [state.submit(.move(person.id, zone: zone), "seen \(person.name)")]
        }
        if state.day?.presence[person.id]?.isCheckedIn == true {
            state.say("\(person.name) is checked in already")
            return []
        }
        state.say("\(person.name) checked in")
        return [state.submit(.checkIn(person.id, zone: nil), "check in \(person.name)")]
    case .message, .newMessage, .compose: return performMessage(action, &state)
    case .findOnMap:
        guard let person = state.selectedPerson,
            let zone = state.day?.presence[person.id]?.zone
        else {
            state.say("Nobody said where that is yet")
            return []
        }
        state.view = .map
        state.map.zoom = .plan
        state.selection[.map] = zone.rawValue
        return []
    case .copy:
        guard let phone = state.selectedPerson?.phone else {
            state.say("There is no phone number here")
            return []
        }
        state.say("Copied \(phone)")
        return [.copy(phone)]
    case .retry, .discard: return performDead(action, &state)
    default: return []
    }
}

private func ask(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.layers.append(.dialog(dialog))
    return []
}

private func performAlert(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch action {
    case .mute:
        state.mutedUntil = state.now + .seconds(60 * max(1, state.demo?.speed ?? 1))
        state.say("Sound off for 60 s; emergencies will sound again")
        return []
    case .rollCall:
        state.showsRollCall.toggle()
        return []
    case .answer:
        guard let alert = state.takeover, let day = state.day else { return [] }
        return ask(.answer(alert, day.day), &state)
    case .repeatAlert:
        guard let alert = state.takeover else { return [] }
        state.say("Said again to everyone")
        return [state.submit(.updateAlert(alert.id), "repeat", text: "Repeated to all")]
    case .openUrgent:
        guard let alert = state.day?.mostUrgent else { return [] }
        (state.view, state.showsDetail) = (.alerts, true)
        state.selection[.alerts] = alert.id.rawValue
        return []
    case .raise:
        let kinds = AlertKind.emergencyTypes.map(\.words) + [AlertKind.helpRequest.words]
        return ask(Dialog("Raise an alert", ["What has happened?"], .choice(kinds), .raise), &state)
    case .evacuate:
        guard let zone = Rows.selected(state).flatMap({ state.day?.day.zones[ZoneID($0)] }) else {
            return []
        }
        let lines = [
            "Everyone at the venue is told to leave \(zone.plainName).",
            "Type \(zone.shortName) to raise the alarm.",
        ]
        return ask(
            Dialog(
                "Evacuate \(zone.plainName)?", lines, .typed(zone.shortName), .evacuate(zone.id)),
            &state)
    case .acknowledgePage:
        let alerts = state.day?.openAlerts.filter { $0.state.isUnacknowledged && !$0.isEmergency }
        guard let alerts, !alerts.isEmpty else {
            state.say("Nothing to acknowledge")
            return []
        }
        return alerts.map { state.submit(.acknowledge($0.id, zone: nil), "ack \($0.id)") }
    default: return performSelectedAlert(action, &state)
    }
}

private func performSelectedAlert(
    _ action: Action, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let chosen = action == .acknowledge ? acknowledgeable(state) : state.selectedAlert
    guard let alert = action == .allClear ? state.day?.emergency : chosen else {
        state.say(action == .acknowledge ? "Nothing to acknowledge" : "There is no alert for that")
        return []
    }
    switch action {
    case .acknowledge:
        state.say("Acknowledged: \(alert.text)")
        return [
            state.submit(
                .acknowledge(alert.id, zone: nil), "ack \(alert.id)", priority: alert.priority)
        ]
    case .shelve:
        if alert.isEmergency {
            state.say(AlertMoveError.emergencyIsNeverShelved.description)
            return []
        }
        let times = alert.priority == .critical ? ["5 min"] : ["5 min", "10 min", "15 min"]
        return ask(
            Dialog("Shelve \(alert.id)", [alert.text], .choice(times), .shelve(alert.id)), &state)
    case .resolve:
        let lines = [alert.text, "Type resolve, then say why. It is kept in the audit log."]
        return ask(
            Dialog("Resolve \(alert.id)?", lines, .typed("resolve"), .resolve(alert.id)), &state)
    case .assign:
        let names = state.assignable.map(\.name)
        return ask(
            Dialog("Who owns \(alert.id)?", [alert.text], .choice(names), .assign(alert.id)), &state
        )
    case .allClear:
        let lines = [alert.text, "Everyone is told that it is over. Type all clear."]
        return ask(
            Dialog("ALL CLEAR?", lines, .typed("all clear"), .allClear(alert.id)), &state)
    default: return []
    }
}

/// From any view `a` means the alert in the strip; in Alerts the selected one, if it wants it.
private func acknowledgeable(_ state: ConsoleState) -> Alert? {
    if let alert = state.selectedAlert, alert.state.isUnacknowledged { return alert }
    return state.day?.mostUrgent
}

extension ConsoleState {
    /// Who can own an alert: coordination and venue, then security.
    var assignable: [Person] {
        guard let day else { return [] }
        return day.day.people.filter {
            $0.role == .coordinator || $0.role == .venueManager
                || $0.vendor.flatMap { day.day.vendors[$0] }?.isSecurity == true
        }
    }
}

extension Dialog {
    /// Who answers an emergency: the user first.
    static func answer(_ alert: Alert, _ day: WeddingDay) -> Dialog {
        Dialog(
            "Who are you?", ["Acknowledging means: I have seen it and own it for my zones."],
            .choice(answerers(day).map(\.name)), .answer(alert.id))
    }

    static func answerers(_ day: WeddingDay) -> [Person] {
        let captains = Set(day.zones.flatMap(\.captains))
        let staff = day.people.filter { $0.role == .coordinator || $0.role == .venueManager }
        return staff
            + day.people.filter { person in
                captains.contains(person.id) && !staff.contains { $0.id == person.id }
            }
    }
}

private func performTimeline(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if action == .approve { return approve(&state) }
    guard let item = state.selectedItem else {
        return action == .primary ? perform(work: .checkIn, &state) : []
    }
    switch action {
    case .primary: return goOrDone(item, &state)
    case .standby:
        let people = Array(item.everyone.prefix(8))
        state.say("Standby \(item.title): \(people.count) told. Space is GO")
        return [
            state.submit(
                .standby(item.id, people), "standby", text: "Standby \(item.title)",
                priority: .critical)
        ]
    case .nudgeLater, .nudgeEarlier, .delayRest:
        guard item.status == .planned else {
            state.say("\(item.title) is \(item.status.rawValue): only what is planned can be moved")
            return []
        }
        if action == .delayRest {
            let lines = ["\(item.title) and what waits for it. How many minutes?"]
            return ask(Dialog("Delay", lines, .text, .delay(item.id)), &state)
        }
        let minutes = action == .nudgeLater ? 5 : -5
        return ask(nudge(item, minutes, state), &state)
    case .skip:
        let lines = ["\(item.title) is left out today. \(told(item.everyone, state)) told."]
        return ask(Dialog("Skip?", lines, .confirm, .skip(item.id)), &state)
    default: return []
    }
}

private func goOrDone(_ item: TimelineItem, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch item.status {
    case .planned:
        let start = state.submit(.startItem(item.id), "start \(item.title)")
        guard item.standbyAt != nil else { return [start] }
        let people = Array(item.everyone.prefix(8))
        return [state.submit(.go(item.id, people), "go", text: "GO", priority: .critical), start]
    case .running: return [state.submit(.endItem(item.id), "end \(item.title)")]
    case .done, .skipped:
        state.say("\(item.title) is already \(item.status.rawValue)")
        return []
    }
}

func told(_ people: [PersonID], _ state: ConsoleState) -> String {
    let names = people.filter { $0 != state.me }
        .compactMap { state.day?.day.givenName(of: $0) }
    return names.spoken(limit: 5) + (names.count == 1 ? " is" : " are")
}

/// What follows, and who will be told, before anything is sent.
private func nudge(_ item: TimelineItem, _ minutes: Int, _ state: ConsoleState) -> Dialog {
    let start = item.start + .minutes(minutes)
    var lines = ["\(item.title): \(state.clock(item.start)) → \(state.clock(start))"]
    if item.anchor == .hard { lines.append("This is a hard time.") }
    lines.append("\(told(item.everyone, state)) told.")
    return Dialog("Move by \(minutes) min?", lines, .confirm, .nudge(item.id, minutes: minutes))
}

/// The ripple that waits: its moves go out one edit each, as the plan they are.
private func approve(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let proposal = state.day?.proposal, let day = state.day?.day else {
        state.say("No slip waits for approval")
        return []
    }
    let moves = proposal.moves.filter { day.items[$0.item]?.status == .planned }
    state.say("Approved: \(moves.count) items moved, their people are told")
    return moves.map { move in
        state.submit(
            .editItem(
                move.item, .start(move.start),
                base: state.day?.revision(.init(item: move.item, field: .start))),
            "approve", text: "Approved slip of \(day.items[proposal.cause]?.title ?? "")",
            priority: .high)
    }
}

private func performMessage(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if action == .compose || (action == .newMessage && state.view == .messages) {
        if action == .newMessage {
            return ask(
                Dialog("Message to", ["A name, or a part of one"], .text, .message(nil)), &state)
        }
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
        state.say("There are no dead letters")
        return []
    }
    if action == .retry {
        state.say("Trying again")
        return [.send(.handleDeadLetter(letter.id, .retry))]
    }
    let name = state.day?.day.name(of: letter.id.person) ?? ""
    return ask(
        Dialog(
            "Discard the letter to \(name)?",
            [letter.text, "Type discard. It stays in the audit log."],
            .typed("discard"), .discard(letter.id)), &state)
}
