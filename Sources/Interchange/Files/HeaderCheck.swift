/// Finds a table header without a name, which the TOML parser would answer by ending the process
/// instead of with an error.
///
/// Walks the text as far as needed to know where a statement begins: over comments, strings and
/// values of several lines. What is malformed otherwise is left to the parser.
struct HeaderCheck {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// - Returns: line and column of the first such header, from 1.
    static func firstNameless(_ text: String) -> (line: Int, column: Int)? {
        var check = HeaderCheck(bytes: Array(text.utf8))
        return check.run()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() -> (line: Int, column: Int)? {
        while index < bytes.count {
            skipBlanks()
            if peek() == UInt8(ascii: "[") {
                let column = index - lineStart + 1
                if isNameless() { return (line, column) }
                skipLine()
            } else {
                skipStatement()
            }
        }
        return nil
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < bytes.count ? bytes[index + ahead] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { index += 1 }
    }

    private mutating func newline() {
        index += 1
        line += 1
        lineStart = index
    }

    private mutating func skipLine() {
        while let byte = peek(), byte != 0x0A { index += 1 }
        if peek() != nil { newline() }
    }

    private mutating func isNameless() -> Bool {
        index += 1
        skipBlanks()
        if peek() == UInt8(ascii: "[") {
            index += 1
            skipBlanks()
        }
        guard let byte = peek() else { return false }
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "]"):
            return false
        default: return true
        }
    }

    /// To the end of a key and its value, which may go over several lines.
    private mutating func skipStatement() {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case 0x0A:
                newline()
                if depth <= 0 { return }
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                index += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                index += 1
            default: index += 1
            }
        }
    }

    private mutating func skipComment() {
        while let byte = peek(), byte != 0x0A { index += 1 }
    }

    private mutating func skipString(_ quote: UInt8) {
        let isLong = peek(1) == quote && peek(2) == quote
        index += isLong ? 3 : 1
        while let byte = peek() {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                index += 1
                if peek() == 0x0A { newline() } else { index += 1 }
            } else if byte == 0x0A {
                // A short string that is not closed: the parser says so.
                guard isLong else { return }
                newline()
            } else if byte == quote, !isLong || (peek(1) == quote && peek(2) == quote) {
                index += isLong ? 3 : 1
                return
            } else {
                index += 1
            }
        }
    }
}
