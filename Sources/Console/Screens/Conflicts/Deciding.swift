import RealtimeProtocol
import Wedding

extension ConsoleState {
    /// The conflict or proposal that is looked at.
    var selectedSheet: ConflictSheet? {
        guard view == .conflicts, let day, let id = Rows.selected(self) else { return nil }
        let model = ConflictsModel(day)
        return model.rows.first { $0.id == id }.map(model.sheet)
    }

    /// What the user would have stand there.
    fileprivate func chosenValue(_ sheet: ConflictSheet) -> FieldEdit? {
        guard conflicts.id == sheet.row.id else { return nil }
        return conflicts.value ?? conflicts.side.map { sheet.side($0).value }
    }
}

/// Both sides, what would stand and what follows, in a box.
func smallPreview(_ sheet: ConflictSheet, _ state: ConsoleState) -> Dialog {
    let value = state.chosenValue(sheet) ?? sheet.suggestion.map { sheet.side($0).value }
    var lines = [
        "\(sheet.who(.a)): \(sheet.words(.a))", "\(sheet.who(.b)): \(sheet.words(.b))",
    ]
    if let value {
        let outcome = sheet.outcome(value, at: state.now)
        lines.append(outcome.headline)
        lines.append("\(told(outcome.told, state)) told.")
    }
    return Dialog("Apply this value?", lines, .confirm, .conflict(.apply(sheet.row.id)))
}

func apply(_ sheet: ConflictSheet, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch sheet.row {
    case .proposal(let proposal):
        guard sheet.isOpen else {
            state.say("This proposal is already answered")
            return []
        }
        if state.chosenValue(sheet) == sheet.a.value { return decline(sheet, &state) }
        state.say("Accepted: \(state.day?.name(of: proposal.entity) ?? "") \(sheet.words(.b))")
        return [state.submit(.edit(.accept(proposal.id)), "accept the proposal", priority: .high)]
    case .conflict(let conflict):
        let suggestion = conflict.isOpen ? nil : conflict.standing
        let standing = conflict.isOpen ? sheet.taken.map { sheet.side($0).value } : nil
        guard let value = state.chosenValue(sheet) ?? standing else {
            state.say("Choose a side first: ←/→")
            return []
        }
        guard value != suggestion else {
            state.say("That is already the value")
            return []
        }
        guard conflict.isOpen else {
            return ask(
                Dialog(
                    "Change this decision?",
                    [
                        "\(state.day?.name(of: conflict.entity) ?? "") becomes \(sheet.words(value)).",
                        "Type a reason. Both sides are told, and the log keeps it.",
                    ], .text, .conflict(.settleAgain(conflict.id, value))), &state)
        }
        return [resolve(conflict, value, "", &state)]
    }
}

func resolve(
    _ conflict: Conflict, _ value: FieldEdit, _ why: String, _ state: inout ConsoleState
) -> ConsoleEffect {
    let name = state.day?.name(of: conflict.entity) ?? ""
    let words = state.day.map { ConflictSheet(.conflict(conflict), $0).words(value) } ?? ""
    state.say("\(name): \(words). Both sides are told")
    state.conflicts = ConsoleState.ConflictsLook()
    return state.submit(
        .decide(conflict.id, value), "settle \(name)", text: why, priority: .high)
}

/// The chosen side stands, and what the other wanted is kept as a note of the item.
func applyBoth(_ sheet: ConflictSheet, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard case .conflict(let conflict) = sheet.row, let day = state.day,
        let value = state.chosenValue(sheet) ?? sheet.taken.map({ sheet.side($0).value })
    else {
        state.say("Choose a side first: ←/→")
        return []
    }
    guard FieldRule.of(FieldKey(conflict.entity, .notes)) != nil else {
        state.say("This has no notes field")
        return []
    }
    let other = value == sheet.a.value ? sheet.b : sheet.a
    let name = other.by.person.map { day.day.givenName(of: $0) } ?? "Somebody"
    let why = other.text.isEmpty ? "" : ": \(other.text)"
    let note = "\(name) wanted \(conflict.field.words) \(sheet.words(other.value))\(why)."
    let key = FieldKey(conflict.entity, .notes)
    let old = day.text(key)
    let operation = TextOperation([
        .keep(old.unicodeScalars.count),
        .insert(Array(((old.isEmpty ? "" : "\n") + note).unicodeScalars)),
    ])
    let text = state.submit(
        .edit(.text(key.entity, key.field, operation, base: day.revision(key))), "note")
    guard conflict.isOpen else {
        state.say("Kept as a note: \(note)")
        return [text]
    }
    return [resolve(conflict, value, "", &state), text]
}

func decline(_ sheet: ConflictSheet, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard case .proposal(let proposal) = sheet.row, sheet.isOpen else {
        state.say("Only a pending proposal can be declined")
        return []
    }
    return ask(
        Dialog(
            "Decline this proposal?", ["\(sheet.who(.b)) is told. Type a reason."], .text,
            .conflict(.decline(proposal.id))),
        &state)
}

/// What was typed instead of either side.
func answer(
    _ question: Dialog.ConflictQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let typed = dialog.input.trimmedSpaces
    switch question {
    case .apply(let id):
        guard let sheet = state.selectedSheet, sheet.row.id == id else { return [] }
        return apply(sheet, &state)
    case .settleAgain(let id, let value):
        guard let conflict = state.day?.conflict(id) else { return [] }
        return [resolve(conflict, value, typed, &state)]
    case .decline(let id):
        state.say("Declined: its author is told")
        return [state.submit(.edit(.decline(id)), "decline", text: typed, priority: .high)]
    case .value(let id):
        guard let day = state.day, let sheet = state.selectedSheet, sheet.row.id == id else {
            return []
        }
        switch FieldInput(day).read(typed, sheet.key) {
        case .success(let value):
            state.conflicts = ConsoleState.ConflictsLook(
                id: id, value: FieldEdit(sheet.key.field, value))
        case .failure(let problem): state.say(problem.words)
        }
        return []
    }
}
