import Console
import TOMLKit
import Wedding

/// One theme file: places in it, and the theme it makes of its parent.
final class ThemeReader {
    enum Parent {
        case found(Theme)
        case loop([String])
        case absent
    }

    let source: TOMLSource
    private var palette: [String: RGB] = [:]

    init(_ text: String, file: String) throws(FileProblems) {
        source = try TOMLSource(text: text, file: file)
    }

    private static let topKeys = ["format", "name", "kind", "inherits", "claims"]
    private static let groups =
        ["palette", "glyph"] + Set(ThemeRole.allCases.map(\.group)).sorted()

    func theme(inheriting parent: (String) -> Parent) -> Theme {
        for key in source.root.keys.sorted()
        where !Self.topKeys.contains(key) && !Self.groups.contains(key) {
            complain(key, nil, "unknown section \"\(key)\".\(suggestion(key, among: Self.groups))")
        }
        if text("format") != "theme/1" {
            complain("format", nil, "format should be \"theme/1\".")
        }
        var theme = inherited(parent)
        theme.name = text("name") ?? theme.name
        if let kind = text("kind") {
            if let known = Theme.Kind(rawValue: kind) {
                theme.kind = known
            } else {
                complain("kind", nil, "kind \"\(kind)\" must be dark, light or mono.")
            }
        }
        theme.claims = claims()
        readPalette()
        readStyles(&theme)
        readGlyphs(&theme)
        return theme
    }

    /// Where a role is written, or its file's first line when it is inherited.
    func place(of role: ThemeRole) -> (line: Int, column: Int) {
        let key = String(role.rawValue.drop { $0 != "." }.dropFirst())
        let place =
            source.index.key(key, table: role.group) ?? source.index.key("claims", table: "")
        return (place?.line ?? 1, place?.column ?? 1)
    }

    private func text(_ key: String) -> String? { source.root[key]?.string?.sanitised }

    private func complain(_ key: String, _ table: String?, _ message: String, atValue: Bool = false)
    {
        let place = source.index.key(key, table: table ?? "")
        let line = place?.line ?? max(1, source.index.line(table: table ?? key))
        source.add(line, column: (atValue ? place?.valueColumn : place?.column) ?? 1, message)
    }

    private func inherited(_ parent: (String) -> Parent) -> Theme {
        guard let name = text("inherits") else { return .base }
        switch parent(name) {
        case .found(let theme): return theme
        case .loop(let path):
            complain(
                "inherits", nil, "inherits forms a loop: \(path.joined(separator: " → ")).",
                atValue: true)
        case .absent:
            complain("inherits", nil, "there is no theme \"\(name)\" to inherit.", atValue: true)
        }
        return .base
    }

    private func claims() -> [Theme.Claim] {
        guard let list = source.root["claims"]?.array else { return [] }
        let known = Theme.Claim.allCases.map(\.rawValue)
        return list.compactMap { $0.string }.compactMap { word in
            if let claim = Theme.Claim(rawValue: word) { return claim }
            complain(
                "claims", nil,
                "unknown claim \"\(word.sanitised)\".\(suggestion(word, among: known))",
                atValue: true)
            return nil
        }
    }

    private func readPalette() {
        guard let table = source.root["palette"]?.table else { return }
        for name in table.keys.sorted() {
            guard let value = table[name]?.string else {
                complain(
                    name, "palette", "\(name) should be a color like \"#6da2d4\".", atValue: true)
                continue
            }
            palette[name] = hex(value, name, "palette")
        }
    }

    private func hex(_ value: String, _ key: String, _ table: String) -> RGB? {
        guard value.hasPrefix("#") else {
            complain(key, table, "color \"\(value)\" should begin with #.", atValue: true)
            return nil
        }
        if let color = RGB(hex: value.dropFirst()) { return color }
        let digits = value.dropFirst()
        let isHex = digits.allSatisfy(\.isHexDigit)
        let what = isHex ? "has \(digits.count) digits" : "is not hexadecimal"
        complain(key, table, "color \"\(value)\" \(what). Use #rgb or #rrggbb.", atValue: true)
        return nil
    }

