/// Holds a text against the grammar of CSV, before the parser sees it, which does not say where.
struct CSVCheck {
    struct Problem: Error, Equatable {
        let line: Int
        let words: String
    }

    /// What separates the fields, by the header: spreadsheets of half of Europe write semicolons.
    static func delimiter(of text: String) -> Character {
        let header = text.prefix { $0 != "\n" }
        return [",", ";", "\t"].max { a, b in
            header.count { $0 == a } < header.count { $0 == b }
        } ?? ","
    }

    /// - Parameter text: Lines that end with a line feed.
    static func check(_ text: String, delimiter: Character) throws(Problem) {
        let separator = delimiter.asciiValue ?? UInt8(ascii: ",")
        let (quote, end) = (UInt8(ascii: "\""), UInt8(ascii: "\n"))
        var (line, opened) = (1, 0)
        var place = Place.fieldStart
        for byte in text.utf8 {
            switch (place, byte) {
            case (.fieldStart, quote): (place, opened) = (.quoted, line)
            case (.fieldStart, separator), (.fieldStart, end): break
            case (.plain, separator), (.plain, end), (.closed, separator), (.closed, end):
                place = .fieldStart
            case (.fieldStart, _): place = .plain
            case (.plain, quote):
                throw Problem(
                    line: line,
                    words: "a quote is inside a field. Put the field in quotes, and double "
                        + "the quote in it: \"6\"\" nails\".")
            case (.plain, _): break
            case (.quoted, quote): place = .closed
            case (.quoted, _): break
            case (.closed, quote): place = .quoted
            case (.closed, _):
                throw Problem(
                    line: line,
                    words: "text follows a field's closing quote. Double quotes inside a field.")
            }
            if byte == end { line += 1 }
        }
        guard place != .quoted else {
            throw Problem(line: opened, words: "a quote opens here and is never closed.")
        }
    }

    private enum Place { case fieldStart, plain, quoted, closed }
}
