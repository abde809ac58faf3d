import RealtimeProtocol
import Wedding

func performAlert(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch action {
    case .mute:
        state.mutedUntil = state.now + .seconds(60 * max(1, state.demo?.speed ?? 1))
        state.say("Muted for 60 s. New emergencies still sound")
        return []
    case .rollCall:
        state.showsRollCall.toggle()
        return []
    case .answer:
        guard let alert = state.takeover, let day = state.day else { return [] }
        if state.options.isPersonal, let user = state.user {
            return answerAs(user, alert.id, &state)
        }
        return ask(.answer(alert, day, me: state.me), &state)
    case .repeatAlert: return sayToAll(&state)
    case .openUrgent:
        guard let alert = state.day?.mostUrgent else { return [] }
        _ = perform(.show(.alerts), &state)
        state.showsDetail = state.opensDetail
        state.selection[.alerts] = alert.id.rawValue
        return []
    case .raise, .drill:
        let kinds = AlertKind.emergencyTypes.map(\.words) + [AlertKind.helpRequest.words]
        let isDrill = action == .drill
        let line = isDrill ? "What are you practising? Everyone sees DRILL." : "What has happened?"
        return ask(
            Dialog(
                isDrill ? "Drill" : "Raise an alert", [line], .choice(kinds),
                .raise(isDrill: isDrill)),
            &state)
    case .evacuate: return proposeEvacuation(&state)
    case .acknowledgePage:
        guard let day = state.day else { return [] }
        // What the filter hides was not seen.
        let shown = AlertsModel(state, day).rows.flatMap(\.alerts)
            .filter { $0.state.isUnacknowledged && !$0.isEmergency }
        if shown.isEmpty { state.say("Nothing to acknowledge") }
        return shown.map { state.submit(.alert(.acknowledge($0.id, zone: nil)), "ack \($0.id)") }
    default: return performSelectedAlert(action, &state)
    }
}

/// Once more to those who were told, or for the first time to everyone.
private func sayToAll(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let alert = state.takeover else { return [] }
    guard !alert.asksZones else {
        let lines = [alert.text, "This tells everyone at the venue again."]
        return ask(Dialog("Repeat this alert?", lines, .confirm, .repeatAlert(alert.id)), &state)
    }
    let lines = [
        alert.text, "Only a few people know so far. Type everyone to tell the whole venue.",
    ]
    return ask(
        Dialog("Tell everyone?", lines, .typed("everyone"), .broadcast(alert.id)), &state)
}

private func proposeEvacuation(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let zone = Rows.selected(state).flatMap({ state.day?.day.zones[ZoneID($0)] }) else {
        return []
    }
    let lines = [
        "This tells everyone at the venue to leave \(zone.plainName).",
        "Type \(zone.shortName), then a reason, to raise the alarm.",
    ]
    return ask(
        Dialog("Evacuate \(zone.plainName)?", lines, .typed(zone.shortName), .evacuate(zone.id)),
        &state)
}

private func performSelectedAlert(
    _ action: Action, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let chosen = action == .acknowledge ? acknowledgeable(state) : state.selectedAlert
    guard let alert = action == .allClear ? state.day?.emergency : chosen else {
        state.say(action == .acknowledge ? "Nothing to acknowledge" : "No alert to act on")
        return []
    }
    switch action {
    case .acknowledge:
        // Whoever answers an emergency says who they are.
        if alert.isEmergency, let day = state.day {
            return ask(.answer(alert, day, me: state.me), &state)
        }
        state.say("Acknowledged: \(alert.text)")
        return [
            state.submit(
                .alert(.acknowledge(alert.id, zone: nil)), "ack \(alert.id)",
                priority: alert.priority)
        ]
    case .shelve: return proposeShelf(alert, &state)
    case .resolve:
        let lines = [alert.text, "Type resolve, then a reason. The audit log keeps it."]
        return ask(
            Dialog("Resolve \(alert.id)?", lines, .typed("resolve"), .resolve(alert.id)), &state)
    case .assign:
        let names = state.assignable.map(\.name)
        return ask(
            Dialog("Who owns \(alert.id)?", [alert.text], .choice(names), .assign(alert.id)), &state
        )
    case .allClear:
        let lines = [
            alert.text,
            "This tells everyone that the emergency is over. Type all clear, then a reason.",
        ]
        return ask(
            Dialog("ALL CLEAR?", lines, .typed("all clear"), .allClear(alert.id)), &state)
    default: return []
    }
}

private func proposeShelf(_ alert: Alert, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if alert.isEmergency {
        state.say(AlertMoveError.emergencyIsNeverShelved.description)
        return []
    }
    guard alert.priority > .critical else {
        let lines = [alert.text, "Quiet for 5 minutes. Type a reason; the audit log keeps it."]
        return ask(Dialog("Shelve \(alert.id)", lines, .text, .shelveCritical(alert.id)), &state)
    }
    return ask(
        Dialog(
            "Shelve \(alert.id)", [alert.text], .choice(["5 min", "10 min", "15 min"]),
            .shelve(alert.id)),
        &state)
}

/// From any view `a` means the alert in the strip; in Alerts the selected one.
private func acknowledgeable(_ state: ConsoleState) -> Alert? {
    guard state.view == .alerts, let alert = state.selectedAlert else {
        return state.day?.mostUrgent
    }
    return alert.state.isUnacknowledged ? alert : nil
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
    static func answer(_ alert: Alert, _ day: DayState, me: PersonID?) -> Dialog {
        Dialog(
            "Who are you?",
            [alert.text, "Acknowledging means: I have seen it and own it for my zones."],
            .choice(answerers(day, me: me).map(\.name)), .answer(alert.id))
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
