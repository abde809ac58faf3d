import CTerminal
import Foundation

/// Asks a terminal about itself without taking the screen.
package enum TerminalProbe {
    /// Colours that terminfo promises; nil for an unknown terminal type.
    package static func colors() -> Int? {
        let colors = ct_terminfo_colors()
        return colors < 0 ? nil : Int(colors)
    }

    /// How the text of this environment is written.
    package enum Text: Sendable {
        case utf8
        /// It asks for UTF-8 by a locale that is not installed; `C.UTF-8` stands in.
        case standIn
        case other
    }

    package static var text: Text {
        switch Int(ct_locale()) {
        case CT_LOCALE_UTF8: .utf8
        case CT_LOCALE_STAND_IN: .standIn
        default: .other
        }
    }

    /// How many cells each status glyph takes, by the cursor's place after it; nil without answer.
    package static func glyphWidths() -> [(glyph: String, width: Int?)] {
        let glyphs = ["●", "◐", "○", "▲", "✕", "◇", "◆", "⣿", "█", "┄"]
        var widths = [Int32](repeating: -1, count: glyphs.count)
        let texts = glyphs.map { strdup($0) }
        defer { for text in texts { free(text) } }
        _ = ct_measure(texts.map { UnsafePointer($0) }, Int32(glyphs.count), &widths)
        return zip(glyphs, widths).map { ($0, $1 < 0 ? nil : Int($1)) }
    }
}
