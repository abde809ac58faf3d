import Console
import Foundation

/// What the environment says about the terminal, before it is opened.
struct TerminalFacts {
    let term: String
    let colorTerm: String
    let locale: String
    /// `foreground;background`, where a terminal says it.
    let groundColors: String
    let isTerminal: Bool

    static var current: TerminalFacts {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        return TerminalFacts(
            term: environment["TERM"] ?? "", colorTerm: environment["COLORTERM"] ?? "",
            locale: locale ?? "", groundColors: environment["COLORFGBG"] ?? "",
            isTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1)
    }

    var isUTF8: Bool {
        let name = locale.uppercased()
        return name.contains("UTF-8") || name.contains("UTF8")
    }

    var glyphs: GlyphSet {
        if !isUTF8 || term.hasPrefix("vt") { return .ascii }
        return term == "linux" ? .blocks : .unicode
    }

    /// Whether the terminal says that its background is light: white, or light grey.
    var isLight: Bool { ["7", "15"].contains(groundColors.split(separator: ";").last) }

    /// Whether a full screen can be drawn at all.
    var canDraw: Bool { isTerminal && !term.isEmpty && term != "dumb" }
}
