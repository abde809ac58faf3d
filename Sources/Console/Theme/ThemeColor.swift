/// A colour as a theme writes it.
package enum ThemeColor: Sendable, Hashable {
    /// Whatever the terminal's user chose.
    case terminalDefault
    /// One of the 256, the first 16 being the user's own palette.
    case index(UInt8)
    case rgb(RGB)

    package static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright_black",
        "bright_red", "bright_green", "bright_yellow", "bright_blue", "bright_magenta",
        "bright_cyan", "bright_white",
    ]
}

/// Red, green and blue, 0 to 255.
package struct RGB: Sendable, Hashable {
    package let red, green, blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// `#rgb` or `#rrggbb` without the mark; nil when it is neither.
    package init?(hex: some StringProtocol) {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count else { return nil }
        switch digits.count {
        case 3: self.init(UInt8(digits[0] * 17), UInt8(digits[1] * 17), UInt8(digits[2] * 17))
        case 6:
            self.init(
                UInt8(digits[0] * 16 + digits[1]), UInt8(digits[2] * 16 + digits[3]),
                UInt8(digits[4] * 16 + digits[5]))
        default: return nil
        }
    }
}

/// The colours and emphasis of one role.
package struct StyleSpec: Sendable, Hashable {
    package var foreground: ThemeColor?
    package var background: ThemeColor?
    package var isBold = false
    package var isDim = false
    package var isItalic = false
    package var isUnderlined = false
    package var isReverse = false
    /// Alternates with reverse once a second while something is unacknowledged.
    package var pulses = false

    package init(foreground: ThemeColor? = nil, background: ThemeColor? = nil) {
        (self.foreground, self.background) = (foreground, background)
    }

    package static let attributes = ["bold", "dim", "italic", "underline", "reverse", "pulse"]

    package mutating func set(attribute: String) {
        switch attribute {
        case "bold": isBold = true
        case "dim": isDim = true
        case "italic": isItalic = true
        case "underline": isUnderlined = true
        case "reverse": isReverse = true
        case "pulse": pulses = true
        default: break
        }
    }
}
