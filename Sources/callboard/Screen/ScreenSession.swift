import CTerminal
import Console
import Foundation
import NIOCore
import Terminal

/// The real console on this terminal, whoever feeds it: a replay, the host beside it, or a socket.
struct ScreenSession {
    let options: ConsoleOptions
    var isKiosk = false
    var isDemo = false

    /// Runs until somebody quits. Ends this process if a signal asks for that.
    ///
    /// - Parameters:
    ///   - loop: Where files are read while the screen is up.
    ///   - start: Called once the screen is there.
    ///   - perform: What a console asks of those who feed it.
    ///   - stop: Called when the terminal is given back, before a signal ends the process.
    func run(
        inbox: ConsoleInbox, on loop: any EventLoop, start: (Preferences) throws -> Void,
        perform: @escaping (ConsoleEffect) -> Void, stop: () -> Void = {}
    ) throws {
        let preferences = try options.preferences()
        let theme = try preferences.firstTheme(isKiosk: isKiosk)
        // A shared screen has nobody beside it to type reset.
        if options.guard ?? isKiosk { ct_guard(DataFolder.log) }
        let screen = try TerminalScreen(preferences.screenSettings, theme: theme)
        var settings = preferences.state
        settings.isDemo = isDemo
        settings.isKiosk = isKiosk
        settings.isFirstRun = !isKiosk && DataFolder.isFirstRun()
        let size = screen.size
        let state = ConsoleState(
            columns: size.columns, rows: size.rows, theme: theme, options: settings)
        let console = ConsoleLoop(screen: screen, inbox: inbox, state: state, perform: perform)
        try start(preferences)
        loop.execute { Self.loadThemes(into: inbox) }
        if let folder = DataFolder.path("Themes") {
            ThemeWatch(folder: folder).start { Self.loadThemes(into: inbox) }
        }
        let signal = console.run()
        screen.close()
        stop()
        if signal != 0 { raise(signal) }
    }

    /// A bad file is told, and leaves the look as it is.
    private static func loadThemes(into inbox: ConsoleInbox) {
        let (themes, problems) = ConsoleOptions.allThemes()
        inbox.post(.themes(themes))
        if let first = problems.first { inbox.post(.problem("\(first)")) }
    }
}
