import RealtimeProtocol
import Wedding

/// The console's one way to change: a state and an event give the next state and what to do.
public func update(_ state: inout ConsoleState, _ event: ConsoleEvent) -> [ConsoleEffect] {
    switch event {
    case .key(let key):
        state.options.isFirstRun = false
        return press(key, &state)
    case .paste(let text): return paste(text, &state)
    case .mouse(let mouse): return point(mouse, &state)
    case .resize(let columns, let rows):
        (state.columns, state.rows) = (max(1, columns), max(1, rows))
        return []
    case .server(let message):
        defer { state.follow() }
        return hear(message, &state)
    case .clock(let now): return passTime(to: now, &state)
    case .link(let isLive):
        state.isLive = isLive
        state.lostAt = isLive ? nil : state.lostAt ?? state.now
        return []
    case .demo(let status):
        state.demo = status
        return []
    case .focus(let hasFocus):
        state.hasFocus = hasFocus
        return []
    case .toastOver(let number):
        if state.toast?.number == number { state.toast = nil }
        return []
    case .pulse:
        state.pulsePhase.toggle()
        return []
    case .themes(let themes):
        state.themes = themes
        if let fresh = themes.first(where: { $0.name == state.theme.name }) { state.theme = fresh }
        return []
    case .problem(let text):
        state.say(text)
        return []
    }
}

extension ConsoleState {
    /// Keeps the zone of whoever is followed selected on the map.
    mutating func follow() {
        guard let person = map.following, let zone = day?.presence[person]?.zone else { return }
        selection[.map] = zone.rawValue
    }

    /// What is shown of a channel now counts as read.
    mutating func markRead() {
        guard view == .messages, let channel = Rows.selected(self) else { return }
        readUntil[channel] = now
    }

    mutating func say(_ text: String) {
        toast = Toast(text: text.sanitised, number: (toast?.number ?? 0) + 1)
    }

    /// A change to submit, remembered so that a refusal can say what it was about.
    mutating func submit(
        _ change: Change, _ about: String, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = []
    ) -> ConsoleEffect {
        submissions += 1
        let id = "\(me?.rawValue ?? "console")-\(now.milliseconds)-\(submissions)"
        waiting[id] = about
        return .send(
            .submit(
                Submission(
                    id: id, change: change, saidAt: now, text: text, priority: priority,
                    audience: audience)))
    }
}

private func passTime(to now: Timestamp, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.now = now
    if let muted = state.mutedUntil, now >= muted { state.mutedUntil = nil }
    return soundDue(&state)
}

/// Emergencies three times every ten seconds until somebody answers; mute holds for a minute only.
private func soundDue(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let alert = state.takeover, alert.state == .raised, state.mutedUntil == nil else {
        return []
    }
    let interval = Duration.seconds(10 * max(1, state.demo?.speed ?? 1))
    if let last = state.soundedAt[alert.id], state.now - last < interval { return [] }
    state.soundedAt[alert.id] = state.now
    return [.bell(times: 3)]
}

private func paste(_ text: String, _ state: inout ConsoleState) -> [ConsoleEffect] {
    // Pasted line ends are spaces: they never press Enter.
    for character in text.sanitised {
        guard state.isTyping else { return [] }
        _ = press(.char(character), &state)
    }
    return []
}

extension ConsoleState {
    /// Whether keys are letters of a text.
    var isTyping: Bool {
        guard takeover == nil || layers.last.map(\.isAnswer) == true else { return false }
        switch layers.last {
        case .filter, .compose, .palette, .help: return true
        case .dialog(let dialog):
            switch dialog.kind {
            case .typed, .text: return true
            case .confirm, .choice: return false
            }
        case nil: return false
        }
    }
}

extension Layer {
    /// A dialog that the takeover itself opens: it may stand above it.
    var isAnswer: Bool {
        guard case .dialog(let dialog) = self else { return false }
        switch dialog.purpose {
        case .answer, .repeatAlert, .broadcast: return true
        default: return false
        }
    }
}

private func point(_ mouse: MouseEvent, _ state: inout ConsoleState) -> [ConsoleEffect] {
    // Nothing but its own keys answers an emergency; a shared screen has no mouse.
    if state.takeover != nil || state.options.isKiosk { return [] }
    switch mouse.kind {
    case .wheelUp, .wheelDown:
        let isUp = mouse.kind == .wheelUp
        // What lies on top scrolls, never what is behind it.
        if !state.layers.isEmpty { return press(isUp ? .up : .down, &state) }
        return perform(isUp ? .up : .down, &state)
    case .drag:
        guard state.view == .map, let from = state.dragFrom else { return [] }
        state.map.panX += from.column - mouse.column
        state.map.panY += from.row - mouse.row
        state.dragFrom = mouse
        return []
    case .press, .double:
        if !state.layers.isEmpty { return [] }
        state.dragFrom = mouse
        guard let action = view(state).action(at: mouse.column, mouse.row) else { return [] }
        if mouse.kind == .double, case .select(let id) = action {
            return perform(.openRow(id), &state)
        }
        return perform(action, &state)
    }
}
