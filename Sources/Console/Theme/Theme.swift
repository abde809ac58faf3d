/// Colours for every role, resolved.
package struct Theme: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case dark, light, mono }

    package enum Claim: String, Sendable, CaseIterable {
        case contrast45 = "contrast-4.5"
        case contrast7 = "contrast-7"
        case colorBlindSafe = "color-blind-safe"
        case monoSafe = "mono-safe"
        case ansi16 = "ansi-16"
    }

    package var name: String
    package var kind: Kind
    package var claims: [Claim]
    /// What the file, or its parents, say; a role that is missing takes its group's, then text.
    package var styles: [ThemeRole: StyleSpec]
    /// Replacements for single glyphs, by name.
    package var glyphs: [String: Character]
    /// The most that this theme wants drawn.
    package var glyphSet = GlyphSet.unicode
    package var focusWalls = FocusWalls.plain

    package init(
        name: String, kind: Kind = .dark, claims: [Claim] = [],
        styles: [ThemeRole: StyleSpec] = [:], glyphs: [String: Character] = [:]
    ) {
        self.name = name
        self.kind = kind
        self.claims = claims
        self.styles = styles
        self.glyphs = glyphs
    }

    /// The style of a role with nothing left open: what it does not say, `ui.text` says.
    package func resolved(_ role: ThemeRole) -> StyleSpec {
        let text = styles[.text] ?? StyleSpec(foreground: .terminalDefault)
        guard var style = styles[role] else { return text }
        style.foreground = style.foreground ?? text.foreground ?? .terminalDefault
        style.background = style.background ?? text.background ?? .terminalDefault
        return style
    }

    /// Names of glyphs that a theme may replace, with the ones they replace.
    package static let glyphNames: [String: Character] = [
        "status_here": "●", "status_on_the_way": "◐", "status_due": "○", "status_late": "▲",
        "status_missing": "✕", "status_left": "◇", "priority_high": "◆", "priority_normal": "·",
    ]

    /// Built in and complete, so that every theme that inherits it is total.
    package static let base: Theme = {
        let ink = RGB(0x1C, 0x1F, 0x24)
        let paper = RGB(0xD5, 0xD9, 0xDE)
        func spec(_ hex: String, on ground: String? = nil, bold: Bool = false) -> StyleSpec {
            var style = StyleSpec(
                foreground: RGB(hex: hex).map(ThemeColor.rgb),
                background: ground.flatMap { RGB(hex: $0) }.map(ThemeColor.rgb))
            style.isBold = bold
            return style
        }
        var emergency = spec("ffffff", on: "b3001b", bold: true)
        emergency.pulses = true
        var missing = spec("e5624a", bold: true)
        missing.isUnderlined = true
        var styles: [ThemeRole: StyleSpec] = [
            .text: StyleSpec(foreground: .rgb(paper), background: .rgb(ink)),
            .muted: spec("8b939e"), .title: spec("e8ebef", bold: true), .border: spec("5b6470"),
            .borderFocus: spec("9aa5b4"), .selection: spec("ffffff", on: "2f4a66", bold: true),
            .tab: spec("8b939e"), .tabActive: spec("ffffff", bold: true),
            .footer: spec("8b939e"), .key: spec("d5d9de", bold: true), .strip: spec("d5d9de"),
            .nowLine: spec("f5c451", bold: true), .input: spec("ffffff"),
            .toast: spec("1c1f24", on: "c3cbc0"),
            .here: spec("d5d9de"), .onTheWay: spec("6da2d4"), .due: spec("8b939e"),
            .late: spec("f5c451", bold: true), .missing: missing, .left: spec("8b939e"),
            .unknown: spec("8b939e"),
            .emergency: emergency, .critical: spec("ffffff", on: "8f0016", bold: true),
            .high: spec("f5c451", bold: true), .normal: spec("d5d9de"), .low: spec("8b939e"),
            .acked: spec("f5c451"), .shelved: spec("8b939e"), .suppressed: spec("8b939e"),
            .returned: spec("6da2d4"),
            .done: spec("8b939e"), .running: spec("ffffff", bold: true), .planned: spec("d5d9de"),
            .hard: spec("e8ebef", bold: true), .itemLate: spec("f5c451", bold: true),
            .over: spec("f5c451"), .under: spec("c3cbc0"), .standby: spec("6da2d4", bold: true),
            .mine: spec("d5d9de"), .theirs: spec("d5d9de"), .same: spec("8b939e"),
            .taken: spec("ffffff", bold: true), .conflictRule: spec("6da2d4"),
            .live: spec("c3cbc0"), .stale: spec("f5c451"), .offline: spec("f5c451", bold: true),
            .queued: spec("f5c451"), .dead: spec("e5624a"),
        ]
        for role in ThemeRole.allCases where role.group == "zone" { styles[role] = spec("d5d9de") }
        styles[.zonePrivate] = spec("8b939e")
        styles[.heat1] = spec("d5d9de", on: "252a31")
        styles[.heat2] = spec("d5d9de", on: "2c3a48")
        styles[.heat3] = spec("ffffff", on: "34516b")
        styles[.heat4] = spec("ffffff", on: "3d6a90")
        styles[.roleCoordinator] = spec("e8ebef", bold: true)
        styles[.roleCouple] = spec("ffffff", bold: true)
        styles[.roleParty] = spec("c3cbc0", bold: true)
        styles[.roleFamily] = spec("c3cbc0")
        styles[.roleVendor] = spec("8fb9df", bold: true)
        styles[.roleVenue] = spec("c9c3e0", bold: true)
        styles[.roleGuest] = spec("9aa5b4")
        styles[.roleSystem] = spec("8b939e")
        styles[.graphLow] = spec("6b7683")
        styles[.graphMid] = spec("9aa5b4")
        styles[.graphHigh] = spec("d5d9de")
        styles[.graphAxis] = spec("8b939e")
        return Theme(name: "base", claims: [.contrast45], styles: styles)
    }()

    /// Weight, reverse and underline only: what is left without colour.
    package static let mono: Theme = {
        var styles: [ThemeRole: StyleSpec] = [:]
        for role in ThemeRole.allCases {
            var spec = StyleSpec(foreground: .terminalDefault, background: .terminalDefault)
            let base = Theme.base.resolved(role)
            spec.isBold = base.isBold
            spec.isUnderlined = base.isUnderlined
            spec.pulses = base.pulses
            let stands: Set<ThemeRole> = [.selection, .emergency, .critical, .toast]
            spec.isReverse = stands.contains(role)
            styles[role] = spec
        }
        return Theme(name: "mono", kind: .mono, claims: [.monoSafe], styles: styles)
    }()
}
