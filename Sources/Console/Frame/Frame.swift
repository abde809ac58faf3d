/// What a cell looks like, as a role of the theme with emphasis. The theme gives it colours.
package struct Style: Hashable, Sendable {
    package var role: ThemeRole
    package var isBold = false
    package var isReverse = false
    package var isUnderlined = false

    package init(_ role: ThemeRole) { self.role = role }

    package static let text = Style(.text)
    package static let muted = Style(.muted)

    package var bold: Style {
        var style = self
        style.isBold = true
        return style
    }

    package var reverse: Style {
        var style = self
        style.isReverse = true
        return style
    }
}

extension Style {
    /// `Style.of(.late)`: shorter where many stand in a row.
    package static func of(_ role: ThemeRole) -> Style { Style(role) }
}

package struct Cell: Hashable, Sendable {
    package var character: Character
    package var style: Style
    /// 1 or 2; 0 is the right half of a wide character.
    package var width: UInt8

    package static let blank = Cell(character: " ", style: .text, width: 1)
}

/// A rectangle of cells.
package struct Rect: Sendable, Hashable {
    package var x, y, width, height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y) = (x, y)
        (self.width, self.height) = (max(0, width), max(0, height))
    }

    package var right: Int { x + width }
    package var bottom: Int { y + height }

    /// Without the border.
    package var inside: Rect { Rect(x: x + 1, y: y + 1, width: width - 2, height: height - 2) }

    package func inset(_ columns: Int, _ rows: Int) -> Rect {
        Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }

    package func contains(_ column: Int, _ row: Int) -> Bool {
        column >= x && column < right && row >= y && row < bottom
    }

    func intersects(_ other: Rect) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    package func row(_ offset: Int, height: Int = 1) -> Rect {
        Rect(x: x, y: y + offset, width: width, height: min(height, self.height - offset))
    }

    /// The first `columns`, and what is left.
    package func split(left columns: Int) -> (Rect, Rect) {
        let columns = min(columns, width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// The first `rows`, and what is left.
    package func split(top rows: Int) -> (Rect, Rect) {
        let rows = min(rows, height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }
}

/// Some cells of one row, and where they lead.
package struct Link: Sendable, Hashable {
    package let area: Rect
    package let url: String
}

/// Walls of the pane that has the focus: some themes make them thick.
package enum FocusWalls: String, Sendable, CaseIterable {
    case plain, heavy, double

    /// Corner, line, corner, wall, corner, corner.
    var characters: [Character] {
        switch self {
        case .plain: Array("╭─╮│╰╯")
        case .heavy: Array("┏━┓┃┗┛")
        case .double: Array("╔═╗║╚╝")
        }
    }
}

/// A whole screen as a value: what every cell shows, where the cursor is, what a click means.
package struct Frame: Sendable, Equatable {
    package let columns: Int
    package private(set) var rows: Int
    package private(set) var cells: [Cell]
    /// Follows the focus, so that screen readers and braille lines read the right place.
    package var cursor: (column: Int, row: Int) = (0, 0)
    /// Whether the cursor is shown although no text is being typed.
    package var showsCursor = false
    /// How walls of what has the focus look.
    package var focusWalls = FocusWalls.plain
    /// For the terminal's title bar.
    package var title = ""
    /// Text that leads somewhere outside, for terminals that know links.
    package private(set) var links: [Link] = []
    /// What a click at a place does; the last one that contains it wins.
    package private(set) var targets: [(area: Rect, action: Action)] = []

    package init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = Array(repeating: .blank, count: self.columns * self.rows)
    }

    /// Below what is there.
    mutating func addRows(_ count: Int) {
        rows += count
        cells += Array(repeating: .blank, count: columns * count)
    }

    package var area: Rect { Rect(x: 0, y: 0, width: columns, height: rows) }

    package subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

    package static func == (a: Frame, b: Frame) -> Bool {
        a.columns == b.columns && a.cells == b.cells && a.cursor == b.cursor && a.title == b.title
            && a.showsCursor == b.showsCursor && a.links == b.links
    }

    /// Writes text from a place on, cut at `limit` columns and at the frame's edge.
    ///
    /// - Returns: the column after it.
    @discardableResult
    package mutating func write(
        _ text: some StringProtocol, _ column: Int, _ row: Int, _ style: Style = .text,
        limit: Int = .max
    ) -> Int {
        guard row >= 0, row < rows, limit > 0 else { return column }
        let end = limit > columns - column ? columns : column + limit
        var x = column
        if text.isPlain {
            for scalar in text.unicodeScalars where x < end {
                if x >= 0 { put(Self.character(scalar), 1, x, row, style) }
                x += 1
            }
            return x
        }
        for character in text {
            let width = character.cellWidth
            guard width > 0 else { continue }
            if x + width > end { break }
            if x >= 0 { put(character.drawable, width, x, row, style) }
            x += width
        }
        return x
    }

    private static let ascii = (UInt8(0)...0x7F).map { Character(Unicode.Scalar($0)) }

    private static func character(_ scalar: Unicode.Scalar) -> Character {
        scalar.value < 0x80 ? ascii[Int(scalar.value)] : Character(scalar)
    }

    private mutating func put(
        _ character: Character, _ width: Int, _ x: Int, _ y: Int, _ style: Style
    ) {
        let index = y * columns + x
        // Half of a wide character left standing would shift the row.
        if cells[index].width == 0, x > 0 { cells[index - 1] = .blank }
        if x + width < columns, cells[index + width].width == 0 { cells[index + width] = .blank }
        cells[index] = Cell(character: character, style: style, width: UInt8(width))
        if width == 2 { cells[index + 1] = Cell(character: " ", style: style, width: 0) }
    }

    package mutating func fill(_ area: Rect, _ character: Character = " ", _ style: Style = .text) {
        let left = max(0, area.x)
        let right = min(columns, area.right)
        guard left < right else { return }
        links.removeAll { $0.area.intersects(area) }
        for y in max(0, area.y)..<max(max(0, area.y), min(rows, area.bottom)) {
            for x in left..<right { put(character, 1, x, y, style) }
        }
    }

    /// Changes the style of what is there already.
    package mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        for y in max(0, area.y)..<max(max(0, area.y), min(rows, area.bottom)) {
            for x in max(0, area.x)..<max(max(0, area.x), min(columns, area.right)) {
                change(&cells[y * columns + x].style)
            }
        }
    }

    package mutating func replace(_ change: (Character) -> Character) {
        for index in cells.indices { cells[index].character = change(cells[index].character) }
    }

    /// Marks cells of one row as a link.
    package mutating func link(_ area: Rect, to url: String) {
        guard area.width > 0, self.area.contains(area.x, area.y) else { return }
        let width = min(area.width, columns - area.x)
        links.append(Link(area: Rect(x: area.x, y: area.y, width: width, height: 1), url: url))
    }

    package mutating func target(_ area: Rect, _ action: Action) {
        targets.append((area, action))
    }

    package func action(at column: Int, _ row: Int) -> Action? {
        targets.last { $0.area.contains(column, row) }?.action
    }

    /// The text of every row, without spaces at the end.
    package var text: String {
        (0..<rows).map { row in
            var line = ""
            for column in 0..<columns where self[column, row].width > 0 {
                line.append(self[column, row].character)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
