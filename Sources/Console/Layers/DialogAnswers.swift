import RealtimeProtocol
import Wedding

/// What a question leads to once it is answered.
func answer(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if let complaint = complaint(dialog, state) {
        var dialog = dialog
        dialog.complaint = complaint
        state.layers[state.layers.count - 1] = .dialog(dialog)
        return []
    }
    state.layers.removeLast()
    switch dialog.purpose {
    case .quit: return [.quit]
    case .timeline(let question): return answer(question, dialog, &state)
    case .alert(let question): return answer(question, dialog, &state)
    case .raise(let question): return answer(question, dialog, &state)
    case .conflict(let question): return answer(question, dialog, &state)
    case .editing(let question): return answer(question, dialog, &state)
    case .otherWay(let id): return answerOtherWay(id, dialog.selected, &state)
    case .sendNearest(let helper, let zone):
        guard let day = state.day, let (person, place) = state.searchZone, place.id == zone else {
            state.say("Nobody is missing there now")
            return []
        }
        state.say("Sent \(day.day.givenName(of: helper)) to \(place.plainName)")
        return [send(searchText(person, place), to: [.person(helper)], .high, day, &state)]
    case .person(let id, let question): return answer(question, of: id, dialog, &state)
    case .lendRights(let person):
        let loan = Loan(to: person, minutes: AccessGrant.defaultMinutes)
        state.say(
            person == state.me
                ? "Request sent. Somebody else must agree" : "Emergency access lent for 30 min")
        return [state.submit(.lend(loan), "emergency access", text: dialog.input)]
    case .agreeRights(let id): return [state.submit(.access(.agree(id)), "agreeing")]
    case .endRights(let id): return answerRights(id, isLonger: dialog.selected == 1, &state)
    case .message(let person): return answerMessage(person, dialog.input, &state)
    case .near: return askNearWords(dialog.selected, &state)
    case .nearWords(let zone): return sendNear(zone, dialog.input.trimmedSpaces, &state)
    case .discard(let id):
        return [.send(.handleDeadLetter(id, .discard(note: reason(dialog))))]
    }
}

private func complaint(_ dialog: Dialog, _ state: ConsoleState) -> String? {
    switch dialog.kind {
    case .typed(let word):
        // What is typed after the word is the reason.
        let typed = dialog.input.trimmedSpaces.lowercased()
        let isWord = typed == word.lowercased() || typed.hasPrefix(word.lowercased() + " ")
        guard isWord else {
            return "Type \(word) to continue, or press Esc."
        }
        let example: String? =
            if case .alert(.resolve) = dialog.purpose {
                "found at the gate"
            } else if case .discard = dialog.purpose {
                "told by radio"
            } else if case .alert(.allClear) = dialog.purpose {
                "30 min since the last thunder"
            } else {
                nil
            }
        guard let example, reason(dialog).isEmpty else { return nil }
        return "Add a reason after it: \(word) \(example)"
    case .text:
        if case .timeline(.delay) = dialog.purpose {
            let minutes = Int(dialog.input.trimmedSpaces)
            return minutes.map { (1...240).contains($0) } == true
                ? nil : "Type a number from 1 to 240."
        }
        if case .person(_, .eta) = dialog.purpose, let day = state.day?.day {
            return ArrivalTime.complaint(dialog.input, day, at: state.now)
        }
        if case .editing(.newItem) = dialog.purpose, let day = state.day?.day {
            return NewItem.complaint(dialog.input, day, at: state.now)
        }
        return dialog.input.trimmedSpaces.isEmpty ? "Type something, or press Esc." : nil
    case .confirm, .choice: return nil
    }
}

