/// Walks over JSON text without building a tree: finds where values begin and end, strictly by
/// RFC 8259, so that a payload can be forwarded as it came and still be whole.
///
/// The text must be valid UTF-8 already. Nesting is bounded.
struct JSONScanner {
    struct Malformed: Error {}

    static let depthMax = 64

    private let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    private let end: Int

    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>? = nil) {
        self.bytes = bytes
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    private var next: UInt8? { position < end ? bytes[position] : nil }

    static let spaces: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]

    mutating func skipSpaces() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    mutating func expect(_ character: Character) throws {
        skipSpaces()
        guard next == character.asciiValue else { throw Malformed() }
        position += 1
    }

    mutating func skipIf(_ character: Character) -> Bool {
        skipSpaces()
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func finish() throws {
        skipSpaces()
        guard position == end else { throw Malformed() }
    }

    /// The span of the next value, which is checked.
    mutating func value(depth: Int = 0) throws -> Range<Int> {
        skipSpaces()
        let start = position
        switch next {
        case UInt8(ascii: "{"): try skipObject(depth)
        case UInt8(ascii: "["): try skipArray(depth)
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"): try skipWord("true")
        case UInt8(ascii: "f"): try skipWord("false")
        case UInt8(ascii: "n"): try skipWord("null")
        default: try skipNumber()
        }
        return start..<position
    }

    /// Calls `each` with every key and the span of its value.
    mutating func object(_ each: (String, Range<Int>) throws -> Void) throws {
        try expect("{")
        if skipIf("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try each(key, try value(depth: 1))
        } while skipIf(",")
        try expect("}")
    }

    mutating func string() throws -> String {
        skipSpaces()
        let start = position
        try skipString()
        return try Self.unescaped(bytes, start + 1..<position - 1)
    }

    /// A string or null.
    mutating func optionalString() throws -> String? {
        skipSpaces()
        if next == UInt8(ascii: "n") {
            try skipWord("null")
            return nil
        }
        return try string()
    }

    private mutating func skipObject(_ depth: Int) throws {
        guard depth < Self.depthMax else { throw Malformed() }
        position += 1
        if skipIf("}") { return }
        repeat {
            skipSpaces()
            try skipString()
            try expect(":")
            _ = try value(depth: depth + 1)
        } while skipIf(",")
        try expect("}")
    }

    private mutating func skipArray(_ depth: Int) throws {
        guard depth < Self.depthMax else { throw Malformed() }
        position += 1
        if skipIf("]") { return }
        repeat { _ = try value(depth: depth + 1) } while skipIf(",")
        try expect("]")
    }

    private mutating func skipString() throws {
        guard next == UInt8(ascii: "\"") else { throw Malformed() }
        position += 1
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try skipEscape()
            case 0..<0x20: throw Malformed()
            default: break
            }
        }
        throw Malformed()
    }

    private mutating func skipEscape() throws {
        guard let kind = next else { throw Malformed() }
        position += 1
        guard kind == UInt8(ascii: "u") else {
            guard Self.escapes[kind] != nil else { throw Malformed() }
            return
        }
        guard position + 4 <= end else { throw Malformed() }
        for _ in 0..<4 {
            guard Character(UnicodeScalar(bytes[position])).isHexDigit else { throw Malformed() }
            position += 1
        }
    }

    private mutating func skipWord(_ word: StaticString) throws {
        guard position + word.utf8CodeUnitCount <= end else { throw Malformed() }
        for index in 0..<word.utf8CodeUnitCount
        where bytes[position + index] != word.utf8Start[index] {
            throw Malformed()
        }
        position += word.utf8CodeUnitCount
    }

    /// Bytes of a number. No number of ours is longer, and decoders have been seen to end the
    /// process on longer ones.
    static let numberBytesMax = 32

    private mutating func skipNumber() throws {
        let start = position
        try skipDigitsOfNumber()
        guard position - start <= Self.numberBytesMax else { throw Malformed() }
    }

    private mutating func skipDigitsOfNumber() throws {
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
        if next == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw Malformed() }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private static func unescaped(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws -> String {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
        var units: [UInt16] = []
        var result = ""
        var plain: [UInt8] = []
        func flush() {
            result += String(decoding: units, as: UTF16.self)
            result += String(decoding: plain, as: UTF8.self)
            (units, plain) = ([], [])
        }
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                if !units.isEmpty { flush() }
                plain.append(raw[index])
                index += 1
                continue
            }
            let kind = raw[index + 1]
            if let byte = escapes[kind] {
                if !units.isEmpty { flush() }
                plain.append(byte)
                index += 2
            } else {
                if !plain.isEmpty { flush() }
                let digits = String(decoding: raw[index + 2..<index + 6], as: UTF8.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                index += 6
            }
        }
        flush()
        return result
    }
}
