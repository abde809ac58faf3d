/// What a cell looks like, as a role of the theme with emphasis. The theme gives it colours.
public struct Style: Hashable, Sendable {
    public var role: ThemeRole
    public var isBold = false
    public var isReverse = false
    public var isUnderlined = false

    public init(_ role: ThemeRole) { self.role = role }

    public static let text = Style(.text)
    public static let muted = Style(.muted)

    public var bold: Style {
        var style = self
        style.isBold = true
        return style
    }

    public var reverse: Style {
        var style = self
        style.isReverse = true
        return style
    }
}

extension Style {
    /// `Style.of(.late)`: shorter where many stand in a row.
    public static func of(_ role: ThemeRole) -> Style { Style(role) }
}

public struct Cell: Hashable, Sendable {
    public var character: Character
    public var style: Style
    /// 1 or 2; 0 is the right half of a wide character.
    public var width: UInt8

    public static let blank = Cell(character: " ", style: .text, width: 1)
}

/// A rectangle of cells.
public struct Rect: Sendable, Hashable {
    public var x, y, width, height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y) = (x, y)
        (self.width, self.height) = (max(0, width), max(0, height))
    }

    public var right: Int { x + width }
    public var bottom: Int { y + height }

    /// Without the border.
    public var inside: Rect { Rect(x: x + 1, y: y + 1, width: width - 2, height: height - 2) }

    public func inset(_ columns: Int, _ rows: Int) -> Rect {
        Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }

    public func contains(_ column: Int, _ row: Int) -> Bool {
        column >= x && column < right && row >= y && row < bottom
    }

    func intersects(_ other: Rect) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    public func row(_ offset: Int, height: Int = 1) -> Rect {
        Rect(x: x, y: y + offset, width: width, height: min(height, self.height - offset))
    }

    /// The first `columns`, and what is left.
    public func split(left columns: Int) -> (Rect, Rect) {
        let columns = min(columns, width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// The first `rows`, and what is left.
    public func split(top rows: Int) -> (Rect, Rect) {
        let rows = min(rows, height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }
}

/// Some cells of one row, and where they lead.
public struct Link: Sendable, Hashable {
    public let area: Rect
    public let url: String
}

/// Walls of the pane that has the focus: some themes make them thick.
public enum FocusWalls: String, Sendable, CaseIterable {
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
public struct Frame: Sendable, Equatable {
    public let columns: Int
    public let rows: Int
    public private(set) var cells: [Cell]
    /// Follows the focus, so that screen readers and braille lines read the right place.
    public var cursor: (column: Int, row: Int) = (0, 0)
    /// Whether the cursor is shown although no text is being typed.
    public var showsCursor = false
    /// How walls of what has the focus look.
    public var focusWalls = FocusWalls.plain
    /// For the terminal's title bar.
    public var title = ""
    /// Text that leads somewhere outside, for terminals that know links.
    public private(set) var links: [Link] = []
    /// What a click at a place does; the last one that contains it wins.
    public private(set) var targets: [(area: Rect, action: Action)] = []

    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = Array(repeating: .blank, count: self.columns * self.rows)
    }

    public var area: Rect { Rect(x: 0, y: 0, width: columns, height: rows) }

    public subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

    public static func == (a: Frame, b: Frame) -> Bool {
        a.columns == b.columns && a.cells == b.cells && a.cursor == b.cursor && a.title == b.title
            && a.showsCursor == b.showsCursor && a.links == b.links
    }

    /// Writes text from a place on, cut at `limit` columns and at the frame's edge.
    ///
    /// - Returns: the column after it.
    @discardableResult
    public mutating func write(
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

    public mutating func fill(_ area: Rect, _ character: Character = " ", _ style: Style = .text) {
        let left = max(0, area.x)
        let right = min(columns, area.right)
        guard left < right else { return }
        links.removeAll { $0.area.intersects(area) }
        for y in max(0, area.y)..<max(max(0, area.y), min(rows, area.bottom)) {
            for x in left..<right { put(character, 1, x, y, style) }
        }
    }

    /// Changes the style of what is there already.
    public mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        for y in max(0, area.y)..<max(max(0, area.y), min(rows, area.bottom)) {
            for x in max(0, area.x)..<max(max(0, area.x), min(columns, area.right)) {
                change(&cells[y * columns + x].style)
            }
        }
    }

    public mutating func replace(_ change: (Character) -> Character) {
        for index in cells.indices { cells[index].character = change(cells[index].character) }
    }

    /// Marks cells of one row as a link.
    public mutating func link(_ area: Rect, to url: String) {
        guard area.width > 0, self.area.contains(area.x, area.y) else { return }
        let width = min(area.width, columns - area.x)
        links.append(Link(area: Rect(x: area.x, y: area.y, width: width, height: 1), url: url))
    }

    public mutating func target(_ area: Rect, _ action: Action) {
        targets.append((area, action))
    }

    public func action(at column: Int, _ row: Int) -> Action? {
        targets.last { $0.area.contains(column, row) }?.action
    }

    /// The text of every row, without spaces at the end.
    public var text: String {
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
