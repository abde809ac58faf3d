import ArgumentParser
import Console
import Foundation
import RealtimeCore
import Terminal
import Wedding

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Report what this terminal can do, and how many people's devices are tracked.",
        discussion: """
            Reads the environment and terminfo; on a terminal it also draws each glyph and asks \
            where the cursor is after it. Then it counts the logins of the host started last.

            Example: callboard doctor
            """)

    func run() throws {
        let facts = TerminalFacts.current
        try Output.say(
            "terminal   \(facts.term.isEmpty ? "TERM is not set" : facts.term.sanitised)")
        try Output.say(
            "screen     \(facts.isTerminal ? "yes" : "no: input or output is not a terminal")")
        try Output.say(
            "text       \(facts.locale.isEmpty ? "no locale set" : facts.locale.sanitised), \(textWords(facts))"
        )
        let colors = TerminalProbe.colors()
        try Output.say(
            "colours    \(colors.map { "\($0), \(ColorDepth(colors: $0).rawValue)" } ?? "unknown terminal type")"
        )
        if !facts.colorTerm.isEmpty {
            try Output.say("           COLORTERM=\(facts.colorTerm.sanitised)")
        }
        var glyphs = facts.glyphs
        if facts.isTerminal {
            let widths = TerminalProbe.glyphWidths()
            for (glyph, width) in widths {
                let word = width.map { $0 == 1 ? "1 cell" : "\($0) cells" } ?? "no answer"
                try Output.say("glyph  \(glyph)   \(word)")
            }
            if widths.contains(where: { ($0.width ?? 1) != 1 }) { glyphs = .ascii }
        }
        try Output.say("glyphs     --glyphs \(glyphs.rawValue)")
        let people = try? trackedPeople()
        if let people {
            try Output.say(
                "devices    " + (people == 1 ? "1 person" : "\(people) people")
                    + " logged in to the host started last")
        }
        let advice = advice(facts, colors, glyphs) + deviceAdvice(people)
        try Output.say("")
        for line in advice.isEmpty ? ["All good: callboard demo"] : advice { try Output.say(line) }
        if !facts.canDraw || colors == nil { throw ExitCode(1) }
    }

    private func textWords(_ facts: TerminalFacts) -> String {
        switch facts.text {
        case .utf8: "UTF-8"
        case .standIn: "which is not installed here; C.UTF-8 is used instead"
        case .other: "not UTF-8"
        }
    }

    private func advice(_ facts: TerminalFacts, _ colors: Int?, _ glyphs: GlyphSet) -> [String] {
        var lines: [String] = []
        if facts.term.isEmpty || facts.term == "dumb" || colors == nil {
            lines.append(
                "Set TERM to your terminal type, for example: export TERM=xterm-256color")
        }
        if facts.text == .standIn {
            lines.append(
                "Names are shown correctly. To remove this note: export LC_ALL=C.UTF-8")
        }
        if !facts.isUTF8 { lines.append("For names in every script: export LC_ALL=C.UTF-8") }
        if let colors, colors < 256 {
            lines.append("With \(colors) colours use --theme ansi16, or mono for none.")
        }
        if glyphs == .ascii && facts.isUTF8 {
            lines.append("Some glyphs take two cells here: use --glyphs ascii, or another font.")
        }
        if !facts.isTerminal { lines.append("Without a terminal, use --plain: the day as lines.") }
        return lines
    }

    /// - Returns: how many people have a login that is good now.
    /// - Throws: where no host was started.
    private func trackedPeople() throws -> Int {
        let (note, path) = try HostNote.find(nil)
        let folder = try HostFolder(path, wedding: WeddingID(note.wedding))
        let stations = [Principal.station.word, Principal.screen.word]
        let living = try AuthFiles.sessions(in: folder).families.values.filter {
            $0.isLiving(at: WallClock.now()) && !stations.contains($0.principal)
        }
        return Set(living.map(\.principal)).count
    }

    private func deviceAdvice(_ people: Int?) -> [String] {
        guard people == 0 else { return [] }
        return [
            "Nobody's device is tracked: people are shown where they were reported, and their",
            "silence means nothing. A roll call before each hard item asks for them instead.",
            "To track somebody's device: callboard invite PERSON",
        ]
    }
}
