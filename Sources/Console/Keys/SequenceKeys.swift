/// What the sequences mean that most terminals share: xterm's, rxvt's, the Linux console's, and
/// those of newer keyboards' protocols.
enum SequenceKeys {
    enum Meaning: Equatable {
        case key(Key)
        /// A letter or Enter that came as a sequence, which is not what a person types.
        case halfKey(Key)
        case pasteBegin
        case focus(Bool)
        case mouse([Int], isPress: Bool)
    }

    /// - Parameter bytes: A whole sequence that begins with `Esc [`, `Esc O` or `Esc N`.
    static func meaning(_ bytes: [UInt8]) -> Meaning? {
        let final = Character(Unicode.Scalar(bytes.last ?? 0))
        let inner = bytes.dropFirst(2).dropLast()
        if bytes[1] == UInt8(ascii: "O") {
            return inner.allSatisfy(\.isParameter) ? letters[final].map { .key($0) } : nil
        }
        guard bytes[1] == UInt8(ascii: "[") else { return nil }
        if inner.first == UInt8(ascii: "<"), final == "M" || final == "m" {
            return numbers(inner.dropFirst()).map { .mouse($0, isPress: final == "M") }
        }
        // The Linux console's first five function keys.
        if inner.elementsEqual("[".utf8) {
            return "ABCDE".firstIndex(of: final).map {
                .key(.function("ABCDE".distance(from: "ABCDE".startIndex, to: $0) + 1))
            }
        }
        if inner.isEmpty, final == "I" || final == "O" { return .focus(final == "I") }
        // Of `a:b` only a counts; a key that is let go is none.
        guard let groups = groups(inner) else { return nil }
        if groups.count > 1, groups[1].count > 1, groups[1][1] == 3 { return nil }
        let numbers = groups.map { $0.first ?? 0 }
        switch final {
        case "~": return tilde(numbers)
        case "^", "$", "@": return numbers.count == 1 ? number(numbers[0]) : nil
        case "u": return coded(numbers.first ?? 0, modifiers: numbers.dropFirst().first ?? 1)
        // With numbers it is the place of a cursor that somebody asked for.
        case "R" where !inner.isEmpty: return nil
        default: return letters[final].map { .key($0) }
        }
    }

    private static let letters: [Character: Key] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab,
        "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
        "a": .up, "b": .down, "c": .right, "d": .left,
    ]

    private static func tilde(_ numbers: [Int]) -> Meaning? {
        switch numbers.first {
        case 200: .pasteBegin
        // xterm's modifyOtherKeys: 27, modifiers, code.
        case 27 where numbers.count == 3: coded(numbers[2], modifiers: numbers[1])
        case let value?: number(value)
        case nil: nil
        }
    }

    private static func number(_ value: Int) -> Meaning? {
        switch value {
        case 1, 7: .key(.home)
        case 3: .key(.delete)
        case 4, 8: .key(.end)
        case 5: .key(.pageUp)
        case 6: .key(.pageDown)
        case 11...15: .key(.function(value - 10))
        case 17...21: .key(.function(value - 11))
        case 23...26: .key(.function(value - 12))
        case 28, 29: .key(.function(value - 13))
        case 31...34: .key(.function(value - 14))
        default: nil
        }
    }

    /// A key by the letter on it: `13` is Enter. With Alt or a key like it, it is nothing here.
    private static func coded(_ code: Int, modifiers: Int) -> Meaning? {
        // One more than a set of bits: Shift 1, Alt 2, Ctrl 4, others; the locks do not count.
        let held = (modifiers - 1) & 0b111111
        switch (code, held) {
        case (9, 0): return .key(.tab)
        case (9, 1): return .key(.backTab)
        case (27, 0): return .key(.escape)
        case (127, 0), (8, 0): return .key(.backspace)
        case (13, 0), (57_414, 0): return .halfKey(.enter)
        case (0x61...0x7A, 4):
            return .halfKey(.ctrl(Character(Unicode.Scalar(UInt8(code)))))
        case (0x20...0x7E, 0), (0xA0...0x2FFF, 0), (0x21...0x60, 1), (0x7B...0x7E, 1):
            return Unicode.Scalar(UInt32(code)).map { .halfKey(.char(Character($0))) }
        default: return nil
        }
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
        groups(bytes)?.map { $0.first ?? 0 }
    }

    /// `1;5:3` as [[1], [5, 3]]; nil when anything else stands there.
    private static func groups(_ bytes: ArraySlice<UInt8>) -> [[Int]]? {
        guard bytes.allSatisfy({ $0.isParameter }), bytes.count <= 32 else { return nil }
        return bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            $0.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
                Int(String(decoding: $0, as: UTF8.self)) ?? 0
            }
        }
    }
}

extension UInt8 {
    /// A digit, colon or semicolon.
    fileprivate var isParameter: Bool { (0x30...0x3B).contains(self) }
}
