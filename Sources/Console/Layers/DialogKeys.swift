import RealtimeProtocol
import Wedding

/// Keys inside a question: what is typed, chosen, confirmed or left.
func press(_ key: Key, _ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    var dialog = dialog
    func keep() { state.layers[state.layers.count - 1] = .dialog(dialog) }
    if key == .escape || (key == .char("q") && !dialog.takesText) {
        state.layers.removeLast()
        return []
    }
    switch (dialog.kind, key) {
    case (.choice(let options), .down), (.choice(let options), .char("j")):
        dialog.selected = min(options.count - 1, dialog.selected + 1)
    case (.choice, .up), (.choice, .char("k")): dialog.selected = max(0, dialog.selected - 1)
    case (.choice(let options), .char(let digit)) where digit.wholeNumberValue != nil:
        let index = (digit.wholeNumberValue ?? 0) - 1
        guard options.indices.contains(index) else { return [] }
        dialog.selected = index
    case (_, .enter): return answer(dialog, &state)
    case (.typed, .char(let character)), (.text, .char(let character)):
        if dialog.input.count < ConsoleState.messageCharactersMax {
            dialog.input += String(character).sanitised
        }
        dialog.complaint = nil
    case (.typed, .backspace), (.text, .backspace): dialog.input = String(dialog.input.dropLast())
    case (.typed, .ctrl("u")), (.text, .ctrl("u")): dialog.input = ""
    default: return []
    }
    keep()
    return []
}

extension Dialog {
    var takesText: Bool {
        switch kind {
        case .typed, .text: true
        case .confirm, .choice: false
        }
    }
}

private func answer(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if let complaint = complaint(dialog, state) {
        var dialog = dialog
        dialog.complaint = complaint
        state.layers[state.layers.count - 1] = .dialog(dialog)
        return []
    }
    state.layers.removeLast()
    switch dialog.purpose {
    case .quit: return [.quit]
    case .nudge, .delay, .applyDelay, .skip: return answerTimeline(dialog, &state)
    case .shelve, .resolve, .assign, .allClear, .evacuate, .answer, .raise, .raiseText:
        return answerAlert(dialog, &state)
    case .message(let person): return answerMessage(person, dialog.input, &state)
    case .discard(let id):
        return [.send(.handleDeadLetter(id, .discard(note: dialog.input)))]
    }
}

private func complaint(_ dialog: Dialog, _ state: ConsoleState) -> String? {
    switch dialog.kind {
    case .typed(let word):
        // What is typed after the word is the reason.
        let typed = dialog.input.trimmedSpaces.lowercased()
        guard typed.hasPrefix(word.lowercased()) else {
            return "Type \(word) to go on, or press Esc."
        }
        if case .resolve = dialog.purpose, reason(dialog).isEmpty {
            return "Say why behind it: \(word) found at the gate"
        }
        return nil
    case .text:
        if case .delay = dialog.purpose {
            let minutes = Int(dialog.input.trimmedSpaces)
            return minutes.map { (1...240).contains($0) } == true ? nil : "A number from 1 to 240."
        }
        return dialog.input.trimmedSpaces.isEmpty ? "Type something, or press Esc." : nil
    case .confirm, .choice: return nil
    }
}

private func answerTimeline(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch dialog.purpose {
    case .nudge(let id, let minutes):
        guard let item = state.day?.day.items[id] else { return [] }
        let base = state.day?.revision(.init(item: id, field: .start))
        return [
            state.submit(
                .editItem(id, .start(item.start + .minutes(minutes)), base: base),
                "move \(item.title)", priority: .high)
        ]
    case .delay(let id):
        guard let day = state.day, let minutes = Int(dialog.input.trimmedSpaces) else { return [] }
        state.layers.append(.dialog(delayPreview(id, minutes, day, state)))
        return []
    case .applyDelay(let id, let minutes):
        guard let day = state.day else { return [] }
        let ids = day.day.chain(from: id)
        state.say("\(ids.count) items moved by \(minutes) min")
        return [state.submit(.shift(ids, minutes: minutes), "delay", priority: .critical)]
    case .skip(let id): return [state.submit(.skipItem(id), "skip")]
    default: return []
    }
}

private func delayPreview(
    _ id: ItemID, _ minutes: Int, _ day: DayState, _ state: ConsoleState
) -> Dialog {
    let ids = day.day.chain(from: id)
    let items = ids.compactMap { day.day.items[$0] }
    var lines = items.prefix(8).map {
        "\(state.clock($0.start)) → \(state.clock($0.start + .minutes(minutes)))  \($0.title)"
    }
    if items.count > 8 { lines.append("and \(items.count - 8) more") }
    let hard = day.day.items.filter { $0.anchor == .hard && $0.status == .planned }
        .first { hard in !ids.contains(hard.id) && hard.start > (items.first?.start ?? .zero) }
    if let hard { lines.append("Stays: \(state.clock(hard.start)) ◆ \(hard.title)") }
    var people: [PersonID] = []
    for person in items.flatMap(\.everyone) where !people.contains(person) { people.append(person) }
    lines.append("\(told(people, state)) told. The run of show becomes v\(day.day.version + 1).")
    return Dialog(
        "Delay \(items.count) items by \(minutes) min?", lines, .confirm,
        .applyDelay(id, minutes: minutes))
}

