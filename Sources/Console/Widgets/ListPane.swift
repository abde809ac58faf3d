/// A list that scrolls with its selection. Goes by thirds of the height, so that it stands still
/// while the selection walks through it.
struct ListPane<Row> {
    let rows: [Row]
    /// Where the selection is; the list begins at its top without one.
    let selected: Int?

    init(_ rows: [Row], selected: Int?) { (self.rows, self.selected) = (rows, selected) }

    /// First row to draw so that the selection is seen.
    func first(height: Int) -> Int {
        Self.first(around: selected ?? 0, count: rows.count, height: height)
    }

    static func first(around index: Int, count: Int, height: Int) -> Int {
        guard count > height, height > 0 else { return 0 }
        let step = max(1, height / 3)
        let steps = (index - height * 2 / 3 + step - 1) / step
        return max(0, min(steps * step, count - height))
    }

    /// - Parameter draw: One row, where it stands.
    func draw(
        _ frame: inout Frame, _ area: Rect, mark: Style = .of(.selection), cursor: Int? = 2,
        _ draw: (inout Frame, Row, Rect) -> Void
    ) {
        let first = first(height: area.height)
        for (offset, row) in rows.dropFirst(first).prefix(max(0, area.height)).enumerated() {
            let place = area.row(offset)
            draw(&frame, row, place)
            if first + offset == selected { frame.mark(place, mark, cursor: cursor) }
        }
    }
}

extension Frame {
    /// Shows a row as the selected one.
    mutating func mark(_ place: Rect, _ style: Style = .of(.selection), cursor: Int? = 2) {
        restyle(place) { $0 = style }
        write("▌", place.x, place.y, style)
        if let cursor { self.cursor = (place.x + cursor, place.y) }
    }
}