    private func readStyles(_ theme: inout Theme) {
        for group in Self.groups.dropFirst(2) {
            guard let table = source.root[group]?.table else { continue }
            let known = ThemeRole.allCases.filter { $0.group == group }.map(\.rawValue)
            for key in table.keys.sorted() {
                let name = "\(group).\(key)"
                guard let role = ThemeRole(rawValue: name) else {
                    complain(
                        key, group, "unknown role \"\(name)\".\(suggestion(name, among: known))")
                    continue
                }
                guard let words = table[key]?.string else {
                    complain(
                        key, group, "\(name) should be a style like \"paper on ink bold\".",
                        atValue: true)
                    continue
                }
                if let style = style(words, key, group) { theme.styles[role] = style }
            }
        }
    }

    /// `[fg] [on bg] [bold] [dim] [italic] [underline] [reverse] [pulse]`.
    private func style(_ text: String, _ key: String, _ group: String) -> StyleSpec? {
        var style = StyleSpec()
        let words = text.split(separator: " ").map(String.init)
        var index = 0
        while index < words.count {
            let word = words[index]
            if word == "on" {
                guard let next = words[safe: index + 1] else {
                    complain(key, group, "\"on\" needs a color after it.", atValue: true)
                    return nil
                }
                guard let ground = color(next, key, group) else { return nil }
                style.background = ground
                index += 1
            } else if StyleSpec.attributes.contains(word) {
                style.set(attribute: word)
            } else {
                guard let fore = color(word, key, group) else { return nil }
                style.foreground = fore
            }
            index += 1
        }
        return style
    }

    private func color(_ word: String, _ key: String, _ group: String) -> ThemeColor? {
        if word == "default" { return .terminalDefault }
        if let color = palette[word] { return .rgb(color) }
        if word.hasPrefix("#") { return hex(word, key, group).map(ThemeColor.rgb) }
        if let index = ThemeColor.ansiNames.firstIndex(of: word) { return .index(UInt8(index)) }
        if let number = UInt8(word) { return .index(number) }
        let known =
            palette.keys.sorted() + StyleSpec.attributes + ThemeColor.ansiNames + ["default"]
        complain(
            key, group,
            "palette name \"\(word)\" is not defined here or in \"base\".\(suggestion(word, among: known))",
            atValue: true)
        return nil
    }

    /// How much is drawn at most, and how the walls of the focus look.
    private func readLook(_ key: String, _ value: String, _ theme: inout Theme) {
        if key == "set", let set = GlyphSet(rawValue: value) {
            theme.glyphSet = set
        } else if key == "focus", let walls = FocusWalls(rawValue: value) {
            theme.focusWalls = walls
        } else {
            let known = key == "set" ? "unicode, blocks, ascii" : "plain, heavy, double"
            complain(key, "glyph", "\(key) \"\(value)\" must be one of \(known).", atValue: true)
        }
    }

    private func readGlyphs(_ theme: inout Theme) {
        guard let table = source.root["glyph"]?.table else { return }
        for key in table.keys.sorted() {
            guard let value = table[key]?.string?.sanitised else { continue }
            if key == "set" || key == "focus" {
                readLook(key, value, &theme)
                continue
            }
            guard Theme.glyphNames[key] != nil else {
                complain(
                    key, "glyph",
                    "unknown glyph \"\(key)\".\(suggestion(key, among: Theme.glyphNames.keys))")
                continue
            }
            // Terminals give an emoji variation two cells, whatever its base has.
            let isEmoji = value.unicodeScalars.contains { $0.value == 0xFE0F }
            let width = isEmoji ? 2 * value.count : value.cellWidth
            guard value.count == 1, width == 1, let glyph = value.first else {
                let cells = "\(width) \(width == 1 ? "cell" : "cells")"
                complain(
                    key, "glyph", "glyph.\(key) \"\(value)\" is \(cells) wide. One cell is needed.",
                    atValue: true)
                continue
            }
            theme.glyphs[key] = glyph
        }
    }
}
