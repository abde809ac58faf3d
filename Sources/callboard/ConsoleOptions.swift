import ArgumentParser
import Console
import Foundation
import Interchange
import Terminal
import Wedding

/// Flags of every command that shows the screen. What they leave open the environment
/// (`CALLBOARD_THEME` and so on) decides, then `config.toml`, then what the terminal can do.
struct ConsoleOptions: ParsableArguments {
    @Option(
        help: "Color theme: harbor, linen, beacon, signal, mono, ansi16, marquee or candle.")
    var theme: String?

    @Option(help: "truecolor, 256, 16, 8 or none; detected automatically.")
    var color: ColorDepth?

    @Option(help: "unicode, blocks or ascii; detected automatically.")
    var glyphs: GlyphSet?

    @Option(help: "on or off: whether unacknowledged alerts pulse.")
    var motion: ConsoleState.Motion?

    @Option(
        help:
            "off, osc9 or osc777: how to send a desktop notice while the window has no focus."
    )
    var notices: ConsoleState.Notices?

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    @Flag(help: "Show no seconds, and redraw only when something changes.")
    var noClock = false

    @Flag(
        name: .customLong("a11y"),
        help: "For screen readers: keep the cursor on the focus, and pulse nothing.")
    var isAccessible = false

    @Flag(
        inversion: .prefixedNo,
        help: "Watch the console, and restore the terminal even if the console is killed.")
    var `guard`: Bool?

    func preferences() throws -> Preferences {
        try Preferences(
            flags: self, environment: ProcessInfo.processInfo.environment,
            config: try DataFolder.config.map { try ConfigFile.load($0) } ?? ConfigFile())
    }
}

/// What holds for this run.
struct Preferences {
    private let flags: ConsoleOptions
    private let environment: [String: String]
    private let config: ConfigFile

    init(flags: ConsoleOptions, environment: [String: String], config: ConfigFile) throws {
        // An empty variable counts as none.
        let environment = environment.filter { !$0.value.isEmpty }
        (self.flags, self.environment, self.config) = (flags, environment, config)
        try check("COLOR", ColorDepth.allCases)
        try check("GLYPHS", GlyphSet.allCases)
        try check("MOTION", ConsoleState.Motion.allCases)
        try check("NOTICES", ConsoleState.Notices.allCases)
    }

    private func check<Value: RawRepresentable>(_ name: String, _ all: [Value]) throws
    where Value.RawValue == String {
        guard let value = environment["CALLBOARD_\(name)"], Value(rawValue: value) == nil else {
            return
        }
        let words = all.map(\.rawValue).joined(separator: ", ")
        throw WrongSetting("CALLBOARD_\(name) is \"\(value.sanitised)\". Use one of: \(words).")
    }

    private func setting<Value: RawRepresentable>(_ name: String) -> Value?
    where Value.RawValue == String {
        environment["CALLBOARD_\(name)"].flatMap { Value(rawValue: $0) }
    }

    private var depth: ColorDepth? {
        if let asked = flags.color ?? setting("COLOR") { return asked }
        if environment["NO_COLOR"] != nil { return ColorDepth.none }
        return config.color.flatMap { ColorDepth(rawValue: $0) }
    }

    func screenSettings() throws -> TerminalScreen.Settings {
        var settings = TerminalScreen.Settings()
        settings.depth = depth
        settings.usesMouse = !flags.noMouse && config.mouse ?? true
        settings.logPath = try DataFolder.log
        return settings
    }

    var state: ConsoleState.Options {
        let isAccessible = flags.isAccessible || config.accessible ?? false
        var options = ConsoleState.Options()
        options.glyphs =
            flags.glyphs ?? setting("GLYPHS") ?? config.glyphs ?? TerminalFacts.current.glyphs
        options.motion =
            isAccessible ? .off : flags.motion ?? setting("MOTION") ?? config.motion ?? .on
        options.isAccessible = isAccessible
        options.hasClock = !flags.noClock && !isAccessible && config.clock ?? true
        options.notices = flags.notices ?? setting("NOTICES") ?? config.notices ?? .off
        return options
    }

    /// The theme to begin with; the others can wait until the screen is up.
    func firstTheme(isKiosk: Bool) throws -> Theme {
        let asked = flags.theme ?? environment["CALLBOARD_THEME"]
        let name = (asked ?? usualTheme(isKiosk: isKiosk)).lowercased()
        if let folder = DataFolder.path("Themes"),
            let found = try ThemeFile.load(name, from: folder)
        {
            return found
        }
        if name == "base" || name == "harbor" { return .base }
        if name == "mono" { return .mono }
        let names = ConsoleOptions.allThemes().themes.map { $0.name.lowercased() }
        throw WrongSetting(
            "There is no theme \"\(name.sanitised)\". Choose one of: \(names.joined(separator: ", "))."
        )
    }

    private func usualTheme(isKiosk: Bool) -> String {
        let most = TerminalProbe.colors().map { ColorDepth(colors: $0) } ?? .palette
        let shown = min(depth ?? most, most)
        if shown == .none { return "mono" }
        if shown < .palette { return config.themeLowColor ?? "ansi16" }
        if isKiosk { return "marquee" }
        if TerminalFacts.current.isLight { return config.themeLight ?? "linen" }
        return config.theme ?? "harbor"
    }
}

/// A setting that means nothing, with what would.
struct WrongSetting: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension ConsoleOptions {
    /// The themes that come along and the one that is built in, and what is wrong with files.
    static func allThemes() -> (themes: [Theme], problems: [FileProblem]) {
        guard let folder = DataFolder.path("Themes") else { return ([.base, .mono], []) }
        let found = ThemeFile.loadAll(folder)
        return (found.themes + [.base], found.problems)
    }
}

extension ColorDepth: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
extension ConsoleState.Motion: ExpressibleByArgument {}
extension ConsoleState.Notices: ExpressibleByArgument {}
