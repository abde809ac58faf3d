import Console

/// How many colours the terminal shows.
public enum ColorDepth: String, Sendable, CaseIterable {
    case direct = "truecolor"
    case palette = "256"
    case sixteen = "16"
    case eight = "8"
    case none

    /// - Parameter colors: What terminfo says.
    public init(colors: Int) {
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
            case .direct:
                Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(max(8, rgb.blue))
            case .palette: Int32(ColorMath.nearest256(rgb))
            case .sixteen: Int32(ColorMath.nearestAnsi(rgb, count: 16))
            case .eight: Int32(ColorMath.nearestAnsi(rgb, count: 8))
            case .none: -1
            }
        }
    }

    private func number(index: UInt8) -> Int32 {
        switch self {
        case .direct, .palette: Int32(index)
        case .sixteen: Int32(index % 16)
        case .eight: Int32(index % 8)
        case .none: -1
        }
    }
}
