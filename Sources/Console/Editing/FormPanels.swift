import Wedding

/// A form over the screen: fields, values, and how each is typed.
struct FormPanel {
    let state: ConsoleState
    let day: DayState
    let form: EntityForm

    func draw(_ frame: inout Frame) {
        let rows = form.rows(day, state.user, at: state.now)
        let area = frame.centered(width: 84, height: min(frame.rows - 2, rows.count + 6))
        frame.fill(area)
        let inside = frame.box(
            area, day.name(of: form.entity), remark: form.entity.kind.rawValue, .of(.borderFocus)
        ).inset(1, 0)
        let list = inside.row(0, height: max(1, inside.height - 3))
        let room = inside.width - 20
        ListPane(rows, selected: form.selected).draw(&frame, list) { frame, row, place in
            frame.write(row.field.words.capitalizedFirst.fitted(15), place.x + 2, place.y, .muted)
            let value = row.value.isEmpty ? "—" : row.value
            let style: Style = row.refusal == nil ? .text : .muted
            frame.write(value.fitted(room), place.x + 18, place.y, style)
        }
        drawInput(&frame, list, rows)
        drawFoot(&frame, inside, rows)
    }

    /// What is being typed, in the place of the selected row.
    private func drawInput(_ frame: inout Frame, _ list: Rect, _ rows: [EntityForm.Row]) {
        guard let input = form.input, let row = rows[safe: form.selected] else { return }
        let first = ListPane(rows, selected: form.selected).first(height: list.height)
        let place = list.row(form.selected - first)
        let room = list.width - 20
        frame.fill(place)
        frame.write(row.field.words.capitalizedFirst.fitted(15), place.x + 2, place.y, .muted)
        let end = frame.write(
            input.suffixFitted(room - 1), place.x + 18, place.y, .of(.input), limit: room)
        frame.write("▌", place.x, place.y, .of(.selection))
        frame.cursor = (min(frame.columns - 1, end), place.y)
    }

    private func drawFoot(_ frame: inout Frame, _ area: Rect, _ rows: [EntityForm.Row]) {
        let row = rows[safe: form.selected]
        let y = area.bottom - 2
        guard y > area.y else { return }
        if let complaint = form.complaint {
            frame.write(complaint.fitted(area.width), area.x, y, .of(.late))
        } else if let row {
            frame.write(words(row).fitted(area.width), area.x, y, .muted)
        }
        let keys =
            form.input == nil
            ? "↑↓ choose   Enter change   u undo" + (isItem ? "   X remove…" : "")
                + "   Esc close"
            : "Enter save   Ctrl-U clear   Esc cancel"
        frame.write(keys.fitted(area.width), area.x, y + 1, .of(.key))
    }

    private var isItem: Bool { form.entity.item != nil }

    private func words(_ row: EntityForm.Row) -> String {
        if let refusal = row.refusal { return refusal }
        let hint = FieldKey(form.entity, row.field).hint
        return (row.isProposal ? "Proposal: a coordinator decides. " : "") + hint
    }
}

/// A list over the screen.
struct PickerPanel {
    let day: DayState
    let picker: EntityPicker

    func draw(_ frame: inout Frame) {
        let rows = picker.rows(day)
        let area = frame.centered(width: 76, height: min(frame.rows - 2, 24))
        frame.fill(area)
        let inside = frame.box(
            area, picker.title, remark: "\(rows.count) · type to search", .of(.borderFocus))
        let end = frame.write(
            "/ \(picker.query)", inside.x + 1, inside.y, .of(.input), limit: inside.width - 2)
        let list = inside.row(1, height: inside.height - 2)
        ListPane(rows, selected: picker.selected).draw(&frame, list, cursor: nil) {
            frame, row, place in
            frame.write(row.name.fitted(34), place.x + 2, place.y)
            frame.write(row.detail.fitted(place.width - 40), place.x + 38, place.y, .muted)
        }
        if rows.isEmpty {
            let words =
                picker.kind == .task && !picker.query.isEmpty
                ? "Enter creates this task and assigns it to you." : "No matches."
            frame.write(words.fitted(list.width - 4), list.x + 2, list.y, .muted)
        }
        frame.write(
            "↑↓ choose   Enter open   Esc close".fitted(inside.width - 2), inside.x + 1,
            inside.bottom - 1, .of(.key))
        frame.cursor = (min(frame.columns - 1, end), inside.y)
    }
}

extension String {
    /// The end of a text that is longer than its place.
    func suffixFitted(_ columns: Int) -> String {
        var text = self[...]
        while String(text).cellWidth > max(1, columns) { text = text.dropFirst() }
        return String(text)
    }
}
