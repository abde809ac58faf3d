import ArgumentParser
import Console
import Foundation
import Interchange
import Terminal

/// Flags of every command that shows the screen.
struct ConsoleOptions: ParsableArguments {
    @Option(
        help: "Colours by name; harbor, linen, beacon, signal, mono, ansi16, marquee or candle.")
    var theme: String?

    @Option(help: "truecolor, 256, 16, 8 or none; found out by itself.")
    var color: ColorDepth?

    @Option(help: "unicode, blocks or ascii; found out by itself.")
    var glyphs: GlyphSet?

    @Option(help: "on or off: whether unacknowledged alerts pulse.")
    var motion: ConsoleState.Motion = .on

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    @Flag(help: "Show no seconds, so that nothing is drawn while nothing happens.")
    var noClock = false

    @Flag(
        name: .customLong("a11y"),
        help: "Show the cursor at the focus, keep it still, and pulse nothing.")
    var isAccessible = false

    var screenSettings: TerminalScreen.Settings {
        var settings = TerminalScreen.Settings()
        settings.depth = hasNoColor ? ColorDepth.none : color
        settings.usesMouse = !noMouse
        settings.logPath = DataFolder.state + "/console.log"
        return settings
    }

    private var hasNoColor: Bool {
        color == nil && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
    }

    var state: ConsoleState.Options {
        var options = ConsoleState.Options()
        options.glyphs = glyphs ?? TerminalFacts.current.glyphs
        options.motion = isAccessible ? .off : motion
        options.isAccessible = isAccessible
        options.hasClock = !noClock && !isAccessible
        return options
    }

    /// The theme to begin with; the others can wait until the screen is up.
    func firstTheme(isKiosk: Bool) throws -> Theme {
        let usual = hasNoColor ? "mono" : isKiosk ? "marquee" : "harbor"
        let name = (theme ?? usual).lowercased()
        if let folder = DataFolder.path("Themes"),
            let found = try ThemeFile.load(name, from: folder)
        {
            return found
        }
        if name == "base" || theme == nil { return hasNoColor ? .mono : .base }
        let names = try Self.allThemes().map(\.name).joined(separator: ", ")
        throw ValidationError("There is no theme \"\(name)\". Choose one of: \(names).")
    }

    /// The themes that come along, and the one that is built in.
    static func allThemes() throws -> [Theme] {
        guard let folder = DataFolder.path("Themes") else { return [.base, .mono] }
        return try ThemeFile.loadAll(folder) + [.base]
    }
}

extension ColorDepth: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
extension ConsoleState.Motion: ExpressibleByArgument {}
