import Console
import Foundation
import TestSupport
import Testing
import Wedding

@Suite("Bytes of a terminal")
struct KeyDecoderTests {
    private static let start = Timestamp.zero

    /// Pieces that come a number of milliseconds after the one before, and silence behind them.
    private func decode(
        _ pieces: [(after: Int, bytes: [UInt8])], hasMouse: Bool = false, own: OwnKeys = OwnKeys()
    ) -> [ConsoleEvent] {
        var decoder = KeyDecoder(own: own, hasMouse: hasMouse)
        var (now, events) = (Self.start, [ConsoleEvent]())
        for piece in pieces {
            now = now + .milliseconds(piece.after)
            // A loop wakes for what is due before the next bytes come.
            while let due = decoder.deadline, due < now { events += decoder.expire(at: due) }
            events += decoder.decode(piece.bytes, at: now)
        }
        while let due = decoder.deadline { events += decoder.expire(at: due) }
        return events
    }

    private func decode(_ text: String, hasMouse: Bool = false) -> [ConsoleEvent] {
        decode([(0, Array(text.utf8))], hasMouse: hasMouse)
    }

    /// `up`, `a`, `(a)` for half a key, `paste(…)`.
    private func words(_ events: [ConsoleEvent]) -> String {
        events.map { event in
            switch event {
            case .key(let key): key.label
            case .halfKey(let key): "(\(key.label))"
            case .paste(let text): "paste \(text.count)"
            case .mouse(let mouse): "\(mouse.kind) \(mouse.column),\(mouse.row)"
            case .focus(let isHere): "focus \(isHere)"
            default: "?"
            }
        }.joined(separator: " ")
    }

