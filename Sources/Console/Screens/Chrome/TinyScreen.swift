import Wedding

/// One list for terminals under 60 x 16: what the view is about, a line each.
struct TinyScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, _ whole: Rect) {
        let screen = state.view.screen
        if state.showsDetail, screen.init(state, day).drawTinyDetail(&frame, whole) { return }
        let isComposing = state.layers.last == .compose
        let area = isComposing ? whole.split(top: whole.height - 1).0 : whole
        if isComposing {
            let room = max(4, whole.width - 4)
            let shown = String(state.messages.draft.suffix(room - 1))
            let end = frame.write("> \(shown)", whole.x, whole.bottom - 1, .of(.input))
            frame.cursor = (min(frame.columns - 1, end), whole.bottom - 1)
        }
        let rows = screen.lines(state, day)
        let chosen = isComposing ? nil : Rows.selected(state)
        let index = rows.firstIndex { $0.id == chosen && chosen != nil }
        if rows.isEmpty {
            frame.write(
                "\(state.view.title): nothing here".fitted(area.width), area.x, area.y, .muted)
        }
        ListPane(rows, selected: index).draw(&frame, area, cursor: 0) { frame, row, place in
            frame.write(row.text.fitted(area.width - 1), place.x + 1, place.y, row.style)
        }
    }
}
