extension TOMLCheck {
    /// A text that the parser takes, and what was wrong with it before.
    struct Mended {
        let text: String
        let problems: [Problem]
        /// Whether the last of the problems leaves open how the text goes on.
        let isCut: Bool
    }

    /// Everything that is wrong with values in their lines, so that one of them does not hide what
    /// else is wrong; each is read as the text that was probably meant.
    static func mended(_ text: String) -> Mended {
        var check = TOMLCheck(bytes: Array(text.utf8))
        var problems: [Problem] = []
        var isCut = false
        while !isCut {
            do {
                try check.run()
                break
            } catch {
                problems.append(error)
                isCut = problems.count > Bounds.mendsMax || !check.mendValue(error)
            }
        }
        return Mended(
            text: String(decoding: check.bytes, as: UTF8.self), problems: problems, isCut: isCut)
    }

    /// Puts what stands behind a key of this line in quotes, or an empty list in its place.
    ///
    /// - Returns: false when the value is not all in the line in which it goes wrong.
    private mutating func mendValue(_ problem: Problem) -> Bool {
        guard let start = valueStart, start.line == problem.line, start.line == line else {
            return false
        }
        let rest = bytes[start.index...].prefix { $0 != 0x0A }
        let value = String(decoding: rest, as: UTF8.self)
        let words = value.prefix { $0 != "#" }.trimmedSpaces.filter {
            !"\"\\".contains($0) && $0 >= " " && $0 != "\u{7F}"
        }
        let fresh = value.hasPrefix("[") ? "[]" : value.hasPrefix("{") ? "{}" : "\"\(words)\""
        bytes.replaceSubrange(rest.indices, with: Array(fresh.utf8))
        index = start.index
        skipToLineEnd()
        return true
    }

    private mutating func skipToLineEnd() {
        while let byte = peek(), byte != 0x0A { index += 1 }
    }
}
