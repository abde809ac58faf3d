import Console
import Foundation
import Terminal

/// What the environment says about the terminal, before it is opened.
struct TerminalFacts {
    let term: String
    let colorTerm: String
    let locale: String
    let text: TerminalProbe.Text
    /// `foreground;background`, where a terminal says it.
    let groundColors: String
    let isTerminal: Bool

    static var current: TerminalFacts {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        return TerminalFacts(
            term: environment["TERM"] ?? "", colorTerm: environment["COLORTERM"] ?? "",
            locale: locale ?? "", text: TerminalProbe.text,
            groundColors: environment["COLORFGBG"] ?? "",
            isTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1)
    }

    var isUTF8: Bool { text != .other }

    var glyphs: GlyphSet {
        if !isUTF8 || term.hasPrefix("vt") { return .ascii }
        return term == "linux" ? .blocks : .unicode
    }

    /// Whether the terminal says that its background is light: white, or light grey.
    var isLight: Bool { ["7", "15"].contains(groundColors.split(separator: ";").last) }

    /// Whether a full screen can be drawn at all.
    var canDraw: Bool { isTerminal && !term.isEmpty && term != "dumb" }
}
