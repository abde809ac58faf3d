import Console

/// How many colours the terminal shows.
package enum ColorDepth: String, Sendable, CaseIterable, Comparable {
    case direct = "truecolor"
    case palette = "256"
    case sixteen = "16"
    case eight = "8"
    case none

    /// The greater depth shows more.
    package static func < (a: Self, b: Self) -> Bool {
        allCases.firstIndex(of: a)! > allCases.firstIndex(of: b)!
    }

    /// - Parameter colors: What terminfo says.
    package init(colors: Int) {
        switch colors {
        case (1 << 16)...: self = .direct
        case 256...: self = .palette
        case 16...: self = .sixteen
        case 8...: self = .eight
        default: self = .none
        }
    }

    /// The number ncurses knows a colour by; -1 is the terminal's own.
    func number(_ color: ThemeColor?) -> Int32 {
        switch color {
        case nil, .terminalDefault: -1
        case .index(let index): number(index: index)
        case .rgb(let rgb):
            switch self {
            case .direct: direct(rgb)
            case .palette: Int32(ColorMath.nearest256(rgb))
            case .sixteen: Int32(ColorMath.nearestAnsi(rgb, count: 16))
            case .eight: Int32(ColorMath.nearestAnsi(rgb, count: 8))
            case .none: -1
            }
        }
    }

    /// Parameters of the sequence for a colour; `base` is 30 for text, 40 for its ground.
    package func sequence(_ color: ThemeColor?, base: Int) -> [String] {
        let number = Int(number(color))
        if number < 0 { return ["\(base + 9)"] }
        switch self {
        case .direct where number >= 8:
            return [
                "\(base + 8)", "2", "\(number >> 16)", "\(number >> 8 & 255)", "\(number & 255)",
            ]
        case .palette: return ["\(base + 8)", "5", "\(number)"]
        case .direct, .sixteen, .eight, .none:
            return [number < 8 ? "\(base + number)" : "\(base + 60 + number - 8)"]
        }
    }

    /// Below 8 a number means a colour of the terminal's own.
    private func direct(_ rgb: RGB) -> Int32 {
        Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(max(8, rgb.blue))
    }

    private func number(index: UInt8) -> Int32 {
        switch self {
        // The first eight are the terminal's own; the others have no number there.
        case .direct: index < 8 ? Int32(index) : direct(ColorMath.usual(index))
        case .palette: Int32(index)
        case .sixteen: Int32(index % 16)
        case .eight: Int32(index % 8)
        case .none: -1
        }
    }
}
