import CTerminal
import Testing
import Wedding

/// Cells with the pen they were written in: enough of a terminal to compare two streams.
private struct Grid: Equatable {
    struct Pen: Equatable {
        var foreground = "", background = ""
        var attributes: Set<Int> = []
    }

    struct Cell: Equatable {
        var scalar = Unicode.Scalar(32)!
        var pen = Pen()
    }

    static let columns = 40, rows = 8
    var cells = Array(repeating: Cell(), count: columns * rows)
    private var column = 0, row = 0
    private var pen = Pen()

    mutating func feed(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x1B: sequence(&rest)
            case 0x0D: column = 0
            case 0x0A: row = min(Self.rows - 1, row + 1)
            case 0x08: column = max(0, column - 1)
            default:
                cells[row * Self.columns + column] = Cell(scalar: scalar, pen: seen(scalar))
                column = min(Self.columns - 1, column + 1)
            }
        }
    }

    /// A blank shows no foreground, weight or slant.
    private func seen(_ scalar: Unicode.Scalar) -> Pen {
        guard scalar == " ", pen.attributes.isDisjoint(with: [4, 7]) else { return pen }
        return Pen(background: pen.background)
    }

    private mutating func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) {
        guard rest.popFirst() == "[" else {
            rest = rest.dropFirst()
            return
        }
        var numbers = ""
        while let scalar = rest.popFirst() {
            guard !(0x40...0x7E).contains(scalar.value) else {
                return apply(scalar, numbers)
            }
            numbers.unicodeScalars.append(scalar)
        }
    }

    private mutating func apply(_ verb: Unicode.Scalar, _ text: String) {
        let numbers = text.split(separator: ";").map { Int($0) ?? 0 }
        switch verb {
        case "H": (row, column) = ((numbers.first ?? 1) - 1, (numbers.dropFirst().first ?? 1) - 1)
        case "K": erase(through: Self.columns)
        case "X": erase(through: column + (numbers.first ?? 1))
        case "m": paint(numbers.isEmpty ? [0] : numbers)
        default: break
        }
    }

    private mutating func erase(through end: Int) {
        let blank = Cell(pen: seen(" "))
        for column in column..<max(column, min(end, Self.columns)) {
            cells[row * Self.columns + column] = blank
        }
    }

    private mutating func paint(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Pen()
            case 1...9: pen.attributes.insert(number)
            case 22: pen.attributes.subtract([1, 2])
            case 23, 24, 27: pen.attributes.remove(number - 20)
            case 39: pen.foreground = ""
            case 49: pen.background = ""
            case 38, 48:
                let parts = rest.first == 5 ? 2 : 4
                let color = rest.prefix(parts).map(String.init).joined(separator: ";")
                rest = rest.dropFirst(parts)
                if number == 38 { pen.foreground = color } else { pen.background = color }
            case 30...37, 90...97: pen.foreground = "\(number)"
            case 40...47, 100...107: pen.background = "\(number)"
            default: break
            }
        }
    }
}

// One after the other: there is one terminal, so the shim keeps one pen.
@Suite("Output to the terminal", .serialized)
struct OutputTests {
    /// As ncurses says it: both colours and all attributes, each time one of them changes.
    private func stream(_ seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        return (0..<120).map { _ in
            switch number(0...9) {
            case 0: "\u{1B}[\(number(1...8));\(number(1...40))H"
            case 1: "\u{1B}[K"
            case 2: "\u{1B}[\(number(1...12))X"
            case 3: "\u{1B}(B\u{1B}[m"
            case 4: "\u{1B}[38;5;\(number(16...255))m\u{1B}[48;5;\(number(16...255))m"
            case 5: "\u{1B}[38;2;\(number(0...255));9;9m\u{1B}[1m"
            case 6:
                "\u{1B}[\([1, 2, 3, 4, 7, 22, 23, 24, 27, 39, 49].randomElement(using: &random)!)m"
            case 7: "\u{1B}[\(number(30...37))m\u{1B}[\(number(100...107))m"
            case 8: String(repeating: " ", count: number(1...6))
            default: ["Rosa", "─│╭", "✕ Iris", "\r", "\u{8}"].randomElement(using: &random)!
            }
        }.joined()
    }

    private func shortened(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var length = 0
                let short = ct_shortened(bytes.baseAddress, bytes.count, &length)
                let raw = UnsafeRawBufferPointer(start: short, count: length)
                return String(decoding: raw, as: UTF8.self)
            }
        }
    }

    @Test("colours named once paint the same cells", arguments: 0..<300 as Range<UInt64>)
    func samePicture(seed: UInt64) {
        let long = stream(seed)
        let short = shortened(long)
        var (expected, found) = (Grid(), Grid())
        expected.feed(long)
        found.feed(short)
        #expect(expected.cells == found.cells, "seed \(seed)")
        #expect(short.utf8.count <= long.utf8.count, "seed \(seed)")
    }

    @Test("a run of one colour names it once, and only what differs is said")
    func exact() {
        let long =
            "\u{1B}[38;5;188m\u{1B}[48;5;234mA\u{1B}[m\u{1B}[1m\u{1B}[38;5;188m\u{1B}[48;5;234mB"
        #expect(shortened(long) == "\u{1B}[38;5;188;48;5;234mA\u{1B}[1mB")
    }

    @Test("what is no colour passes through unchanged")
    func passes() {
        let text = "\u{1B}[?25l\u{1B}]2;title\u{07}\u{1B}[5;6H\u{1B}[?1049h"
        #expect(shortened(text) == text)
    }
}
