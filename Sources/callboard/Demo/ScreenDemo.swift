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
        let theme = try options.firstTheme(isKiosk: isKiosk)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let inbox = ConsoleInbox()
        let stage = DemoStage(
            day: day, loop: group.any(), inbox: inbox, speed: speed, from: from)
        let screen = try TerminalScreen(options.screenSettings, theme: theme)
        var settings = options.state
        settings.isDemo = true
        settings.isKiosk = isKiosk
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
        group.any().execute {
            do { inbox.post(.themes(try ConsoleOptions.allThemes())) } catch {
                inbox.post(.problem("\(error)"))
            }
        }
        let signal = loop.run()
        screen.close()
        if signal != 0 { raise(signal) }
    }
}
