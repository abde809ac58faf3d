import RealtimeProtocol
import Wedding

/// The fields of one thing, to be changed one by one.
package struct EntityForm: Sendable, Equatable {
    let entity: Entity
    var selected = 0
    /// What is typed for the selected field; nil while none is being changed.
    var input: String?
    var complaint: String?

    package init(_ entity: Entity) { self.entity = entity }

    struct Row {
        let field: Field
        let kind: FieldKind
        let value: String
        /// Why the user may not change it; nil when they may.
        let refusal: String?
        /// Changed by asking somebody who may.
        let isProposal: Bool

        var isSet: Bool { if case .set = kind { true } else { false } }
    }

    func rows(_ day: DayState, _ user: Person?, at now: Timestamp) -> [Row] {
        FieldRule.all.filter { $0.entity == entity.kind && $0.writing != .elsewhere }.map { rule in
            let key = FieldKey(entity, rule.field)
            let (refusal, isProposal) = right(key, day, user, at: now)
            return Row(
                field: rule.field, kind: rule.value, value: value(key, day), refusal: refusal,
                isProposal: isProposal)
        }
    }

    private func value(_ key: FieldKey, _ day: DayState) -> String {
        let value = day.value(key)
        return value == .nothing || value?.text == ""
            ? "" : day.words(value, key).replacing("\n", with: " / ")
    }

    private func right(
        _ key: FieldKey, _ day: DayState, _ user: Person?, at now: Timestamp
    ) -> (refusal: String?, isProposal: Bool) {
        guard let user else { return ("Nobody is logged in.", false) }
        if key.field == .status, case .item = entity {
            return ("To start or end an item, press Space in Timeline.", false)
        }
        switch Rights(state: day, now: now).verdict(on: key, by: user) {
        case .allowed, .sighting: return (nil, false)
        case .proposal: return (nil, true)
        case .refused(let refusal): return ("\(ProtocolError(refusal))", false)
        }
    }
}

/// Keys in a form: a field is chosen, typed, and sent by itself.
func press(_ key: Key, _ form: EntityForm, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    var form = form
    let rows = form.rows(day, state.user, at: state.now)
    func keep() { state.layers[state.layers.count - 1] = .form(form) }
    if let input = form.input { return type(key, input, form, rows, &state) }
    form.complaint = nil
    switch key {
    case .escape, .char("q"):
        state.layers.removeLast()
        return []
    case .down, .char("j"), .tab: form.selected = min(rows.count - 1, form.selected + 1)
    case .up, .char("k"), .backTab: form.selected = max(0, form.selected - 1)
    case .char("u"): return perform(.undo, &state)
    case .ctrl("r"): return perform(.redo, &state)
    case .char("X"):
        guard case .item(let id) = form.entity, let item = day.day.items[id] else { return [] }
        return ask(
            Dialog(
                "Remove \(item.title)?",
                ["\(told(item.everyone, state)) told. Type remove to confirm."],
                .typed("remove"), .editing(.removeItem(id))), &state)
    case .enter, .char(" "):
        guard let row = rows[safe: form.selected] else { return [] }
        if let refusal = row.refusal {
            form.complaint = refusal
        } else if row.kind == .prose {
            return openNote(FieldKey(form.entity, row.field), &state)
        } else {
            form.input = row.isSet ? "" : row.value
        }
    default: return []
    }
    keep()
    return []
}

private func type(
    _ key: Key, _ input: String, _ form: EntityForm, _ rows: [EntityForm.Row],
    _ state: inout ConsoleState
) -> [ConsoleEffect] {
    var form = form
    func keep() { state.layers[state.layers.count - 1] = .form(form) }
    switch key {
    case .escape: (form.input, form.complaint) = (nil, nil)
    case .enter:
        guard let day = state.day, let row = rows[safe: form.selected] else { return [] }
        let fieldKey = FieldKey(form.entity, row.field)
        switch FieldInput(day, at: state.now).read(input, fieldKey) {
        case .failure(let problem):
            form.complaint = problem.words
            keep()
            return []
        case .success(let value):
            let change = FieldEdit(row.field, value).change(of: form.entity, base: nil)
            if let user = state.user,
                case .refused(let refusal) = Rights(state: day, now: state.now).verdict(
                    change, by: user, reason: "")
            {
                form.complaint = "\(ProtocolError(refusal))"
                keep()
                return []
            }
            (form.input, form.complaint) = (nil, nil)
            keep()
            guard day.value(fieldKey) != value else { return [] }
            // What others must follow is shown first.
            if row.field == .start, !row.isProposal, let start = value.moment,
                let id = form.entity.item, let item = day.day.items[id]
            {
                return ask(moving(item, to: start, "Move to \(state.clock(start))?", state), &state)
            }
            return [save(FieldEdit(row.field, value), row, form.entity, day, &state)]
        }
    default:
        guard let text = edited(input, key, max: 120) else { return [] }
        (form.input, form.complaint) = (text, nil)
    }
    keep()
    return []
}

private func save(
    _ edit: FieldEdit, _ row: EntityForm.Row, _ entity: Entity, _ day: DayState,
    _ state: inout ConsoleState
) -> ConsoleEffect {
    let key = FieldKey(entity, edit.field)
    let about = "\(day.name(of: entity)), \(edit.field.words)"
    state.say(
        row.isProposal
            ? "Proposed. A coordinator will decide" : "\(about): \(day.words(edit.value, key))")
    return state.submit(
        edit.change(of: entity, base: day.revision(key)), about,
        priority: entity.item == nil ? nil : .high)
}
