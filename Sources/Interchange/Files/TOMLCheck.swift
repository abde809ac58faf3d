/// Holds a text against the grammar of TOML, before the parser sees it: what is malformed ends the
/// process there, in an assertion, instead of with an error.
///
/// What is well formed and means nothing (a key that stands twice) is left to the parser.
package struct TOMLCheck {
    package struct Problem: Error, Equatable {
        package let line: Int
        package let column: Int
        package let words: String
    }

    enum Bounds {
        static let keyBytes = 200
        static let keyParts = 16
        static let depth = 16
        static let valueBytes = 60
        static let mendsMax = 100
    }

    var bytes: [UInt8]
    var index = 0
    var line = 1
    var lineStart = 0
    /// Where the value of the line's key begins.
    var valueStart: (line: Int, index: Int)?

    package static func check(_ text: String) throws(Problem) {
        var check = TOMLCheck(bytes: Array(text.utf8))
        try check.run()
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() throws(Problem) {
        if index == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (index, lineStart) = (3, 3) }
        while index < bytes.count {
            skipBlanks()
            valueStart = nil
            switch peek() {
            case nil, 0x0A, 0x0D, UInt8(ascii: "#"): break
            case UInt8(ascii: "["): try header()
            default: try pair(depth: 0)
            }
            try endOfLine()
        }
    }

    func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < bytes.count ? bytes[index + ahead] : nil
    }

    private func problem(_ words: String, at place: Int? = nil) -> Problem {
        Problem(line: line, column: (place ?? index) - lineStart + 1, words: words)
    }

    private mutating func skip(_ byte: Character) -> Bool {
        guard peek() == byte.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { index += 1 }
    }

    private mutating func newline() {
        index += 1
        line += 1
        lineStart = index
    }

    /// A comment, if there is one, and the end of the line or of the text.
    private mutating func endOfLine() throws(Problem) {
        skipBlanks()
        if peek() == UInt8(ascii: "#") {
            while let byte = peek(), byte != 0x0A, !(byte == 0x0D && peek(1) == 0x0A) {
                try refuseControl(byte, in: "a comment")
                index += 1
            }
        }
        if peek() == 0x0D, peek(1) == 0x0A { index += 1 }
        if peek() == 0x0A { return newline() }
        guard peek() == nil else { throw problem("nothing may follow a value or a header here.") }
    }

    private func refuseControl(_ byte: UInt8, in place: String) throws(Problem) {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
            throw problem("\(place) cannot hold a control character.")
        }
    }

    private mutating func header() throws(Problem) {
        let start = index
        index += 1
        let isList = skip("[")
        skipBlanks()
        guard let byte = peek(),
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                || Self.isBare(byte)
        else {
            throw problem("a table header needs a name, like [wedding] or [[zone]].", at: start)
        }
        try key()
        guard skip("]"), !isList || skip("]") else {
            throw problem("a table header must end with \(isList ? "]]" : "]").")
        }
    }

    private mutating func pair(depth: Int) throws(Problem) {
        try key()
        guard skip("=") else { throw problem("a key must be followed by = and a value.") }
        skipBlanks()
        if depth == 0 { valueStart = (line, index) }
        try value(depth: depth)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Parts with dots between, and the blanks after them.
    private mutating func key() throws(Problem) {
        let start = index
        var parts = 0
        repeat {
            skipBlanks()
            let partStart = index
            if let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                try shortString(quote)
            } else {
                while let byte = peek(), Self.isBare(byte) { index += 1 }
            }
            guard index > partStart else { throw problem("a key is missing here.") }
            parts += 1
            skipBlanks()
        } while skip(".")
        guard parts <= Bounds.keyParts, index - start <= Bounds.keyBytes else {
            throw problem(
                "a key can have at most \(Bounds.keyParts) parts and \(Bounds.keyBytes) bytes.",
                at: start)
        }
    }

    private mutating func value(depth: Int) throws(Problem) {
        guard depth < Bounds.depth else {
            throw problem("lists and tables can nest at most \(Bounds.depth) deep.")
        }
        switch peek() {
        case UInt8(ascii: "["): try list(depth: depth)
        case UInt8(ascii: "{"): try inlineTable(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try string(peek()!)
        default: try word()
        }
    }

    private mutating func list(depth: Int) throws(Problem) {
        index += 1
        while true {
            try skipLines()
            if skip("]") { return }
            try value(depth: depth + 1)
            try skipLines()
            if skip("]") { return }
            guard skip(",") else { throw problem("expected a comma or ] in this list.") }
        }
    }

    /// Blanks, comments and ends of lines.
    private mutating func skipLines() throws(Problem) {
        skipBlanks()
        while let byte = peek(), byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: "#") {
            try endOfLine()
            skipBlanks()
        }
    }

    private mutating func inlineTable(depth: Int) throws(Problem) {
        index += 1
        skipBlanks()
        if skip("}") { return }
        repeat { try pair(depth: depth + 1); skipBlanks() } while skip(",")
        guard skip("}") else {
            throw problem("expected a comma or } in this inline table.")
        }
    }

    /// A number, a date, true or false.
    private mutating func word() throws(Problem) {
        let start = index
        skipWord()
        // A date and a time may have a blank between them.
        if index - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek() == 0x20,
            let next = peek(1), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
        {
            index += 1
            skipWord()
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        guard word.utf8.count <= Bounds.valueBytes, TOMLWord.isOne(word) else {
            throw problem(
                word.isEmpty
                    ? "a value is missing here."
                    : "\(word.prefix(40)) is not a value. Put text in quotation marks.",
                at: start)
        }
    }

    private mutating func skipWord() {
        while let byte = peek(),
            Self.isBare(byte) || [":", ".", "+"].contains(Character(UnicodeScalar(byte)))
        {
            index += 1
        }
    }

    private mutating func string(_ quote: UInt8) throws(Problem) {
        guard peek(1) == quote, peek(2) == quote else { return try shortString(quote) }
        let start = (line, index - lineStart + 1)
        index += 3
        while let byte = peek() {
            if byte == quote, peek(1) == quote, peek(2) == quote {
                index += 3
                // One or two more of them are text.
                if peek() == quote { index += 1 }
                if peek() == quote { index += 1 }
                return
            }
            switch byte {
            case 0x0A: newline()
            case 0x0D where peek(1) == 0x0A: index += 1
            case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""): try escape(isLong: true)
            default:
                try refuseControl(byte, in: "a text")
                index += 1
            }
        }
        throw Problem(line: start.0, column: start.1, words: "this text has no closing quotes.")
    }

    private mutating func shortString(_ quote: UInt8) throws(Problem) {
        let start = index
        index += 1
        while let byte = peek(), byte != 0x0A {
            index += 1
            if byte == quote { return }
            index -= 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(isLong: false)
            } else {
                try refuseControl(byte, in: "a text")
                index += 1
            }
        }
        throw problem("this text has no closing quote on its line.", at: start)
    }

    private mutating func escape(isLong: Bool) throws(Problem) {
        let start = index
        index += 1
        let byte = peek()
        index += 1
        switch byte.map({ Character(UnicodeScalar($0)) }) {
        case "b", "t", "n", "f", "r", "\"", "\\": return
        case "u": return try scalar(digits: 4, from: start)
        case "U": return try scalar(digits: 8, from: start)
        case " ", "\t", "\r", "\n":
            // A line that goes on: blanks, then its end.
            index -= 1
            skipBlanks()
            if peek() == 0x0D { index += 1 }
            if isLong, peek() == 0x0A { return newline() }
        default: break
        }
        throw problem("after \\ must come one of b t n f r \" \\ u U.", at: start)
    }

    private mutating func scalar(digits: Int, from start: Int) throws(Problem) {
        let end = min(index + digits, bytes.count)
        let word = String(decoding: bytes[index..<end], as: UTF8.self)
        guard word.utf8.count == digits, word.allSatisfy(\.isHexDigit),
            let value = UInt32(word, radix: 16), Unicode.Scalar(value) != nil
        else { throw problem("this is not the code of a Unicode character.", at: start) }
        index = end
    }
}
