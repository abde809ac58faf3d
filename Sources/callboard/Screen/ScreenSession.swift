import CTerminal
import Console
import Foundation
import NIOCore
import RealtimeProtocol
import Terminal

/// A screen of ours on this terminal, whoever feeds it: a replay, the host beside it, or a socket.
struct ScreenSession {
    let options: ConsoleOptions
    var isKiosk = false
    var isDemo = false
    var isTour = false
    var isReplay = false
    var isHost = false
    /// One person's own console, over a socket.
    var isPersonal = false

    /// Puts a watch beside this process, if that is asked for. Before any thread is started: a
    /// process that splits keeps only one.
    static func guardTerminal(_ options: ConsoleOptions, isKiosk: Bool) throws {
        // A shared screen has nobody beside it to type reset.
        if options.guard ?? isKiosk { ct_guard(try DataFolder.log) }
    }

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
        let isFirst = try !isKiosk && DataFolder.isFirstRun()
        try run(inbox: inbox, on: loop, start: start, perform: perform, stop: stop) { place in
            var settings = place.preferences.state
            settings.isDemo = isDemo
            settings.isReplay = isReplay
            settings.isTour = isTour
            settings.isKiosk = isKiosk
            (settings.isHost, settings.isPersonal) = (isHost, isPersonal)
            settings.isFirstRun = isFirst
            var state = ConsoleState(
                columns: place.columns, rows: place.rows, theme: place.theme, options: settings)
            state.ids = SubmissionIDs { _ in RandomID.make() }
            return state
        }
    }

    /// Where an app finds itself.
    struct Place {
        let columns, rows: Int
        let theme: Theme
        let preferences: Preferences
    }

    /// - Parameter app: Makes what is shown.
    func run<App: ScreenApp>(
        inbox: ConsoleInbox, on loop: any EventLoop, start: (Preferences) throws -> Void,
        perform: @escaping (ConsoleEffect) -> Void, stop: () -> Void = {}, app: (Place) -> App
    ) throws {
        let preferences = try options.preferences()
        let theme = try preferences.firstTheme(isKiosk: isKiosk)
        let screen = try TerminalScreen(preferences.screenSettings(), theme: theme)
        let size = screen.size
        let place = Place(
            columns: size.columns, rows: size.rows, theme: theme, preferences: preferences)
        let console = ConsoleLoop(
            screen: screen, inbox: inbox, state: app(place), perform: perform)
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
