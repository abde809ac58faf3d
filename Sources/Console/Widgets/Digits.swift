/// A 3 x 5 font for clocks that are read from across a room.
enum Digits {
    private static let font: [Character: [String]] = [
        "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
        "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
        "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
        "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
        "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
        ":": [" ", "#", " ", "#", " "], "/": ["  #", "  #", " # ", "#  ", "#  "],
        "-": ["   ", "   ", "###", "   ", "   "], " ": [" ", " ", " ", " ", " "],
    ]

    /// Five rows, a pixel two cells wide.
    static func large(_ text: String) -> [String] {
        rows(text).map { row in row.map { $0 == "#" ? "██" : "  " }.joined() }
    }

    /// Three rows of half blocks, a pixel one cell wide.
    static func small(_ text: String) -> [String] {
        let pixels = rows(text) + [String(repeating: " ", count: rows(text)[0].count)]
        return stride(from: 0, to: 6, by: 2).map { index in
            String(
                zip(pixels[index], pixels[index + 1]).map { upper, lower -> Character in
                    switch (upper == "#", lower == "#") {
                    case (true, true): "█"
                    case (true, false): "▀"
                    case (false, true): "▄"
                    case (false, false): " "
                    }
                })
        }
    }

    private static func rows(_ text: String) -> [String] {
        (0..<5).map { row in
            text.map { font[$0]?[row] ?? "" }.joined(separator: " ")
        }
    }
}

extension Frame {
    /// - Returns: the width it took.
    @discardableResult
    mutating func digits(
        _ text: String, _ column: Int, _ row: Int, large: Bool, _ style: Style = .of(.title)
    ) -> Int {
        let lines = large ? Digits.large(text) : Digits.small(text)
        for (offset, line) in lines.enumerated() { write(line, column, row + offset, style) }
        return lines[0].count
    }
}
