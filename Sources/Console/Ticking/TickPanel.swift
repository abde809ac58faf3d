import Wedding

/// A list to be ticked, over the screen.
struct TickPanel {
    let list: TickList
    let sheet: TickSheet

    init?(_ state: ConsoleState, _ list: TickList) {
        guard let sheet = TickSheet(list.purpose, state) else { return nil }
        (self.list, self.sheet) = (list, sheet)
    }

    private static let width = 78
    /// Of the selected row's words, where its line cuts them.
    private static let wordsMax = 3

    func draw(_ frame: inout Frame) {
        let rows = sheet.rows
        let columns = Columns(rows, width: min(Self.width, frame.columns - 2) - 4)
        let cut = rows.contains { $0.detail.cellWidth > columns.detail } ? Self.wordsMax : 0
        let area = frame.centered(
            width: Self.width, height: min(frame.rows - 4, max(1, rows.count) + 4 + cut))
        frame.fill(area)
        let inside = frame.box(area, sheet.title, remark: sheet.remark, .of(.borderFocus))
            .inset(1, 0)
        if rows.isEmpty { frame.write(sheet.empty.fitted(inside.width), inside.x, inside.y) }
        let (lines, foot) = inside.split(top: max(1, inside.height - 2 - cut))
        let selected = min(list.selected, max(0, rows.count - 1))
        ListPane(rows, selected: selected).draw(&frame, lines, cursor: 0) { frame, row, place in
            draw(row, place, columns, &frame)
        }
        if cut > 0, let words = rows[safe: selected]?.detail {
            for (offset, line) in words.wrapped(inside.width - 2, maxLines: cut).enumerated() {
                frame.write(line, inside.x + 2, foot.y + offset)
            }
        }
        let own = sheet.key.map { "   \($0.key.label) \($0.words)" } ?? ""
        frame.write(
            "Space tick   A all\(own)   Enter \(sheet.enter)   Esc close".fitted(inside.width),
            inside.x, inside.bottom - 1, .of(.key))
    }

    /// After the tick and the sign; what stands at the end is never cut.
    private struct Columns {
        let name, detail: Int

        init(_ rows: [TickSheet.Row], width: Int) {
            let end = rows.map(\.end.cellWidth).max() ?? 0
            let room = width - 9 - (end > 0 ? end + 1 : 0)
            let longest = rows.map(\.name.cellWidth).max() ?? 0
            let hasDetails = rows.contains { !$0.detail.isEmpty }
            name = hasDetails ? min(longest, 24, room / 2) : room
            detail = room - name - 1
        }
    }

    private func draw(
        _ row: TickSheet.Row, _ place: Rect, _ columns: Columns, _ frame: inout Frame
    ) {
        let isTicked = list.ticked.contains(row.id)
        frame.write(isTicked ? "[x]" : "[ ]", place.x + 2, place.y, isTicked ? .text : .of(.late))
        frame.write(row.glyph, place.x + 6, place.y, .of(row.role))
        frame.write(row.end, place.right - row.end.cellWidth, place.y, .muted)
        let name = row.detail.isEmpty ? columns.name + columns.detail : columns.name
        frame.write(row.name.fitted(name), place.x + 8, place.y)
        frame.write(
            row.detail.fitted(max(0, columns.detail)), place.x + 9 + columns.name, place.y, .muted)
    }
}
