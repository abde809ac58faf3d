import ArgumentParser
import Console
import Foundation
import Interchange
import Terminal

/// Flags of every command that shows the screen.
struct ConsoleOptions: ParsableArguments {
    @Option(help: "Colours by name; --theme list shows them.")
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

    /// The themes that come along and the user's own, and the one to begin with.
    func themes(isKiosk: Bool) throws -> (all: [Theme], first: Theme) {
        var all = [Theme.base, Theme.mono]
        if let folder = DataFolder.path("Themes") {
            all = try ThemeFile.loadAll(folder) + [Theme.base]
        }
        let usual = hasNoColor ? "mono" : isKiosk ? "marquee" : "harbor"
        let name = theme ?? usual
        if let first = all.first(where: { $0.name.lowercased() == name.lowercased() }) {
            return (all, first)
        }
        guard theme != nil else { return (all, .base) }
        let names = all.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no theme \"\(name)\". Choose one of: \(names).")
    }
}

extension ColorDepth: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
extension ConsoleState.Motion: ExpressibleByArgument {}
