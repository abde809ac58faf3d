import CTerminal
import Console

/// Turns roles into attributes and colour pairs, and keeps the pairs it made.
struct Painter {
    struct Ink: Equatable {
        let attributes: Int32
        let pair: Int32
    }

    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    /// What of a style is seen where nothing is written.
    private struct Ground: Equatable {
        let color: Int32
        /// Shown as the ground where a style is reversed.
        let foreground: Int32
        let isUnderlined: Bool
    }

    private let depth: ColorDepth
    private let pairsMax: Int
    private var theme: Theme
    private var inks: [Style: Ink] = [:]
    private var grounds: [Style: Ground] = [:]
    private var pairs: [Colors: Int32] = [:]

    init(theme: Theme, depth: ColorDepth, pairsMax: Int) {
        (self.theme, self.depth, self.pairsMax) = (theme, depth, pairsMax)
    }

    /// - Returns: whether anything looks different from before.
    mutating func use(_ theme: Theme) -> Bool {
        guard theme != self.theme else { return false }
        self.theme = theme
        inks = [:]
        grounds = [:]
        return true
    }

    /// Whether a blank looks the same in either style.
    mutating func isSameGround(_ a: Style, _ b: Style) -> Bool {
        ground(a) == ground(b)
    }

    private mutating func ground(_ style: Style) -> Ground {
        if let known = grounds[style] { return known }
        let spec = theme.resolved(style.role)
        let flags = ink(style).attributes
        let ground = Ground(
            color: depth.number(spec.background),
            foreground: flags & Int32(CT_REVERSE) != 0 ? depth.number(spec.foreground) : -2,
            isUnderlined: flags & Int32(CT_UNDERLINE) != 0)
        grounds[style] = ground
        return ground
    }

    mutating func ink(_ style: Style) -> Ink {
        if let known = inks[style] { return known }
        let spec = theme.resolved(style.role)
        var flags: Int32 = 0
        if spec.isBold || style.isBold { flags |= Int32(CT_BOLD) }
        if spec.isDim { flags |= Int32(CT_DIM) }
        if spec.isItalic { flags |= Int32(CT_ITALIC) }
        if spec.isUnderlined || style.isUnderlined { flags |= Int32(CT_UNDERLINE) }
        if spec.isReverse != style.isReverse { flags |= Int32(CT_REVERSE) }
        // Without colour, what must stand out stands out by weight and reverse.
        if depth == .none {
            let stands: Set<ThemeRole> = [.selection, .emergency, .critical, .toast]
            if stands.contains(style.role), !spec.isReverse { flags ^= Int32(CT_REVERSE) }
        }
        let ink = Ink(attributes: flags, pair: pair(spec))
        inks[style] = ink
        return ink
    }

    /// The same look as escape sequence, for what ncurses cannot draw.
    mutating func sequence(_ style: Style) -> String {
        let flags = ink(style).attributes
        let spec = theme.resolved(style.role)
        let on: [(Int, String)] = [
            (CT_BOLD, "1"), (CT_DIM, "2"), (CT_ITALIC, "3"), (CT_UNDERLINE, "4"),
            (CT_REVERSE, "7"),
        ]
        var parts = ["0"] + on.filter { flags & Int32($0.0) != 0 }.map(\.1)
        if depth != .none {
            parts += depth.sequence(spec.foreground, base: 30)
            parts += depth.sequence(spec.background, base: 40)
        }
        return "\u{1B}[\(parts.joined(separator: ";"))m"
    }

    private mutating func pair(_ spec: StyleSpec) -> Int32 {
        guard depth != .none else { return 0 }
        let colors = Colors(
            foreground: depth.number(spec.foreground), background: depth.number(spec.background))
        if let known = pairs[colors] { return known }
        // A terminal with few pairs: take the default background rather than repaint others.
        guard pairs.count + 1 < pairsMax else {
            return pairs.first { $0.key.foreground == colors.foreground }?.value ?? 0
        }
        let number = Int32(pairs.count + 1)
        guard ct_pair(number, colors.foreground, colors.background) != 0 else { return 0 }
        pairs[colors] = number
        return number
    }
}
