/// Whether a theme is what it says it is: computed, not believed.
package struct ThemeClaims {
    package struct Finding: Sendable, Equatable {
        package let claim: Theme.Claim
        /// The role to look at in the file.
        package let role: ThemeRole
        package let message: String
        package let isError: Bool
    }

    /// Statuses closer than this look alike.
    package static let distanceMin = 0.12

    private let theme: Theme

    package init(_ theme: Theme) { self.theme = theme }

    package var findings: [Finding] { theme.claims.flatMap(check) + alertFloor }

    /// What calls people out is read from across a room: 7:1, whatever else a theme claims.
    private var alertFloor: [Finding] {
        guard !theme.claims.contains(.contrast7) else { return [] }
        return [ThemeRole.emergency, .critical].compactMap { role in
            guard let ratio = ratio(role), ratio < 7 else { return nil }
            return Finding(
                claim: .contrast7, role: role,
                message:
                    "\(role.rawValue) on its background is \(tenths(ratio)):1. Alerts need 7.0.",
                isError: false)
        }
    }

    private func ratio(_ role: ThemeRole) -> Double? {
        let style = theme.resolved(role)
        guard case .rgb(let fore) = style.foreground, case .rgb(let back) = style.background else {
            return nil
        }
        return ColorMath.contrast(fore, back)
    }

    private func check(_ claim: Theme.Claim) -> [Finding] {
        switch claim {
        case .contrast45: contrast(4.5, claim)
        case .contrast7: contrast(7, claim)
        case .colorBlindSafe: colorBlind(claim)
        case .monoSafe: mono(claim)
        case .ansi16: ansi(claim)
        }
    }

    /// Borders and graph bars are no text.
    private static let textless: Set<ThemeRole> = [.border, .graphLow, .graphMid, .graphAxis]

    private func contrast(_ floor: Double, _ claim: Theme.Claim) -> [Finding] {
        ThemeRole.allCases.filter { !Self.textless.contains($0) }.compactMap { role in
            guard let ratio = ratio(role) else {
                return finding(
                    claim, role,
                    "\(role.rawValue) is not in #rrggbb, so its contrast cannot be computed.")
            }
            guard ratio < floor else { return nil }
            return finding(
                claim, role,
                "\(role.rawValue) on its background is \(tenths(ratio)):1. \(claim.rawValue) needs \(tenths(floor))."
            )
        }
    }

    private func colorBlind(_ claim: Theme.Claim) -> [Finding] {
        let roles: [ThemeRole] = [.here, .onTheWay, .late, .missing]
        var findings: [Finding] = []
        for (index, a) in roles.enumerated() {
            for b in roles[(index + 1)...] {
                guard case .rgb(let first) = theme.resolved(a).foreground,
                    case .rgb(let second) = theme.resolved(b).foreground
                else { continue }
                for vision in ColorMath.Vision.allCases {
                    let distance = ColorMath.distance(first, second, to: vision)
                    guard distance < Self.distanceMin else { continue }
                    let whom = vision == .normal ? "everyone" : vision.rawValue
                    findings.append(
                        finding(
                            claim, b,
                            "claims color-blind-safe, but \(a.rawValue) and \(b.rawValue) are "
                                + "\(thousandths(distance)) apart for \(whom) (0.12 needed)."))
                }
            }
        }
        return findings
    }

    private func mono(_ claim: Theme.Claim) -> [Finding] {
        ThemeRole.allCases.compactMap { role in
            let style = theme.resolved(role)
            let isPlain =
                (style.foreground ?? .terminalDefault) == .terminalDefault
                && (style.background ?? .terminalDefault) == .terminalDefault
            return isPlain
                ? nil : finding(claim, role, "claims mono-safe, but \(role.rawValue) has a colour.")
        }
    }

    private func ansi(_ claim: Theme.Claim) -> [Finding] {
        ThemeRole.allCases.compactMap { role in
            let style = theme.resolved(role)
            for color in [style.foreground, style.background] {
                switch color {
                case .rgb:
                    return finding(
                        claim, role, "claims ansi-16, but \(role.rawValue) uses #rrggbb.")
                case .index(let index) where index > 15:
                    return finding(
                        claim, role, "claims ansi-16, but \(role.rawValue) uses \(index).")
                case .terminalDefault, .index, nil: continue
                }
            }
            return nil
        }
    }

    private func finding(_ claim: Theme.Claim, _ role: ThemeRole, _ message: String) -> Finding {
        Finding(claim: claim, role: role, message: message, isError: true)
    }

    private func tenths(_ value: Double) -> String {
        let rounded = Int((value * 10).rounded(.down))
        return "\(rounded / 10).\(rounded % 10)"
    }

    private func thousandths(_ value: Double) -> String {
        let digits = String(Int((value * 1000).rounded()))
        return "0." + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}
