import RealtimeProtocol
import Wedding

extension AlertsScreen: Screen {
    static let name = "Alerts"
    static let short = "Alert"
    static let isFiltered = true
    static let detailSizes: Set<ConsoleState.SizeClass> = [.small, .tiny]
    static let notes = [
        "raise ──▶ UNACKED ── a ack ──▶ ACKED ── cause gone ──▶ over",
        "cause gone before anybody saw it: listed until it is acknowledged",
        "s shelves for a time, then it asks again; an emergency never",
        "EMERGENCY: only a person ends it, with C all clear",
        "suppressed: by a written rule only, and always listed",
    ]
    static let keys: [KeyMap.Binding] = [
        .init([.char("a")], .acknowledge, "acknowledge", "I have seen it and own it", rank: 2),
        .init(
            [.char("A")], .acknowledgePage, "ack page",
            "acknowledge all shown alerts, except emergencies", rank: 3),
        .init([.enter], .open, "open", "details and history", rank: 4),
        .init([.char("s")], .shelve, "shelve…", "quiet for 5, 10 or 15 minutes", rank: 5),
        .init([.char("r")], .resolve, "resolve…", "end the alert, with a reason", rank: 6),
        .init([.char("o")], .assign, "assign…", "assign an owner", rank: 7),
        .init([.char("h")], .history, "history", "show alerts that are over", rank: 8),
        .init([.char("F")], .flood, "flood summary", "group alerts with the same cause", rank: 9),
        .init(
            [.char("m")], .mute, "mute 60 s", "mute for 60 s; new emergencies still sound",
            rank: 11),
        .init([.char("C")], .allClear, "all clear…", "end the emergency", rank: 10),
    ]

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        AlertsModel(state, day).rows.map { $0.alert?.id.rawValue }
    }

    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        day.alert(AlertID(row)).flatMap { day.day.people[PersonID($0.about)] }
    }

    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String {
        let waiting = day.alerts.count { $0.state.isUnacknowledged }
        let badge = waiting > 0 ? "▲\(waiting)" : day.emergency != nil ? "!!" : ""
        return badge.isEmpty || isNarrow ? badge : " " + badge
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        AlertsModel(state, day).rows.compactMap { row in
            if let notice = row.notice { return ScreenLine(id: nil, text: notice.feedLine(day)) }
            return row.alert.map {
                ScreenLine(
                    id: $0.id.rawValue, text: "\($0.priority.glyph) \($0.text)",
                    style: .of($0.stateRole))
            }
        }
    }

    func drawTinyDetail(_ frame: inout Frame, _ area: Rect) -> Bool {
        guard let alert = state.selectedAlert else { return false }
        AlertDetail(state, day, alert).draw(&frame, area)
        return true
    }
}

