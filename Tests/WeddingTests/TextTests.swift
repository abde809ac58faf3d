import Testing
import Wedding

@Suite("Sanitised text")
struct SanitisedTests {
    static let hostile: [(String, String)] = [
        ("\u{1B}[31mRed\u{1B}[0m", "[31mRed[0m"), ("a\u{7}b\u{8}c", "abc"),
        ("one\ntwo\r\nthree\tfour", "one two three four"), ("\u{9B}2J", "2J"),
        ("\u{202E}gnp.exe", "gnp.exe"), ("zero\u{200B}width", "zerowidth"),
        ("\u{2066}isolate\u{2069}", "isolate"), ("\u{FEFF}bom", "bom"),
        ("soft\u{AD}hyphen", "softhyphen"), ("tag\u{E0041}", "tag"),
        ("\u{1B}]0;INJECTED\u{7}title", "]0;INJECTEDtitle"),
    ]

    @Test("nothing that steers a terminal survives", arguments: hostile)
    func steers(text: String, clean: String) { #expect(text.sanitised == clean) }

    @Test(
        "names of people survive as they are",
        arguments: [
            "Zoë Müller", "محمد علي", "王小明", "Siân O’Brien", "👨‍👩‍👧‍👦 Family", "Ngọc Ánh", "e\u{301}",
            "-- O'Brien; DROP",
        ])
    func people(name: String) { #expect(name.sanitised == name) }

    @Test("a flood of marks on one letter is cut to three")
    func flood() {
        let text = "e" + String(repeating: "\u{301}", count: 50)
        #expect(text.sanitised.unicodeScalars.count == 4)
    }

    @Test("sanitising twice changes nothing", arguments: 0..<300 as Range<UInt64>)
    func idempotent(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scalars = (0..<40).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
        }
        let once = String(String.UnicodeScalarView(scalars)).sanitised
        #expect(once.sanitised == once, "seed \(seed)")
        #expect(
            !once.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }

    @Test(
        "what stands in brackets goes with the space before it, an open bracket stays",
        arguments: [
            ("Iris (Orchard 14:52) is late", "Iris is late"), ("(all) here", " here"),
            ("a (b) c (d)", "a c"), ("no end (yet", "no end (yet"), ("plain", "plain"),
        ])
    func brackets(text: String, left: String) {
        #expect(text.withoutBrackets == left)
    }
}
