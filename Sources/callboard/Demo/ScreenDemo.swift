import CTerminal
import Console
import Foundation
import NIOPosix
import Terminal
import Wedding

/// The day on the real console.
struct ScreenDemo {
    let day: DemoDay
    let speed: Int
    let from: Timestamp
    let options: ConsoleOptions
    let isKiosk: Bool

    func run() throws {
        let preferences = try options.preferences()
        let theme = try preferences.firstTheme(isKiosk: isKiosk)
        // A shared screen has nobody beside it to type reset.
        if options.guard ?? isKiosk { ct_guard(DataFolder.log) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let inbox = ConsoleInbox()
        let stage = DemoStage(
            day: day, loop: group.any(), inbox: inbox, speed: speed, from: from,
            hasSeconds: preferences.state.hasClock)
        let screen = try TerminalScreen(preferences.screenSettings, theme: theme)
        var settings = preferences.state
        settings.isDemo = true
        settings.isKiosk = isKiosk
        settings.isFirstRun = !isKiosk && DataFolder.isFirstRun()
        let size = screen.size
        let state = ConsoleState(
            columns: size.columns, rows: size.rows, theme: theme, options: settings)
        let loop = ConsoleLoop(screen: screen, inbox: inbox, state: state) { effect in
            switch effect {
            case .send(let message): stage.send(message)
            case .demo(let command): stage.command(command)
            default: break
            }
        }
        stage.start(as: day.hostUser)
        group.any().execute { Self.loadThemes(into: inbox) }
        if let folder = DataFolder.path("Themes") {
            ThemeWatch(folder: folder).start { Self.loadThemes(into: inbox) }
        }
        let signal = loop.run()
        screen.close()
        if signal != 0 { raise(signal) }
    }

    /// A bad file is told, and leaves the look as it is.
    private static func loadThemes(into inbox: ConsoleInbox) {
        let (themes, problems) = ConsoleOptions.allThemes()
        inbox.post(.themes(themes))
        if let first = problems.first { inbox.post(.problem("\(first)")) }
    }
}