extension Action {
    static let acknowledge = work(
        "acknowledge", command: "ack", .anyone,
        when: { $0.view != .alerts || $0.selectedAlert?.state.isUnacknowledged == true }
    ) { state in
        guard let alert = acknowledgeable(state) else {
            if let asked = Asked.of(state) { return asked.answer(&state) }
            state.say("Nothing to acknowledge")
            return []
        }
        // Whoever answers an emergency says who they are.
        if alert.isEmergency, let day = state.day {
            return ask(.answer(alert, day, me: state.me), &state)
        }
        if state.view == .alerts { state.selection[.alerts] = alert.id.rawValue }
        let all = state.day?.answered(with: alert) ?? []
        let words = all.map { state.day?.words(of: $0) ?? $0.text }
        let count = all.count > 1 ? " \(all.count)" : ""
        state.say("Acknowledged\(count): \(words.joined(separator: " · "))")
        return all.map {
            state.submit(
                .alert(.acknowledge($0.id, zone: nil)), "ack \($0.id)", priority: $0.priority)
        }
    }
    static let acknowledgePage = work(
        "acknowledge page", command: "ack-page", .anyone, when: hasAlert
    ) { state in
        guard let day = state.day else { return [] }
        // What the filter hides was not seen.
        let shown = AlertsModel(state, day).rows.flatMap(\.alerts)
            .filter { $0.state.isUnacknowledged && !$0.isEmergency }
        if shown.isEmpty { state.say("Nothing to acknowledge") }
        return shown.map { state.submit(.alert(.acknowledge($0.id, zone: nil)), "ack \($0.id)") }
    }
    static let openUrgent = look("open urgent") { state in
        guard let alert = state.day?.mostUrgent else { return [] }
        _ = Console.perform(.show(.alerts), &state)
        state.showsDetail = state.opensDetail
        state.selection[.alerts] = alert.id.rawValue
        return []
    }
    static let shelve = onAlert(
        "shelve", .level(.emergency, .manage, doing: "shelve alerts")
    ) { proposeShelf($0, &$1) }
    static let resolve = onAlert("resolve", .anyone) { alert, state in
        let text = state.day?.words(of: alert) ?? alert.text
        let lines = [text, "Type resolve, then a reason. The audit log keeps it."]
        return ask(
            Dialog("Resolve \(alert.id)?", lines, .typed("resolve"), .alert(.resolve(alert.id))),
            &state)
    }
    static let update = onAlert(
        "update", .level(.emergency, .own, doing: "say more of alerts")
    ) { alert, state in
        ask(Dialog("What is new?", [alert.text], .text, .alert(.update(alert.id))), &state)
    }
    static let cancelAlert = onAlert(
        "cancel-alert", .level(.emergency, .own, doing: "cancel alerts")
    ) { alert, state in
        let lines = [alert.text, "Raised in error? Everyone told hears so. Type cancel."]
        return ask(
            Dialog("Cancel \(alert.id)?", lines, .typed("cancel"), .alert(.cancel(alert.id))),
            &state)
    }
    static let assign = onAlert("assign", .anyone) { alert, state in
        let names = state.assignable.map(\.name)
        return ask(
            Dialog(
                "Who owns \(alert.id)?", [alert.text], .choice(names), .alert(.assign(alert.id))),
            &state)
    }
    static let allClear = work(
        "all clear", command: "all-clear", .level(.emergency, .manage, doing: "give the all clear"),
        when: { $0.day?.emergency != nil }
    ) { state in
        guard let alert = state.day?.emergency else {
            state.say("No alert to act on")
            return []
        }
        let lines = [
            alert.text,
            "This tells everyone that the emergency is over. Type all clear, then a reason.",
        ]
        return ask(
            Dialog("ALL CLEAR?", lines, .typed("all clear"), .alert(.allClear(alert.id))), &state)
    }
    static let history = look("history") { state in
        state.alerts.showsHistory.toggle()
        return []
    }
    static let flood = look("flood") { state in
        state.alerts.showsFlood.toggle()
        return []
    }
    static let mute = look("mute", command: "mute") { state in
        state.emergency.mutedUntil = state.now + .seconds(60 * max(1, state.demo?.speed ?? 1))
        state.say("Muted for 60 s. New emergencies still sound")
        return []
    }
    static let raise = work(
        "raise", command: "raise", .level(.emergency, .own, doing: "raise alerts")
    ) { askWhatToRaise(isDrill: false, &$0) }
    static let drill = work(
        "drill", command: "drill", .level(.emergency, .manage, doing: "start a drill")
    ) { askWhatToRaise(isDrill: true, &$0) }

    private static let hasAlert: Test = { $0.selectedAlert != nil }

    private static func onAlert(
        _ id: String, _ right: Right,
        _ perform: @escaping @Sendable (Alert, inout ConsoleState) -> [ConsoleEffect]
    ) -> Action {
        work(id, command: id, right, when: hasAlert) { state in
            guard let alert = state.selectedAlert else {
                state.say("No alert to act on")
                return []
            }
            // The rows move when it is answered; the cursor stays with it.
            if state.view == .alerts { state.selection[.alerts] = alert.id.rawValue }
            return perform(alert, &state)
        }
    }
}

/// From any view `a` means the alert in the strip; in Alerts the selected one.
private func acknowledgeable(_ state: ConsoleState) -> Alert? {
    guard state.view == .alerts, let alert = state.selectedAlert else {
        return state.day?.mostUrgent
    }
    return alert.state.isUnacknowledged ? alert : nil
}

private func askWhatToRaise(isDrill: Bool, _ state: inout ConsoleState) -> [ConsoleEffect] {
    let kinds = AlertKind.toRaise.map(\.words)
    let line = isDrill ? "What are you practising? Everyone sees DRILL." : "What has happened?"
    return ask(
        Dialog(
            isDrill ? "Drill" : "Raise an alert", [line], .choice(kinds),
            .raise(.kind(isDrill: isDrill))),
        &state)
}

private func proposeShelf(_ alert: Alert, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if alert.isEmergency {
        state.say(AlertMoveError.emergencyIsNeverShelved.description)
        return []
    }
    guard alert.priority > .critical else {
        let lines = [alert.text, "Quiet for 5 minutes. Type a reason; the audit log keeps it."]
        return ask(
            Dialog("Shelve \(alert.id)", lines, .text, .alert(.shelveCritical(alert.id))), &state)
    }
    return ask(
        Dialog(
            "Shelve \(alert.id)", [alert.text], .choice(["5 min", "10 min", "15 min"]),
            .alert(.shelve(alert.id))),
        &state)
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

extension AlertKind {
    /// What may be raised by hand, a call for help first; in a drill in the same order, so that the
    /// same keys are practised.
    static var toRaise: [AlertKind] {
        [.helpRequest] + emergencyTypes
    }
}
