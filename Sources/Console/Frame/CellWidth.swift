/// How many terminal columns a character takes, and what of it a cell can hold.
extension Character {
    /// 0, 1 or 2. Decided by grapheme, because terminals and `wcwidth` disagree about clusters.
    package var cellWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return first.value < 0x20 || first.value == 0x7F ? 0 : 1 }
        return first.isWide ? 2 : first.isZeroWidth ? 0 : 1
    }

    /// This character as one cell can show it: a base with at most four marks. A pictorial cluster
    /// (families, skin tones, flags) is shown by its base alone, whose width is sure.
    package var drawable: Character {
        let scalars = unicodeScalars
        guard let first = scalars.first, scalars.count > 1 else { return self }
        let isPictorial = scalars.contains {
            $0.value == 0x200D || $0.value == 0xFE0F || $0.properties.isEmojiModifier
                || (0x1F1E6...0x1F1FF).contains($0.value) || $0.value == 0x20E3
        }
        if isPictorial { return Character(first) }
        guard scalars.count > Self.scalarsPerCellMax else { return self }
        return Character(
            String(String.UnicodeScalarView(scalars.prefix(Self.scalarsPerCellMax))))
    }

    /// What ncurses keeps in one cell.
    private static var scalarsPerCellMax: Int { 5 }
}

extension Unicode.Scalar {
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF,
            0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            true
        default: value >= 0x231A && properties.isEmojiPresentation
        }
    }

    fileprivate var isZeroWidth: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .unassigned, .surrogate: true
        default: (0x1160...0x11FF).contains(value)
        }
    }
}

extension Unicode.Scalar {
    /// One cell by itself, joined to nothing: Latin letters, signs, lines, blocks and dots.
    fileprivate var isPlain: Bool {
        switch value {
        case 0x20...0x7E, 0xA0...0x2FF, 0x2010...0x2027, 0x2190...0x21FF, 0x2500...0x25FC,
            0x2800...0x28FF, 0x2713, 0x2715:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// Whether every scalar is a character of one cell, so that graphemes need not be found.
    var isPlain: Bool { unicodeScalars.allSatisfy(\.isPlain) }

    /// Columns this text takes on a screen. Complexity: O(length).
    package var cellWidth: Int {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return utf8.count }
        if isPlain { return unicodeScalars.count }
        return reduce(0) { $0 + $1.cellWidth }
    }

    /// This text cut to `columns`, with `…` where something was cut.
    package func fitted(_ columns: Int) -> String {
        guard cellWidth > columns else { return String(self) }
        guard columns > 0 else { return "" }
        var result = ""
        var used = 0
        for character in self {
            let width = character.cellWidth
            if used + width > columns - 1 { break }
            result.append(character)
            used += width
        }
        return result + "…"
    }

    /// Cut or filled with spaces to exactly `columns`.
    package func filled(_ columns: Int) -> String {
        let text = fitted(columns)
        return text + String(repeating: " ", count: Swift.max(0, columns - text.cellWidth))
    }

    /// Cut or filled at the front: numbers in a column.
    package func rightAligned(_ columns: Int) -> String {
        let text = fitted(columns)
        return String(repeating: " ", count: Swift.max(0, columns - text.cellWidth)) + text
    }

    /// Lines of at most `columns`, broken at spaces; a word longer than a line is cut.
    package func wrapped(_ columns: Int, maxLines: Int = .max) -> [String] {
        guard columns > 0, maxLines > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            let joined = line.isEmpty ? String(word) : line + " " + word
            if joined.cellWidth <= columns {
                line = joined
            } else {
                if !line.isEmpty { lines.append(line) }
                line = word.fitted(columns)
            }
        }
        if !line.isEmpty { lines.append(line) }
        guard lines.count > maxLines else { return lines }
        let rest = lines[(maxLines - 1)...].joined(separator: " ")
        return lines[..<(maxLines - 1)] + [rest.fitted(columns)]
    }
}
