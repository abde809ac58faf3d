import RealtimeProtocol
import Wedding

/// The console's one way to change: a state and an event give the next state and what to do.
package func update(_ state: inout ConsoleState, _ event: ConsoleEvent) -> [ConsoleEffect] {
    switch event {
    case .key(let key):
        state.options.isFirstRun = false
        let (before, last) = (state.day?.day.items, state.toast?.number)
        let effects = state.seeUser() + press(key, &state)
        let isSubmission = effects.contains { if case .send(.submit) = $0 { true } else { false } }
        if isSubmission, !state.isLive {
            state.say("Offline. Saved here; sends when reconnected")
        } else if isSubmission, let before {
            state.tellClashes(since: before, last)
        }
        return effects
    case .halfKey(let key): return state.handleHalf(key)
    case .paste(let text): return paste(text, &state)
    case .mouse(let mouse): return point(mouse, &state)
    case .resize(let columns, let rows):
        (state.columns, state.rows) = (max(1, columns), max(1, rows - state.options.tourRows))
        return []
    case .server(let message):
        let (emergency, wasTyping) = (state.takeover?.id, state.isTyping)
        let effects = hear(message, &state)
        if state.takeover?.id != emergency { state.turnToTakeover(wasTyping: wasTyping) }
        state.follow()
        return effects
    case .clock(let now): return passTime(to: now, &state)
    case .link(let isLive):
        state.turn(isLive: isLive)
        return []
    case .kept(let pending):
        state.kept = pending
        state.say(
            "Unsent changes from last time: \(pending.count). They send when connected")
        return []
    case .demo(let status):
        state.demo = status
        return []
    case .focus(let hasFocus):
        state.hasFocus = hasFocus
        return []
    case .toastOver(let number):
        if state.toast?.number == number { state.toast = nil }
        if let hold = state.holdToast, hold <= number { state.holdToast = nil }
        return []
    case .pulse:
        state.pulsePhase.toggle()
        return []
    case .themes(let themes):
        state.themes = themes
        if let fresh = themes.first(where: { $0.name == state.theme.name }) { state.theme = fresh }
        return []
    case .invited(let lines, let list):
        state.layers.append(.dialog(.invited(lines, list)))
        return []
    case .problem(let text):
        state.say(text)
        state.hindrance = text.sanitised
        return []
    }
}

extension ConsoleState {
    /// The link to the host is there, or gone.
    fileprivate mutating func turn(isLive: Bool) {
        self.isLive = isLive
        lostAt = isLive ? nil : lostAt ?? now
        guard isLive else { return }
        hindrance = nil
        for key in notes.keys { notes[key]?.release() }
        if waitingCount > 0, day != nil {
            say("Reconnected: sending saved changes (\(waitingCount))")
        }
    }

    /// Letters meant for a text must not answer an emergency that comes while they are typed, nor
    /// an answer meant for one emergency another.
    fileprivate mutating func turnToTakeover(wasTyping: Bool) {
        let emergency = takeover?.id
        layers.removeAll { layer in layer.answers.map { $0 != emergency } ?? false }
        guard emergency != nil, wasTyping else { return }
        hold()
    }

    /// Until none was pressed for a second, keys are the rest of what was being typed.
    mutating func hold() {
        say("Your draft is saved. Keys pause for 1 s; then press A to acknowledge.")
        toast?.isBrief = true
        holdToast = toast?.number
    }

    /// Keeps the zone of whoever is followed selected on the map.
    mutating func follow() {
        guard let person = map.following, let zone = day?.presence[person]?.zone else { return }
        selection[.map] = zone.rawValue
    }

    /// What is shown of a conversation now counts as read.
    mutating func markRead() {
        guard view == .messages, let conversation = Rows.selected(self) else { return }
        messages.readUntil[conversation] = now
    }

    package mutating func say(_ text: String) {
        toast = Toast(text: text.sanitised, number: (toast?.number ?? 0) + 1)
    }

    /// A change to submit, remembered so that a refusal can say what it was about.
    mutating func submit(
        _ change: Change, _ about: String, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = [], by actor: PersonID? = nil, via: Medium = .console
    ) -> ConsoleEffect {
        submit(
            .write(change), about, text: text, priority: priority, audience: audience, by: actor,
            via: via)
    }

    mutating func submit(
        _ request: Request, _ about: String, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = [], by actor: PersonID? = nil, via: Medium = .console
    ) -> ConsoleEffect {
        remember(request, about, by: actor, via)
        return send(
            request, about, text: text, priority: priority, audience: audience, by: actor, via: via)
    }

    /// - Parameters:
    ///   - actor: Who said it, when it was typed in for somebody else.
    ///   - via: How it came here.
    mutating func send(
        _ request: Request, _ about: String, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = [], by actor: PersonID? = nil, via: Medium = .console
    ) -> ConsoleEffect {
        let id = ids.draw()
        waiting[id] = about
        let submission = Submission(
            id: id, request: request, actor: actor.map { .person($0) }, via: via,
            saidAt: hybrid.now(now), text: text, priority: priority, audience: audience)
        showAtOnce(submission)
        return .send(.submit(submission))
    }
}

private func passTime(to now: Timestamp, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.now = now
    let notes = sendNotes(&state)
    if let muted = state.emergency.mutedUntil, now >= muted { state.emergency.mutedUntil = nil }
    return notes + soundDue(&state)
}

/// Emergencies three times every ten seconds until somebody answers; mute holds for a minute only.
private func soundDue(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard !state.options.isKiosk, let alert = state.takeover, alert.state == .raised,
        state.emergency.mutedUntil == nil
    else {
        return []
    }
    let interval = Duration.seconds(10 * max(1, state.demo?.speed ?? 1))
    if let last = state.emergency.soundedAt[alert.id], state.now - last < interval { return [] }
    state.emergency.soundedAt[alert.id] = state.now
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
        guard showsLayer else { return false }
        switch layers.last {
        case .filter, .compose, .palette, .help, .picker, .note, .gate: return true
        case .form(let form): return form.input != nil
        case .dialog(let dialog):
            switch dialog.kind {
            case .typed, .text: return true
            case .confirm, .choice: return false
            }
        case .feed, .ticks, nil: return false
        }
    }
}

extension Layer {
    /// The emergency that it is an answer to.
    var answers: AlertID? {
        guard case .dialog(let dialog) = self, case .alert(let question) = dialog.purpose else {
            return nil
        }
        return question.emergency
    }
}

extension ConsoleState {
    /// Whether the topmost layer is seen: above a takeover stand only answers to it.
    var showsLayer: Bool {
        guard let layer = layers.last else { return false }
        return takeover == nil || layer.answers == takeover?.id
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
        if mouse.kind == .double, let row = action.row {
            state.selection[state.view] = row
            return perform(.open, &state)
        }
        return perform(action, &state)
    }
}
