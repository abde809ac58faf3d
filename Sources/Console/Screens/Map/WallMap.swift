/// Walls of many rooms: each cell knows its neighbours, so shared walls join by themselves.
struct WallMap {
    enum Look: Equatable {
        case indoor, outdoor, focus
        case alert(isDouble: Bool)
    }

    private struct Wall {
        /// North, east, south, west.
        var mask: UInt8 = 0
        var look = Look.indoor
    }

    private let area: Rect
    private var walls: [Int: Wall] = [:]

    init(_ area: Rect) { self.area = area }

    mutating func add(_ rect: Rect, _ look: Look) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let (right, bottom) = (rect.right - 1, rect.bottom - 1)
        for x in rect.x...right {
            for y in [rect.y, bottom] {
                mark(x, y, (x < right ? 2 : 0) | (x > rect.x ? 8 : 0), look)
            }
        }
        for y in rect.y...bottom {
            for x in [rect.x, right] {
                mark(x, y, (y > rect.y ? 1 : 0) | (y < bottom ? 4 : 0), look)
            }
        }
    }

    private mutating func mark(_ x: Int, _ y: Int, _ mask: UInt8, _ look: Look) {
        guard area.contains(x, y) else { return }
        let index = (y - area.y) * area.width + (x - area.x)
        walls[index, default: Wall(look: look)].mask |= mask
        // What needs an eye is drawn over what does not.
        if rank(look) >= rank(walls[index]!.look) { walls[index]!.look = look }
    }

    private func rank(_ look: Look) -> Int {
        switch look {
        case .outdoor: 0
        case .indoor: 1
        case .focus: 2
        case .alert: 3
        }
    }

    func draw(_ frame: inout Frame) {
        for (index, wall) in walls {
            let (x, y) = (area.x + index % area.width, area.y + index / area.width)
            frame.write(String(character(wall)), x, y, style(wall.look), limit: 1)
        }
    }

    private func style(_ look: Look) -> Style {
        switch look {
        case .indoor, .outdoor: .of(.border)
        case .focus: .of(.borderFocus)
        case .alert: .of(.dead)
        }
    }

    // By mask: which of north, east, south and west go on.
    private static let light = Array(" │─╰││╭├─╯─┴╮┤┬┼")
    private static let heavy = Array(" ┃━┗┃┃┏┣━┛━┻┓┫┳╋")
    private static let double = Array(" ║═╚║║╔╠═╝═╩╗╣╦╬")

    private func character(_ wall: Wall) -> Character {
        let mask = Int(wall.mask)
        switch wall.look {
        case .indoor: return Self.light[mask]
        case .outdoor:
            let shape = Self.light[mask]
            return shape == "─" ? "┄" : shape == "│" ? "┊" : shape
        case .focus: return Self.heavy[mask]
        case .alert(let isDouble): return isDouble ? Self.double[mask] : Self.heavy[mask]
        }
    }
}
