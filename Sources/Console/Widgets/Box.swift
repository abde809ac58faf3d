extension Frame {
    /// A frame with a title in its upper wall and a remark at the right of it. A style marks the
    /// upper and lower wall: marked sides would change colour twice in every row.
    ///
    /// - Returns: the inside.
    @discardableResult
    package mutating func box(
        _ area: Rect, _ title: String = "", remark: String = "", _ style: Style = .of(.border),
        titleStyle: Style = .of(.title)
    ) -> Rect {
        guard area.width >= 2, area.height >= 2 else { return area.inset(1, 1) }
        let look = style.role == .borderFocus ? focusWalls : .plain
        let walls = look.characters
        let (x, y, right, bottom) = (area.x, area.y, area.right - 1, area.bottom - 1)
        let line = String(repeating: walls[1], count: area.width - 2)
        write(String(walls[0]) + line + String(walls[2]), x, y, style)
        write(String(walls[4]) + line + String(walls[5]), x, bottom, style)
        for row in (y + 1)..<max(y + 1, bottom) {
            write(String(walls[3]), x, row, look == .plain ? .of(.border) : style)
            write(String(walls[3]), right, row, look == .plain ? .of(.border) : style)
        }
        let room = area.width - 6
        guard room > 0, !title.isEmpty else { return area.inside }
        let shown = title.fitted(room)
        write(" \(shown) ", x + 2, y, titleStyle)
        let rest = room - shown.cellWidth - 3
        if !remark.isEmpty, rest > 4 {
            let text = " \(remark.fitted(rest)) "
            write(text, right - 1 - text.cellWidth, y, .muted)
        }
        return area.inside
    }

    /// A thin rule with words in it: `┄ on the way ┄┄┄┄`.
    package mutating func separator(_ title: String, _ column: Int, _ row: Int, width: Int) {
        let head = title.isEmpty ? "" : "┄ \(title) "
        let rest = max(0, width - head.cellWidth)
        write(head + String(repeating: "┄", count: rest), column, row, .muted, limit: width)
    }

    package mutating func rule(_ column: Int, _ row: Int, width: Int, _ character: Character = "─")
    {
        write(
            String(repeating: character, count: max(0, width)), column, row, .of(.border),
            limit: width)
    }

    /// Two columns of words: a muted label, then its value, wrapped.
    ///
    /// - Returns: the row after it.
    @discardableResult
    package mutating func field(
        _ label: String, _ value: String, in area: Rect, row: Int, labelWidth: Int = 11,
        _ style: Style = .text, maxLines: Int = 3
    ) -> Int {
        guard row < area.bottom else { return row }
        write(label, area.x, row, .muted, limit: labelWidth)
        var y = row
        for line in value.wrapped(area.width - labelWidth, maxLines: maxLines) {
            guard y < area.bottom else { return y }
            write(line, area.x + labelWidth, y, style, limit: area.width - labelWidth)
            y += 1
        }
        return max(y, row + 1)
    }
}
