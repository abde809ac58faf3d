import RealtimeProtocol
import Wedding

/// What the core says becomes what the screens show.
func hear(_ message: ServerMessage, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch message {
    case .welcome(let day, let you, let now):
        state.welcome(day, you, at: now)
        return sendNotes(&state)
    case .event(let event, let early): return hear(event, early: early, &state)
    case .accepted(let id, let offset):
        state.answered(id, offset: offset)
        (state.waiting[id], state.emergency.answers[id]) = (nil, nil)
        return []
    case .rejected(let id, let error):
        let about = state.waiting.removeValue(forKey: id)
        state.answered(id, offset: nil)
        state.refuseNote(id, error)
        if let alert = state.emergency.answers.removeValue(forKey: id) {
            state.emergency.answered.remove(alert)
        }
        state.say("Refused\(about.map { ", \($0)" } ?? ""): \(error)")
        return []
    case .presence(let updates):
        for update in updates {
            state.changeDay {
                $0.setLink(update.person, update.link, lastSeen: update.lastSeen)
            }
        }
        return []
    case .contact: return []
    case .delivered(let message, let person):
        state.changeDay { $0.markDelivered(message, to: person) }
        return []
    case .deadLetter(let letter):
        state.deadLetters.removeAll { $0.id == letter.id }
        state.deadLetters.append(letter)
        if state.deadLetters.count > ConsoleState.keptMax { state.deadLetters.removeFirst() }
        return []
    case .deadLetterGone(let id):
        state.deadLetters.removeAll { $0.id == id }
        return []
    case .audit(let entry):
        state.audit.append(entry)
        if state.audit.count > ConsoleState.keptMax { state.audit.removeFirst() }
        return []
    case .stats(let stats):
        state.stats = stats
        return []
    case .mode(let mode, let isCeremony):
        (state.mode, state.isCeremony) = (mode, isCeremony)
        return []
    case .disk(let trouble):
        state.diskTrouble = trouble
        return []
    }
}

extension ConsoleState {
    /// The day as the host has it: at the start, and whenever the link is back.
    fileprivate mutating func welcome(_ day: DayState, _ you: PersonID, at now: Timestamp) {
        if let before = confirmedOffset, day.offset < before, !options.isDemo {
            say("The host started a new log; earlier entries are gone")
        }
        (me, self.now) = (you, now)
        begin(day)
        for key in notes.keys { notes[key]?.restart(day) }
        let isFirst = startedAt == .zero
        if isFirst { startedAt = now - .minutes(10) }
        feed.begin(day, for: you, startedAt: startedAt)
        if isFirst, user?.role.beginsAtHome == true, !options.isKiosk { view = .home }
        // Whoever does not run the day begins with themselves.
        if selection[.board] == nil, let user, user.role.level(.presence) < .edit {
            selection[.board] = user.id.rawValue
        }
        (audit, deadLetters) = ([], [])
        // Moments of another time of the day mean nothing now.
        (emergency.soundedAt, emergency.mutedUntil) = ([:], nil)
        emergency.answered = emergency.answered.intersection(day.alerts.filter(\.isOpen).map(\.id))
    }
}

extension ConsoleState {
    /// An entry that was taken.
    fileprivate mutating func addToFeed(_ event: LogEvent) {
        guard let day, let me else { return }
        var isOpen = false
        if showsLayer, case .feed = layers.last { isOpen = true }
        feed.hear(event, day, for: me, isOpen: isOpen)
    }

