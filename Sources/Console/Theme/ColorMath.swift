#if canImport(Glibc)
    import Glibc
#endif

/// Lightness, contrast and how colours look to people who see fewer of them.
package enum ColorMath {
    /// Linear light, 0 to 1.
    struct Linear {
        var red, green, blue: Double

        init(_ color: RGB) {
            func linear(_ value: UInt8) -> Double {
                let v = Double(value) / 255
                return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
            }
            (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
        }

        /// Machado, Oliveira and Fernandes 2009, full severity.
        func seen(by vision: Vision) -> Linear {
            guard let m = vision.matrix else { return self }
            var result = self
            result.red = m[0] * red + m[1] * green + m[2] * blue
            result.green = m[3] * red + m[4] * green + m[5] * blue
            result.blue = m[6] * red + m[7] * green + m[8] * blue
            return result
        }
    }

    package enum Vision: String, Sendable, CaseIterable {
        case normal, deuteranopia, protanopia

        fileprivate var matrix: [Double]? {
            switch self {
            case .normal: nil
            case .deuteranopia:
                [
                    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820,
                    0.042940, 0.968881,
                ]
            case .protanopia:
                [
                    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882,
                    -0.048116, 1.051998,
                ]
            }
        }
    }

    /// A point in OKLab, where equal distances look equally far apart.
    package struct OKLab: Sendable {
        package let l, a, b: Double

        init(_ c: Linear) {
            let r = cbrt(0.4122214708 * c.red + 0.5363325363 * c.green + 0.0514459929 * c.blue)
            let g = cbrt(0.2119034982 * c.red + 0.6806995451 * c.green + 0.1073969566 * c.blue)
            let b = cbrt(0.0883024619 * c.red + 0.2817188376 * c.green + 0.6299787005 * c.blue)
            l = 0.2104542553 * r + 0.7936177850 * g - 0.0040720468 * b
            a = 1.9779984951 * r - 2.4285922050 * g + 0.4505937099 * b
            self.b = 0.0259040371 * r + 0.7827717662 * g - 0.8086757660 * b
        }

        func distance(_ other: OKLab) -> Double {
            let (dl, da, db) = (l - other.l, a - other.a, b - other.b)
            return (dl * dl + da * da + db * db).squareRoot()
        }
    }

    /// How far apart two colours look.
    package static func distance(_ a: RGB, _ b: RGB, to vision: Vision = .normal) -> Double {
        OKLab(Linear(a).seen(by: vision)).distance(OKLab(Linear(b).seen(by: vision)))
    }

    /// WCAG contrast, 1 to 21.
    package static func contrast(_ a: RGB, _ b: RGB) -> Double {
        func luminance(_ color: RGB) -> Double {
            let c = Linear(color)
            return 0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue
        }
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    /// The fixed part of the 256 colours; the first 16 are the user's own and never chosen.
    package static let palette256: [RGB] = {
        let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
        var cube: [RGB] = []
        for red in steps {
            for green in steps {
                for blue in steps { cube.append(RGB(red, green, blue)) }
            }
        }
        let greys = (0..<24).map { step in
            let value = UInt8(8 + step * 10)
            return RGB(value, value, value)
        }
        return cube + greys
    }()

    /// The index, 16 to 255, that looks most like `color`.
    package static func nearest256(_ color: RGB) -> UInt8 {
        let wanted = OKLab(Linear(color))
        let best = paletteLab.indices.min {
            paletteLab[$0].distance(wanted) < paletteLab[$1].distance(wanted)
        }
        return UInt8(16 + (best ?? 0))
    }

    private static let paletteLab = palette256.map { OKLab(Linear($0)) }

    /// The usual look of the sixteen, to find the nearest of them for `color`.
    static let ansi16: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
        RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
        RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
        RGB(255, 255, 255),
    ]

    /// How a terminal usually shows one of its 256 colours.
    package static func usual(_ index: UInt8) -> RGB {
        index < 16 ? ansi16[Int(index)] : palette256[Int(index) - 16]
    }

    /// The nearest of the first `count` (8 or 16).
    package static func nearestAnsi(_ color: RGB, count: Int) -> UInt8 {
        let wanted = OKLab(Linear(color))
        let best = (0..<count).min {
            OKLab(Linear(ansi16[$0])).distance(wanted) < OKLab(Linear(ansi16[$1])).distance(wanted)
        }
        return UInt8(best ?? 7)
    }
}