extension WeddingDay {
    /// An item and everything planned that waits for it, without hard times and what follows them.
    func chain(from first: ItemID) -> [ItemID] {
        var moved: Set<ItemID> = [first]
        var result = [first]
        for item in runOfShow where item.status == .planned && item.anchor != .hard {
            guard !moved.contains(item.id), item.dependsOn.contains(where: moved.contains) else {
                continue
            }
            moved.insert(item.id)
            result.append(item.id)
        }
        return result
    }
}

private func answerAlert(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch dialog.purpose {
    case .shelve(let id):
        let until = state.now + .minutes(5 * (dialog.selected + 1))
        return [state.submit(.shelve(id, until: until), "shelve \(id)")]
    case .resolve(let id):
        return [state.submit(.resolve(id), "resolve \(id)", text: reason(dialog))]
    case .allClear(let id):
        return [
            state.submit(
                .allClear(id), "all clear",
                text: "ALL CLEAR" + (reason(dialog).isEmpty ? "" : ": " + reason(dialog)),
                priority: .emergency)
        ]
    case .assign(let id):
        guard let person = state.assignable[safe: dialog.selected] else { return [] }
        return [state.submit(.assign(id, person.id), "assign \(id)")]
    case .evacuate(let id):
        let name = state.day?.day.name(of: id) ?? ""
        return [raise(.fireEvacuation, "Leave \(name) now", zone: id, &state)]
    case .answer(let id):
        guard let day = state.day?.day, let person = Dialog.answerers(day)[safe: dialog.selected]
        else { return [] }
        state.answered.insert(id)
        state.showsRollCall = false
        return [answerEmergency(id, as: person, &state)]
    case .raise:
        let kinds = AlertKind.emergencyTypes + [.helpRequest]
        guard let kind = kinds[safe: dialog.selected] else { return [] }
        let lines = ["What, and where? \(kind.isTargeted ? "Told to those who act." : "")"]
        state.layers.append(.dialog(Dialog(kind.words, lines, .text, .raiseText(kind))))
        return []
    case .raiseText(let kind): return [raise(kind, dialog.input.trimmedSpaces, zone: nil, &state)]
    default: return []
    }
}

private func reason(_ dialog: Dialog) -> String {
    guard case .typed(let word) = dialog.kind else { return "" }
    return String(dialog.input.trimmedSpaces.dropFirst(word.count)).trimmedSpaces
}

private func answerEmergency(
    _ id: AlertID, as person: Person, _ state: inout ConsoleState
) -> ConsoleEffect {
    state.submissions += 1
    let text =
        person.id == state.day?.day.lead(of: .coordinator)?.id
        ? "\(person.givenName) has command" : ""
    return .send(
        .submit(
            Submission(
                id: "ack-\(id)-\(person.id)-\(state.submissions)-\(state.now.milliseconds)",
                change: .acknowledge(id, zone: nil), actor: .person(person.id), saidAt: state.now,
                text: text, priority: .emergency)))
}

private func raise(
    _ kind: AlertKind, _ text: String, zone: ZoneID?, _ state: inout ConsoleState
) -> ConsoleEffect {
    let rule = state.day?.day.rules.first { $0.kind == kind }
    let audience: [AudienceWord] =
        kind.isTargeted || kind.defaultPriority != .emergency
        ? [.coordinator, .venue, .security] : [.all]
    let alert = Alert(
        id: "new", kind: kind, rule: kind.rawValue, about: zone?.rawValue ?? "all",
        priority: kind.defaultPriority, text: text, raisedAt: state.now,
        raisedBy: state.me.map(Actor.person) ?? .system, zone: zone, audience: audience,
        doFirst: rule?.doFirst ?? kind.defaultDoFirst, then: rule?.then ?? "")
    return state.submit(.raise(alert), "alert", text: text, priority: alert.priority)
}

private func answerMessage(
    _ person: PersonID?, _ text: String, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    if let person {
        state.say("Sent to \(day.day.name(of: person))")
        return [send(text.trimmedSpaces, to: [.person(person)], .normal, day, &state)]
    }
    let needle = text.trimmedSpaces.lowercased()
    guard let found = day.day.people.first(where: { $0.name.lowercased().contains(needle) }) else {
        state.say("Nobody is called \"\(text)\".")
        return []
    }
    state.layers.append(.dialog(Dialog("Message to \(found.name)", [], .text, .message(found.id))))
    return []
}