    /// What became of one's own: a proposal that was answered, a change that did not stand.
    fileprivate mutating func tellOwn(_ event: LogEvent) {
        guard let day, let me, event.by != .person(me) else { return }
        let why = event.text.isEmpty ? "" : ": \(event.text)"
        func answered(_ id: Proposal.ID, _ word: String) {
            guard let proposal = day.proposals.last(where: { $0.id == id }),
                proposal.by == .person(me)
            else {
                return
            }
            let name = event.by.person.map { day.day.givenName(of: $0) } ?? "The host"
            say("\(name) \(word) your proposal, \(day.name(of: proposal.entity))\(why)")
        }
        switch event.change {
        case .edit(.accept(let id)): answered(id, "accepted")
        case .edit(.decline(let id)): answered(id, "declined")
        case .edit(.settle(let conflict)) where conflict.loser.by == .person(me): say(event.text)
        case .edit(.resolve(let id, _)):
            guard let conflict = day.conflict(id),
                [conflict.winner.by, conflict.loser.by].contains(.person(me))
            else { return }
            let name = event.by.person.map { day.day.givenName(of: $0) } ?? "Somebody"
            say("\(name) settled \(day.name(of: conflict.entity))\(why)")
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
            return
        }
    }

    /// What was written stays written: it goes on on what stands there.
    fileprivate mutating func refuseNote(_ id: String, _ error: ProtocolError) {
        guard let day, let key = notes.first(where: { $0.value.sentID == id })?.key else { return }
        notes[key]?.restart(day, refused: id)
        notes[key]?.say("\(error)")
    }

    /// Ten alerts in ten minutes: more than a person can take one by one.
    var isFlooded: Bool {
        let recent = day?.alerts.count { now - $0.raisedAt < .minutes(10) } ?? 0
        return recent >= 10
    }

    /// Audit rows and dead letters kept for scrolling; the core keeps all.
    static let keptMax = 2_000
}

private func hear(
    _ event: LogEvent, early: Bool, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let offset = state.confirmedOffset, event.offset > offset else { return [] }
    if early {
        state.changeDay { $0.showEarly(event) }
        return sound(event, &state)
    }
    if case .alert(.allClear) = event.change, !state.options.isKiosk {
        let isSaid = event.text.isEmpty || event.text.uppercased().hasPrefix("ALL CLEAR")
        state.say(
            isSaid && !event.text.isEmpty
                ? event.text : "ALL CLEAR" + (isSaid ? "" : ": \(event.text)"))
    }
    state.tellOwn(event)
    let wasShown = isShown(event, state)
    state.fold(event)
    state.addToFeed(event)
    if case .edit(.text(let entity, let field, _, _)) = event.change {
        state.notes[FieldKey(entity, field)]?.hear(event)
        return sendNotes(&state)
    }
    return wasShown ? [] : sound(event, &state)
}

private func isShown(_ event: LogEvent, _ state: ConsoleState) -> Bool {
    switch event.change {
    case .alert(.raise(let alert)): state.day?.alert(alert.id) != nil
    case .alert(.allClear(let id)): state.day?.alert(id)?.isOpen == false
    case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
        false
    }
}

/// Critical and high once when raised, critical again when it escalates; emergencies by the clock.
private func sound(_ event: LogEvent, _ state: inout ConsoleState) -> [ConsoleEffect] {
    // A shared screen has nobody at it to call.
    if state.options.isKiosk { return [] }
    switch event.change {
    case .alert(.raise(let alert)):
        guard alert.priority <= .high, alert.state == .raised else { return [] }
        if !state.hasFocus && state.options.notices != .off {
            return bell(alert, &state) + [notice(alert, state)]
        }
        return bell(alert, &state)
    case .alert(.escalate(let id, _)):
        guard let alert = state.day?.alert(id), alert.priority == .critical else { return [] }
        return bell(alert, &state)
    case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
        return []
    }
}

private func bell(_ alert: Alert, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if alert.isEmergency {
        state.emergency.soundedAt[alert.id] = state.now
        return [.bell(times: 3)]
    }
    // In ceremony mode and in a flood only what is urgent makes a sound.
    let onlyUrgent = state.isCeremony || state.isFlooded
    if state.emergency.mutedUntil != nil || (onlyUrgent && alert.priority > .critical) { return [] }
    return [.bell(times: 1)]
}

/// Outside the terminal: no names, no details.
private func notice(_ alert: Alert, _ state: ConsoleState) -> ConsoleEffect {
    let word = alert.priority.word.prefix(1) + alert.priority.word.dropFirst().lowercased()
    return .notify("\(word) alert, \(state.day?.day.venue ?? "")")
}
