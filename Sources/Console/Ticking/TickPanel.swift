import Wedding

/// A list to be ticked, over the screen.
struct TickPanel {
    let list: TickList
    let sheet: TickSheet

    init?(_ state: ConsoleState, _ list: TickList) {
        guard let sheet = TickSheet(list.purpose, state) else { return nil }
        (self.list, self.sheet) = (list, sheet)
    }

    func draw(_ frame: inout Frame) {
        let rows = sheet.rows
        let area = frame.centered(width: 78, height: min(frame.rows - 4, max(1, rows.count) + 4))
        frame.fill(area)
        let inside = frame.box(area, sheet.title, remark: sheet.remark, .of(.borderFocus))
            .inset(1, 0)
        if rows.isEmpty { frame.write(sheet.empty.fitted(inside.width), inside.x, inside.y) }
        let lines = inside.split(top: max(1, inside.height - 2)).0
        let end = rows.map(\.end.cellWidth).max() ?? 0
        ListPane(rows, selected: min(list.selected, max(0, rows.count - 1)))
            .draw(&frame, lines, cursor: 0) { frame, row, place in
                draw(row, place, end: end, &frame)
            }
        let own = sheet.key.map { "   \($0.key.label) \($0.words)" } ?? ""
        frame.write(
            "Space tick   A all\(own)   Enter \(sheet.enter)   Esc close".fitted(inside.width),
            inside.x, inside.bottom - 1, .of(.key))
    }

    private func draw(
        _ row: TickSheet.Row, _ place: Rect, end: Int, _ frame: inout Frame
    ) {
        let isTicked = list.ticked.contains(row.id)
        frame.write(isTicked ? "[x]" : "[ ]", place.x + 2, place.y, isTicked ? .text : .of(.late))
        frame.write(row.glyph, place.x + 6, place.y, .of(row.role))
        let right = place.right - row.end.cellWidth
        frame.write(row.end, right, place.y, .muted)
        let room = place.width - 9 - (end > 0 ? end + 1 : 0)
        let name = row.detail.isEmpty ? room : min(24, room / 2)
        frame.write(row.name.fitted(name), place.x + 8, place.y)
        guard !row.detail.isEmpty else { return }
        frame.write(
            row.detail.fitted(room - name - 1), place.x + 8 + name + 1, place.y, .muted)
    }
}