    @Test(
        "keys of all forms are known",
        arguments: [
            ("\u{1B}[A", "↑"), ("\u{1B}OA", "↑"), ("\u{1B}[B", "↓"), ("\u{1B}OB", "↓"),
            ("\u{1B}[C\u{1B}OC", "→ →"), ("\u{1B}[D\u{1B}OD", "← ←"), ("\u{1B}[1;5A", "↑"),
            ("\u{1B}[H\u{1B}OH\u{1B}[1~\u{1B}[7~", "Home Home Home Home"),
            ("\u{1B}[F\u{1B}OF\u{1B}[4~\u{1B}[8~", "End End End End"),
            ("\u{1B}[5~\u{1B}[6~\u{1B}[3~\u{1B}[Z", "PgUp PgDn Del Shift-Tab"),
            ("\u{1B}OP\u{1B}[11~\u{1B}[[A\u{1B}[24~", "F1 F1 F1 F12"),
            ("\u{1B}[a\u{1B}Oa\u{1B}[2$\u{1B}[7^", "↑ ↑ Home"),
            ("\r\n\t\u{7F}", "Enter Enter Tab Backspace"),
            ("é小", "é 小"), ("\u{C}", "Ctrl-L"), ("\u{1B}[I\u{1B}[O", "focus true focus false"),
        ])
    func known(bytes: String, keys: String) { #expect(words(decode(bytes)) == keys) }

    @Test(
        "what newer keyboards' protocols send is the key without its modifiers, half of one, or none",
        arguments: [
            ("\u{1B}[13;2u", ""), ("\u{1B}[27;2;13~", ""), ("\u{1B}[27;5;13~", ""),
            ("\u{1B}[13u", "(Enter)"), ("\u{1B}[97u", "(a)"), ("\u{1B}[97;3u", ""),
            ("\u{1B}[97;1:3u", ""), ("\u{1B}[27u", "Esc"), ("\u{1B}[9;2u", "Shift-Tab"),
            ("\u{1B}[27;5;114~", "(Ctrl-R)"), ("\u{1B}[1;1:3A", ""), ("\u{1B}[57414u", "(Enter)"),
        ])
    func protocols(bytes: String, keys: String) { #expect(words(decode(bytes)) == keys) }

    @Test(
        "what is not known is swallowed whole",
        arguments: [
            "\u{1B}[999~", "\u{1B}[?62;4c", "\u{1B}[12;40R", "\u{1B}[>0;276;0c", "\u{1B}[1;2;3;4z",
            "\u{1B}]11;rgb:0000/aaaa/AAAA\u{7}", "\u{1B}]52;c;QUFB\u{1B}\\",
            "\u{1B}P1$r0 q\u{1B}\\", "\u{1B}]2;Ü a A\u{7}", "\u{1B}]2;a\u{9C}",
            "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^a A\u{1B}\\",
            "\u{1B}Xa A\u{1B}\\", "\u{1B}Oz", "\u{1B}Na", "\u{9B}A\u{9B}99;4~", "\u{9D}a A\u{7}",
            "\u{1B}[200", "\u{1B}]a A a A", "\u{1B}P A a", "\u{1B}[1;", "\u{1B}O", "\u{1B}[[",
            "\u{1B}[M !-", "\u{1B}[M !", "\u{1B}[<0;3;4M", "\u{1B}[<", "\u{1B}[1;5\u{18}",
        ])
    func swallowed(bytes: String) {
        let keys = words(decode(bytes)).replacing("↑", with: "")
        #expect(keys == "", "\(bytes.debugDescription)")
    }

    @Test("an arrow whose bytes come apart is the arrow or Esc and then it, in both forms")
    func split() {
        for introducer in ["O", "["] {
            for wait in [30, 60, 150, 300, 450] {
                let late = words(decode([(0, [0x1B]), (wait, Array("\(introducer)A".utf8))]))
                #expect(late == (wait < 50 ? "↑" : "Esc ↑"), "\(introducer) after \(wait)")
                let cut = words(
                    decode([(0, Array("\u{1B}\(introducer)".utf8)), (wait, Array("A".utf8))]))
                #expect(cut == "↑", "\(introducer) after \(wait)")
            }
            // Each byte by itself.
            let apart = words(
                decode([(0, [0x1B]), (150, Array(introducer.utf8)), (150, Array("A".utf8))]))
            #expect(apart == "Esc ↑")
        }
    }

    @Test("a letter right behind Esc is Esc and half a key; after a while it is a whole one")
    func letterBehindEscape() {
        #expect(words(decode("\u{1B}a")) == "Esc (a)")
        #expect(words(decode([(0, [0x1B]), (200, [0x61])])) == "Esc (a)")
        #expect(words(decode([(0, [0x1B]), (600, [0x61])])) == "Esc a")
        #expect(words(decode([(0, [0x1B]), (100, [0x71]), (100, [0x61])])) == "Esc (q) a")
        #expect(words(decode([(0, Array("\u{1B}[A".utf8)), (10, [0x61])])) == "↑ a")
        #expect(words(decode("\u{1B}[Aa")) == "↑ (a)")
    }

    @Test("bytes that are no letter are shown as such, and what stands behind them is half a key")
    func unreadable() {
        #expect(words(decode([(0, [0xE9, 0x61])])) == "(\u{FFFD}) (a)")
        #expect(words(decode([(0, [0xC3]), (2000, [])])) == "(\u{FFFD})")
        #expect(words(decode([(0, [0xC3]), (40, [0xA9])])) == "é")
        #expect(words(decode([(0, [0x9B, 0x41])])) == "↑")
    }

    @Test("a mouse is heard where there is one, in both ways to report it")
    func mouse() {
        let bytes = "\u{1B}[<0;3;4M\u{1B}[<0;3;4m\u{1B}[<65;1;1M\u{1B}[M !-"
        #expect(words(decode(bytes, hasMouse: true)) == "press 2,3 wheelDown 0,0 press 0,12")
        #expect(words(decode(bytes)) == "")
    }

    @Test("a paste ends by its mark, by silence, by its size and by Ctrl-C; then keys work")
    func pastes() {
        let begin = Array("\u{1B}[200~".utf8)
        let end = Array("\u{1B}[201~".utf8)
        let key: [UInt8] = [0x61]
        #expect(words(decode([(0, begin + [0x41, 0x0D] + end), (10, key)])) == "paste 2 a")
        #expect(words(decode([(0, begin + [0x41]), (1100, key)])) == "paste 1 a")
        #expect(words(decode([(0, begin + [0x41]), (10, [0x03]), (600, key)])) == "Ctrl-C a")
        let flood = [UInt8](repeating: 0x41, count: KeyDecoder.pasteBytesMax + 500)
        let size = KeyDecoder.pasteBytesMax
        #expect(words(decode([(0, begin + flood + end), (10, key)])) == "paste \(size) a")
        #expect(words(decode([(0, begin + flood), (300, key)])) == "paste \(size) a")
        // Slow lines bring it in pieces, the mark among them.
        let pieces = (begin + [0x41] + end).map { (after: 90, bytes: [$0]) }
        #expect(words(decode(pieces)) == "Esc paste 1")
    }

    @Test("strings of a terminal's own entry are its keys")
    func own() {
        var own = OwnKeys()
        own.add([0x01, 0x41, 0x0D], .function(2))
        own.add([0x1B, 0x41], .up)
        own.add([0x1B, 0x5B, 0x32, 0x31, 0x34, 0x7A], .home)
        // A single control is a key already.
        own.add([0x0A], .down)
        #expect(words(decode([(0, [0x01, 0x41, 0x0D])], own: own)) == "F2")
        #expect(words(decode([(0, [0x01]), (300, [0x41]), (300, [0x0D])], own: own)) == "F2")
        #expect(words(decode([(0, [0x1B, 0x41])], own: own)) == "↑")
        #expect(words(decode([(0, Array("\u{1B}[214z".utf8))], own: own)) == "Home")
        #expect(words(decode([(0, [0x0A])], own: own)) == "Enter")
    }

    @Test("60,000 marks that are typed onto one letter leave three, wherever one types")
    func marks() {
        let flood = Array(("e" + String(repeating: "\u{301}", count: 60_000)).utf8)
        for opening in ["/", ":", "m"] {
            var state = Screens.critical
            _ = Screens.press(&state, .char(Character(opening)))
            for event in decode([(0, flood)]) { _ = update(&state, event) }
            let typed: String =
                switch state.layers.last {
                case .palette(let text, _): text
                case .dialog(let dialog): dialog.input
                default: state.filter
                }
            #expect(typed.unicodeScalars.count == 4, "\(opening): \(typed.unicodeScalars.count)")
        }
    }

    // MARK: What others hear of

    private func heard(_ events: [ConsoleEvent], by state: ConsoleState) -> Int {
        var state = state
        return events.reduce(0) { sum, event in
            sum
                + update(&state, event).count {
                    if case .send(.submit) = $0 { true } else { false }
                }
        }
    }

    /// Consoles on which a letter answers for somebody: Alerts, the Board, the run of show, an
    /// emergency, a question that Enter confirms.
    private static let consoles: [ConsoleState] = {
        var alerts = Screens.critical
        alerts.view = .alerts
        var timeline = Screens.critical
        timeline.view = .timeline
        var asked = Screens.critical
        asked.view = .timeline
        _ = Screens.press(&asked, .char("+"))
        return [alerts, Screens.critical, timeline, Screens.storm, asked]
    }()

    /// A text whose letters go to others by themselves.
    private static let note: ConsoleState = {
        var note = Screens.critical
        note.view = .timeline
        _ = Screens.press(&note, .char("N"))
        return note
    }()

    @Test("nothing that any terminal's keys send is heard by others, whole or in pieces")
    func terminfo() throws {
        let path = Sample.root + "Tests/ConsoleTests/Fixtures/terminfo-keys.txt"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 1_500)
        for line in lines {
            let bytes = stride(from: 0, to: line.count, by: 2).map { place -> UInt8 in
                UInt8(line.dropFirst(place).prefix(2), radix: 16)!
            }
            // What sends only letters, or one of the keys that every keyboard has, is those.
            guard !bytes.allSatisfy({ (0x20...0x7E).contains($0) }),
                bytes.count > 1 || bytes[0] == 0x1B
            else { continue }
            var ways: [[(after: Int, bytes: [UInt8])]] = [[(0, bytes)]]
            if bytes[0] == 0x1B, bytes.count > 1 {
                ways += [30, 60, 150, 300].map { [(0, [0x1B]), ($0, Array(bytes.dropFirst()))] }
            }
            for way in ways {
                let events = decode(way)
                for state in Self.consoles {
                    #expect(heard(events, by: state) == 0, "\(line) \(way.map(\.after))")
                }
            }
        }
    }

    /// Letters, and the controls that a keyboard has a key for or that mean something here.
    private static func plainBeginning(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isControl = [3, 4, 8, 9, 10, 12, 13, 14, 16, 18, 21, 23, 26].contains(scalar.value)
            let isLetter = (0x20...0x7F).contains(scalar.value) || scalar.value >= 0xA0
            guard isControl || isLetter, scalar != "\u{FFFD}" else { break }
            plain += Array(String(scalar).utf8)
        }
        return plain
    }

    @Test("random bytes are heard by others only where somebody typed a plain key before them")
    func random() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet =
            Array("\u{1B}\u{1B}\u{1B}[[OOMaA ys\r;0159~\u{7}\\]P_<!?$".utf8) + [0x9B, 0xC3]
        for round in 0..<3_000 {
            let length = Int.random(in: 1...40, using: &random)
            let bytes = (0..<length).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random)!
                    : UInt8.random(in: 0...255, using: &random)
            }
            let plain = Self.plainBeginning(bytes)
            let consoles = Self.consoles + [Self.note]
            let state = consoles[round % consoles.count]
            // An Esc ends what the plain keys began.
            let allowed = [plain, plain + [0x1B]].map { heard(decode([(0, $0)]), by: state) }
            #expect(
                allowed.contains(heard(decode([(0, bytes)], hasMouse: true), by: state)),
                "seed \(seed): \(bytes)")
        }
    }
}
