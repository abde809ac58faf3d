import Interchange
import TestSupport
import Testing
import Wedding

/// Whatever a file holds: an answer with a place, never the end of the process.
@Suite("Texts from outside")
struct OutsideTextTests {
    /// What ended the process once, or might.
    private static let nasty = [
        "x = [}", "x = {]", "x = 2026-01-01 1", "x = 2026-13-41T99:99:99Z",
        "x = " + String(repeating: "_", count: 116), "x = 1_", "x = 0x", "x = 1e", "x = +", "x = .",
        "x = \"\\", "x = \"\\uD800\"", "x = \"\\U00110000\"",
        String(repeating: "a.", count: 200_000) + "a = 1",
        "[" + String(repeating: "a.", count: 99)
            + "a]", "x = " + String(repeating: "[", count: 100_000),
        "x = " + String(repeating: "{a=", count: 10_000), "[=]", "[[]]", "[a]]", "a = 1 b = 2",
        "\u{0}", "x = \"\u{1}\"", "# \u{7F}", "= 1", "a", "a.", ".a = 1", "a = ", "a = #",
        "x = inf_", "x = 07:32", "x = 1979-05-27T",
        "\r", "a = 1\rb = 2", "x = 'a\nb'", "x = tru", "x = nan nan", "🎂 = 1",
    ]

    private func problem(_ text: String) -> TOMLCheck.Problem? {
        do { try TOMLCheck.check(text); return nil } catch { return error }
    }

    @Test("what ended the process once is an answer with a place")
    func nasty() {
        for text in Self.nasty { #expect(problem(text) != nil, "\(text.prefix(40))") }
        // The grammar has nothing against these.
        let odd = [
            "x = 2026-01-01 ", "x = \"\"\"x\"\"\"\"", "x = '''x''''", "\"\" = 1",
            "x = 99999999999999999999", "x = 1e999999999", "a = 1\na.b = 2",
        ]
        for text in Self.nasty + odd {
            #expect(throws: FileProblems.self) { try WeddingFile.parse(text, file: "w.toml") }
        }
    }

    @Test(
        "what is TOML passes",
        arguments: [
            "", "\u{FEFF}a = 1", "a = 1 # one\r\nb = 2",
            "[a.\"b c\".'d']\nx = [1, [2], # two\n 3,]",
            "x = {a = 1, b.c = 'd'}", "x = \"\"\"\na \\\n  b\"\"\"\"\"", "x = '''a\n'b'''",
            "x = 1979-05-27T07:32:00.5-07:00", "x = 1979-05-27 07:32:00", "x = 07:32:00",
            "x = 2000-02-29", "x = 0xDEAD_beef", "x = 6.26e-34", "x = -1_000",
            "x = \"\\u00E9\\n\"", "[[a]]\n[[a]]", "x = -inf", "\"x\" = true",
        ])
    func passes(text: String) { #expect(problem(text) == nil) }

    @Test("a mistake is told where it stands")
    func place() {
        let list = problem("a = 1\nbb = [1 2]")
        #expect(list?.line == 2 && list?.column == 9)
        #expect(list?.words == "expected a comma or ] in this list.")
        #expect(problem("a = 1\n  b = yes")?.column == 7)
        #expect(problem("a = \"\"\"x\n")?.words == "this text has no closing quotes.")
    }

    /// Pieces of the language in any order meet what no sample has.
    @Test(
        "pieces of TOML in any order are read or told about", arguments: [1, 2, 3, 4] as [UInt64])
    func spliced(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces =
            Self.nasty.filter { $0.count < 40 } + [
                "[wedding]\n", "[[zone]]\n", "id = \"z\"\n", "a", ".", "=", " ", "\n", "\"", "'",
                "\"\"\"",
                "[", "]", "{", "}", ",", "#", "1", "-", "_", "2026-01-01", "T", "07:32:00", "Z",
                "true", "\\", "\\u00", "e", "0x", "\r\n", "\t", "é", "\u{FEFF}",
            ]
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...12, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            _ = try? WeddingFile.parse(text, file: "w.toml")
        }
    }

    @Test("rows of any bytes are read or told about", arguments: [1, 2] as [UInt64])
    func rows(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "ts,rx,via,actor,kind,subject,zone,field,old,new,base_rev,priority,audience,text\n",
            ",", "\"", "\"\"", "\n", "\r\n", "\r", "é", "\u{0}", "2027-06-12T15:00:00-04:00",
            "p-ben",
            "console", "task.done", "k-01", "alert.raise", "9223372036854775808", "-", " ", ";",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...40, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            _ = try? DayFile.parse(text, file: "d.csv", for: Sample.wedding)
        }
    }
}
