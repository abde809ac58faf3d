/// How much the terminal can draw. Screens are composed in full; a lesser set replaces what it
/// cannot show, cell by cell, so that the layout never changes.
package enum GlyphSet: String, Sendable, CaseIterable, Comparable {
    case unicode, blocks, ascii

    /// The greater set draws less.
    package static func < (a: Self, b: Self) -> Bool {
        allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }

    package func apply(to frame: inout Frame) {
        switch self {
        case .unicode: return
        case .blocks: frame.replace(Self.block)
        case .ascii: frame.replace(Self.plain)
        }
    }

    private static func block(_ character: Character) -> Character {
        if let known = blockTable[character] { return known }
        guard let scalar = character.unicodeScalars.first,
            (0x2801...0x28FF).contains(scalar.value)
        else { return character }
        return "▪"
    }

    private static let blockTable: [Character: Character] = [
        "╭": "┌", "╮": "┐", "╰": "└", "╯": "┘", "┄": "-", "┊": "¦", "◐": "◌", "✓": "√", "✕": "x",
        "▎": "▌", "▏": "▌", "▍": "▌", "▋": "█", "▊": "█", "▉": "█", "…": "~", "≠": "%",
    ]

    private static func plain(_ character: Character) -> Character {
        if character.isASCII { return character }
        if let known = asciiTable[character] { return known }
        guard let scalar = character.unicodeScalars.first else { return "?" }
        switch scalar.value {
        case 0x2801...0x28FF: return ":"
        case 0x2500...0x257F: return "+"
        case 0x2580...0x259F: return "#"
        default: break
        }
        // é is e; what has no Latin base is a question mark, one for each cell.
        let base = scalar.properties.canonicalBase
        return base ?? "?"
    }

    private static let asciiTable: [Character: Character] = [
        "╭": "+", "╮": "+", "╰": "+", "╯": "+", "─": "-", "│": "|", "┄": "-", "┊": "|",
        "━": "=", "┃": "|", "┏": "+", "┓": "+", "┗": "+", "┛": "+", "═": "=", "║": "|", "╔": "#",
        "╗": "#", "╚": "#", "╝": "#", "┬": "+", "┴": "+", "├": "+", "┤": "+", "┼": "+",
        "█": "#", "▓": "#", "▒": "%", "░": ".", "▌": ">", "▐": "<", "▀": "#", "▄": "#",
        "▁": ".", "▂": ".", "▃": ":", "▅": "|", "▆": "|", "▇": "#",
        "●": "*", "◐": "/", "○": ".", "▲": "!", "✕": "X", "◇": "-", "◆": "H", "·": ".",
        "✓": "v", "▶": ">", "◀": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "…": ".",
        "—": "-", "–": "-", "≤": "<", "≠": "%", "±": "+", "×": "x", "’": "'", "‘": "'", "“": "\"",
        "”": "\"",
        "ß": "s", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "a", "Æ": "A", "đ": "d", "ð": "d",
    ]
}

extension Unicode.Scalar.Properties {
    /// The ASCII letter under a Latin letter's marks.
    fileprivate var canonicalBase: Character? {
        guard let name, name.hasPrefix("LATIN "), let range = name.range(of: " LETTER ") else {
            return nil
        }
        guard let letter = name[range.upperBound...].first, letter.isASCII else { return nil }
        return name.contains("SMALL") ? Character(letter.lowercased()) : letter
    }
}

extension String {
    fileprivate func range(of word: String) -> Range<String.Index>? {
        ranges(of: word).first
    }
}
