extension String {
    /// This text with everything taken out that could steer or disturb a terminal: C0 and C1
    /// controls, escape sequences' introducers, bidirectional overrides, zero-width characters, and
    /// floods of combining marks. Line ends become one space. Every text from outside passes here
    /// once, before it is stored or shown.
    ///
    /// A zero-width joiner stays where it joins two symbols, so that families of emoji remain one
    /// character. Complexity: O(length).
    public var sanitised: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var result = String.UnicodeScalarView()
        var marks = 0
        var lastWasSpace = false
        let scalars = Array(unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
                if !lastWasSpace { result.append(" ") }
                lastWasSpace = true
                marks = 0
                continue
            case 0x200D:
                let joins =
                    index > 0 && index + 1 < scalars.count && scalars[index - 1].isPictorial
                    && scalars[index + 1].isPictorial
                if joins { result.append(scalar) }
                continue
            case _ where scalar.isUnsafe:
                continue
            default: break
            }
            if scalar.properties.generalCategory.isMark && !scalar.isPictorial {
                marks += 1
                guard marks <= Self.combiningMarksMax else { continue }
            } else {
                marks = 0
            }
            lastWasSpace = scalar == " "
            result.append(scalar)
        }
        return String(result)
    }

    /// Marks kept on one base character. Beyond this a name is an attack on the rows above it.
    private static var combiningMarksMax: Int { 3 }
}

extension Unicode.Scalar {
    /// Controls, bidirectional overrides and isolates, zero-width and tag characters, private use,
    /// noncharacters.
    fileprivate var isUnsafe: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x00AD, 0x061C, 0x180B...0x180F, 0x200B...0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFB, 0x1D173...0x1D17A,
            0xE0000...0xE0FFF:
            true
        case 0xE000...0xF8FF, 0xF0000...0x10FFFF: true
        default: value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
        }
    }

    /// Part of a pictorial cluster: emoji, variation selector 16, skin tone.
    fileprivate var isPictorial: Bool {
        value == 0xFE0F || properties.isEmojiPresentation || properties.isEmojiModifier
            || (properties.isEmoji && value > 0xFF)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool {
        self == .nonspacingMark || self == .enclosingMark || self == .spacingMark
    }
}
