import Wedding

/// Capital letters that are read from the other end of a room, as large as a wall holds.
enum Letters {
    private static let font: [Character: [String]] = [
        "A": [" # ", "# #", "###", "# #", "# #"], "B": ["## ", "# #", "## ", "# #", "## "],
        "C": [" ##", "#  ", "#  ", "#  ", " ##"], "D": ["## ", "# #", "# #", "# #", "## "],
        "E": ["###", "#  ", "## ", "#  ", "###"], "F": ["###", "#  ", "## ", "#  ", "#  "],
        "G": [" ##", "#  ", "# #", "# #", " ##"], "H": ["# #", "# #", "###", "# #", "# #"],
        "I": ["#", "#", "#", "#", "#"], "J": ["  #", "  #", "  #", "# #", " # "],
        "K": ["# #", "# #", "## ", "# #", "# #"], "L": ["#  ", "#  ", "#  ", "#  ", "###"],
        "M": ["#   #", "## ##", "# # #", "#   #", "#   #"],
        "N": ["#  #", "## #", "# ##", "#  #", "#  #"], "O": [" # ", "# #", "# #", "# #", " # "],
        "P": ["## ", "# #", "## ", "#  ", "#  "], "Q": [" # ", "# #", "# #", " # ", "  #"],
        "R": ["## ", "# #", "## ", "# #", "# #"], "S": [" ##", "#  ", " # ", "  #", "## "],
        "T": ["###", " # ", " # ", " # ", " # "], "U": ["# #", "# #", "# #", "# #", "###"],
        "V": ["# #", "# #", "# #", "# #", " # "],
        "W": ["#   #", "#   #", "# # #", "## ##", "#   #"],
        "X": ["# #", "# #", " # ", "# #", "# #"], "Y": ["# #", "# #", " # ", " # ", " # "],
        "Z": ["###", "  #", " # ", "#  ", "###"], "-": ["   ", "   ", "###", "   ", "   "],
        "'": ["#", "#", " ", " ", " "],
    ]

    /// Rows of a word, a letter of the row a pixel; nil where a letter is not known.
    fileprivate static func rows(_ word: String) -> [String]? {
        let letters = word.uppercased().compactMap { font[$0] }
        guard letters.count == word.count, !letters.isEmpty else { return nil }
        return (0..<5).map { row in letters.map { $0[row] }.joined(separator: " ") }
    }
}

extension Frame {
    /// Words one below the other, as large as the area holds.
    ///
    /// - Returns: the row after them; nil where they cannot be drawn, and nothing was.
    mutating func letters(_ text: String, _ area: Rect, _ style: Style) -> Int? {
        let words = text.split(separator: " ").map { Letters.rows(String($0)) }
        let drawn = words.compactMap { $0 }
        guard !drawn.isEmpty, drawn.count == words.count else { return nil }
        let width = drawn.map { $0[0].count }.max() ?? 1
        // A pixel is two cells wide, because cells are twice as high.
        let scale = min(area.width / (2 * width), area.height / (6 * drawn.count))
        guard scale > 0 else { return nil }
        var y = area.y
        for word in drawn {
            let x = area.x + (area.width - word[0].count * 2 * scale) / 2
            for row in word {
                for (column, pixel) in row.enumerated() where pixel == "#" {
                    fill(
                        Rect(x: x + column * 2 * scale, y: y, width: 2 * scale, height: scale),
                        "█", style)
                }
                y += scale
            }
            y += scale
        }
        return y
    }
}
