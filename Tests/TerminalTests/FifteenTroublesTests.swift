import Foundation
import TestSupport
import Testing

/// What goes wrong on a day, each from the moment it is seen to the moment it is answered, on the
/// console in a terminal, by a wedding of its own.
@Suite("Fifteen troubles", .serialized)
struct FifteenTroublesTests {
    struct Trouble: Sendable, CustomStringConvertible {
        let number: Int
        let at: String
        /// What is on the screen before the first key.
        let seen: String
        /// As they are pressed, one word each.
        let keys: String
        /// What is on the screen when it is answered.
        let answered: String
        /// Whether the photographer and the music do not come.
        let isShort: Bool
        /// What is not on the screen any more.
        let gone: String?
        /// Keys of another trouble that comes first.
        let before: String

        init(
            _ number: Int, at: String, seen: String, keys: String, answered: String,
            isShort: Bool = false, gone: String? = nil, before: String = ""
        ) {
            (self.number, self.at, self.seen) = (number, at, seen)
            (self.keys, self.answered) = (keys, answered)
            (self.isShort, self.gone, self.before) = (isShort, gone, before)
        }

        var presses: [String] { keys.split(separator: " ").map(String.init) }
        var description: String { "\(number)" }
    }

    static let troubles = [
        Trouble(
            1, at: "13:18", seen: "Ceremony at risk: +", keys: ": c u Enter Enter",
            answered: "Cut: their people are told"),
        Trouble(
            2, at: "12:50", seen: "Dex Moon", keys: "t 2 0 Enter",
            answered: "Dex Moon expected at 13:10", isShort: true),
        Trouble(
            3, at: "13:31", seen: "✕ Pia Lund", keys: "b Enter", answered: "Pete takes over 1 item",
            isShort: true),
        Trouble(
            4, at: "12:40", seen: "CEREMONY", keys: ": p l Enter Enter",
            answered: "Plan B: "),
        Trouble(
            5, at: "14:06", seen: "late", keys: "2 d Enter Enter", answered: "moved by 10 min"),
        Trouble(
            6, at: "14:45", seen: "◇ Bo Marsh", keys: ": f o r Enter f",
            answered: "Asked Bo to come"),
        Trouble(
            7, at: "13:31", seen: "Rings", keys: "/ b o Enter x Enter",
            answered: "Bo has the Rings"),
        Trouble(
            8, at: "13:55", seen: "CEREMONY", keys: "d Z o e Enter : c a t Enter Enter",
            answered: "The kitchen is told"),
        Trouble(
            9, at: "11:00", seen: "NEXT", keys: "2 j j d Enter Enter",
            answered: "1 item moved by 10 min", gone: "DJ load-in ≠"),
        Trouble(
            10, at: "13:52", seen: "CEREMONY", keys: "d c o a Enter",
            answered: "Everyone of the coach, 6 here. 6 of 11"),
        Trouble(
            11, at: "13:56", seen: "CEREMONY", keys: "2 s Enter Space",
            answered: "▶ Ceremony"),
        Trouble(
            12, at: "12:00", seen: "NOW", keys: ": t a s Enter H e m Enter",
            answered: "New task: Hem. You own it"),
        Trouble(
            13, at: "15:01", seen: "Board", keys: "! Enter Enter u n c l e Enter",
            answered: "uncle"),
        Trouble(
            14, at: "15:01", seen: "Board", keys: "! 6 Enter Enter d a r k Enter",
            answered: "dark"),
        Trouble(
            15, at: "12:40", seen: "CEREMONY", keys: "/ b o Enter y",
            answered: "Bo Marsh confirmed v2", before: ": p l Enter Enter"),
    ]

    private static let folder = Sample.root + "Tests/TerminalTests/Fixtures/quay/"

    @Test("each is answered with the keys that the console page names", arguments: troubles)
    func answered(trouble: Trouble) throws {
        let terminal = try Terminal(columns: 100, rows: 30)
        try terminal.run(
            "\(Terminal.program) demo --speed 1 --wedding \(Self.folder)wedding.toml "
                + "--day \(Self.folder)\(trouble.isShort ? "late" : "day").csv --at \(trouble.at)")
        try terminal.wait(trouble.seen)
        for key in trouble.before.split(separator: " ") { try terminal.keys(String(key)) }
        for key in trouble.presses { try terminal.keys(key) }
        try terminal.wait(trouble.answered)
        if let gone = trouble.gone { try terminal.wait(gone, isThere: false) }
    }

    @Test("none takes more than twelve keys, and half of them five at most")
    func counts() {
        let counts = Self.troubles.map(\.presses.count).sorted()
        #expect(counts.count == 15 && counts.last! <= 12)
        #expect(counts[counts.count / 2] <= 5, "\(counts)")
    }

    @Test("the console page names the same keys")
    func page() throws {
        let page = try String(contentsOfFile: Sample.root + "docs/console.md", encoding: .utf8)
        for trouble in Self.troubles {
            let row = page.split(separator: "\n").first { $0.hasPrefix("| \(trouble.number) |") }
            let end = "| `\(trouble.keys)` | \(trouble.presses.count) |"
            #expect(row?.hasSuffix(end) == true, "\(trouble.number): \(row ?? "no row") \(end)")
        }
    }
}
