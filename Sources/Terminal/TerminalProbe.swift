import CTerminal
import Foundation

/// Asks a terminal about itself without taking the screen.
public enum TerminalProbe {
    /// Colours that terminfo promises; nil for an unknown terminal type.
    public static func colors() -> Int? {
        let colors = ct_terminfo_colors()
        return colors < 0 ? nil : Int(colors)
    }

    /// How many cells each status glyph takes, by the cursor's place after it; nil without answer.
    public static func glyphWidths() -> [(glyph: String, width: Int?)] {
        ["●", "◐", "○", "▲", "✕", "◇", "◆", "⣿", "█", "┄"].map { glyph in
            let width = ct_measure(glyph)
            return (glyph, width < 0 ? nil : Int(width))
        }
    }
}
