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
        return [send(searchText(person, place), to: [.person(helper)], .high, &state)]
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
    case .nearDraft:
        answerNearDraft(dialog.selected, &state)
        return []
    case .caterer: return tellCaterer(&state)
    case .closeDay: return answerClose(&state)
    case .invite(let people): return answerInvite(people, dialog.selected, &state)
    case .told: return []
    case .logLine: return answerLog(dialog.input.trimmedSpaces, &state)
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
            return dialog.minutes.map { (1...240).contains($0) } == true
                ? nil : "Type a number from 1 to 240."
        }
        if case .person(_, .eta) = dialog.purpose, let day = state.day?.day {
            return ArrivalTime.complaint(dialog.input, day, at: state.now)
        }
        if case .person(_, .battery) = dialog.purpose {
            return BatteryReading(dialog.input) == nil ? "Type a number from 0 to 100." : nil
        }
        if case .editing(.newItem) = dialog.purpose, let day = state.day?.day {
            return NewItem.complaint(dialog.input, day, at: state.now)
        }
        if case .alert(.again) = dialog.purpose { return nil }
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
        guard let day = state.day, let minutes = dialog.minutes else { return [] }
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
    case .cut(let cuts): return answerCut(cuts, &state)
    case .rainCall(let id):
        return answerRainCall(id, isPlanB: dialog.selected == 1, &state)
    case .decide(let id):
        state.say("Decided: \(dialog.input.trimmedSpaces)")
        return [state.submit(.timeline(.decide(id, dialog.input.trimmedSpaces)), "decision")]
    case .end(let id): return [state.submit(.timeline(.end(id)), "end")]
    case .standby(let id):
        guard let item = state.day?.day.items[id] else { return [] }
        state.say(
            "Standby \(item.title): \(called(item.cueTakers, state)). Press Space for GO")
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
        "\(told(day.announced(to: items.flatMap(\.everyone)), state)) told. "
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

/// What was typed after the word.
func reason(_ dialog: Dialog) -> String {
    guard case .typed(let word) = dialog.kind else { return "" }
    return String(dialog.input.trimmedSpaces.dropFirst(word.count)).trimmedSpaces
}

private func answerMessage(
    _ person: PersonID?, _ text: String, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    if let person {
        let name = day.day.name(of: person)
        state.say(
            day.hasDevice(person)
                ? "Sent to \(name)" : "\(name) has no device. Ring, then tick it in :phone")
        return [send(text.trimmedSpaces, to: [.person(person)], .normal, &state)]
    }
    let needle = text.trimmedSpaces.lowercased()
    guard let found = day.day.people.first(where: { $0.name.lowercased().contains(needle) }) else {
        state.say("No person matches \"\(text)\".")
        return []
    }
    state.layers.append(.dialog(Dialog("Message to \(found.name)", [], .text, .message(found.id))))
    return []
}

extension Dialog {
    /// Minutes that were typed; ten where nothing was.
    fileprivate var minutes: Int? {
        let typed = input.trimmedSpaces
        return typed.isEmpty ? 10 : Int(typed)
    }
}