private func answer(
    _ question: Dialog.TimelineQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch question {
    case .edits(let steps, let about, let text, let toast):
        state.say(toast)
        return unit(steps, about, text, &state)
    case .delay(let id):
        guard let day = state.day, let minutes = Int(dialog.input.trimmedSpaces) else { return [] }
        state.layers.append(.dialog(delayPreview(id, minutes, day, state)))
        return []
    case .applyDelay(let steps, let minutes):
        guard let day = state.day, let first = steps.first else { return [] }
        var anew = delayPreview(first.item, minutes, day, state)
        guard anew.purpose == dialog.purpose else {
            anew.complaint = "The plan has changed. Check this preview again."
            state.layers.append(.dialog(anew))
            return []
        }
        state.say("\(steps.count.items) moved by \(minutes) min")
        let items = steps.map(\.item)
        return [
            announced([.timeline(.shift(items, minutes: minutes))], items, "delay", "", day, &state)
        ]
    case .skip(let id): return [state.submit(.timeline(.skip(id)), "skip")]
    case .go(let id): return state.day?.day.items[id].map { go($0, &state) } ?? []
    case .planB(let steps): return answerPlanB(steps, &state)
    case .end(let id): return [state.submit(.timeline(.end(id)), "end")]
    case .standby(let id):
        guard let item = state.day?.day.items[id] else { return [] }
        state.say("Standby \(item.title): \(item.cueTakers.count) told. Press Space for GO")
        return [
            state.submit(
                .timeline(.standby(id, item.cueTakers)), "standby", text: "Standby \(item.title)",
                priority: .critical)
        ]
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
    if let hard { lines.append("Does not move: \(state.clock(hard.start)) ◆ \(hard.title)") }
    lines.append(
        "\(told(items.flatMap(\.everyone).unique, state)) told. "
            + "The run of show becomes v\(day.day.version + 1).")
    return Dialog(
        "Delay \(items.count.items) by \(minutes) min?", lines, .confirm,
        .timeline(
            .applyDelay(
                items.map { day.step($0.id, .start($0.start + .minutes(minutes))) },
                minutes: minutes)))
}

extension DayState {
    /// An edit of the plan as it is now.
    func step(_ item: ItemID, _ edit: FieldEdit) -> Dialog.Step {
        Dialog.Step(
            item: item, edit: edit, base: revision(FieldKey(.item(item), edit.field)))
    }
}

extension WeddingDay {
    /// An item and everything planned that waits for it, without hard times and what follows them.
    func chain(from first: ItemID) -> [ItemID] {
        var moved: Set<ItemID> = [first]
        var result = [first]
        let day = items[first]?.start
        for item in runOfShow
        where item.status == .planned && item.anchor != .hard && isSameDay(item.start, as: day) {
            guard !moved.contains(item.id), item.dependsOn.contains(where: moved.contains) else {
                continue
            }
            moved.insert(item.id)
            result.append(item.id)
        }
        return result
    }
}

private func answer(
    _ question: Dialog.AlertQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch question {
    case .shelve(let id):
        let until = state.now + .minutes(5 * (dialog.selected + 1))
        return [state.submit(.alert(.shelve(id, until: until)), "shelve \(id)")]
    case .shelveCritical(let id):
        let until = state.now + .minutes(5)
        return [
            state.submit(
                .alert(.shelve(id, until: until)), "shelve \(id)", text: dialog.input.trimmedSpaces)
        ]
    case .again(let id):
        state.say("Repeated to everyone")
        return [
            state.submit(
                .escalate(id, .again), "repeat", text: "Repeated to everyone", priority: .emergency)
        ]
    case .broadcast(let id):
        return [
            state.submit(
                .alert(.broadcast(id)), "tell everyone", text: reason(dialog), priority: .emergency)
        ]
    case .resolve(let id):
        return [state.submit(.alert(.resolve(id)), "resolve \(id)", text: reason(dialog))]
    case .allClear(let id):
        return [
            state.submit(
                .alert(.allClear(id)), "all clear",
                text: "ALL CLEAR: " + reason(dialog), priority: .emergency)
        ]
    case .assign(let id):
        guard let person = state.assignable[safe: dialog.selected] else { return [] }
        return [state.submit(.alert(.assign(id, person.id)), "assign \(id)")]
    case .evacuate(let id):
        let name = state.day?.day.name(of: id) ?? ""
        let why = reason(dialog).isEmpty ? "" : ": " + reason(dialog)
        return [
            raise(.fireEvacuation, "Leave \(name) now\(why)", zone: id, isDrill: false, &state)
        ]
    case .answer(let id):
        guard let day = state.day,
            let person = Dialog.answerers(day, me: state.me)[
                safe: dialog.selected]
        else { return [] }
        return answerAs(person, id, &state)
    }
}

private func reason(_ dialog: Dialog) -> String {
    guard case .typed(let word) = dialog.kind else { return "" }
    return String(dialog.input.trimmedSpaces.dropFirst(word.count)).trimmedSpaces
}

/// What, where, and in which words; who will be told is said before the last Enter.
private func answer(
    _ question: Dialog.RaiseQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day?.day else { return [] }
    switch question {
    case .kind(let isDrill):
        guard let kind = AlertKind.toRaise(isDrill: isDrill)[safe: dialog.selected] else {
            return []
        }
        let places = ["no single place"] + Dialog.places(day).map(\.plainName)
        return ask(
            Dialog(
                kind.words.capitalizedFirst, ["Where?"], .choice(places),
                .raise(.place(kind, isDrill: isDrill))), &state)
    case .place(let kind, let isDrill):
        let zone = dialog.selected == 0 ? nil : Dialog.places(day)[safe: dialog.selected - 1]
        let place = zone.map { ", \($0.plainName)" } ?? ""
        let audience: String =
            if kind.defaultPriority == .emergency && !kind.isTargeted {
                "This tells everyone at the venue at once."
            } else {
                told(day.people(for: kind.promisedAudience, AudienceContext()), state) + " told."
            }
        let lines = ["What has happened?", (isDrill ? "DRILL. " : "") + audience]
        return ask(
            Dialog(
                kind.words.capitalizedFirst + place, lines, .text,
                .raise(.words(kind, zone?.id, isDrill: isDrill))), &state)
    case .words(let kind, let zone, let isDrill):
        let place = zone.flatMap { day.zones[$0]?.plainName }.map { "\($0): " } ?? ""
        let words = place + dialog.input.trimmedSpaces
        return [raise(kind, words, zone: zone, isDrill: isDrill, &state)]
    }
}

extension Dialog {
    /// Where something can happen.
    static func places(_ day: WeddingDay) -> [Zone] { day.zones.filter { $0.kind != .offSite } }
}

private func raise(
    _ kind: AlertKind, _ words: String, zone: ZoneID?, isDrill: Bool, _ state: inout ConsoleState
) -> ConsoleEffect {
    let call = AlertCall(kind, about: zone?.rawValue ?? "all", zone: zone, isDrill: isDrill)
    return state.submit(.raise(call), "alert", text: words, priority: call.priority)
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
        state.say("No person matches \"\(text)\".")
        return []
    }
    state.layers.append(.dialog(Dialog("Message to \(found.name)", [], .text, .message(found.id))))
    return []
}
