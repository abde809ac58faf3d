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
        let themes = try options.themes(isKiosk: isKiosk)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let inbox = ConsoleInbox()
        let stage = DemoStage(
            day: day, loop: group.any(), inbox: inbox, speed: speed, from: from)
        let screen = try TerminalScreen(options.screenSettings, theme: themes.first)
        var settings = options.state
        settings.isDemo = true
        settings.isKiosk = isKiosk
        let size = screen.size
        var state = ConsoleState(
            columns: size.columns, rows: size.rows, theme: themes.first, options: settings)
        state.themes = themes.all
        let loop = ConsoleLoop(screen: screen, inbox: inbox, state: state) { effect in
            switch effect {
            case .send(let message): stage.send(message)
            case .demo(let command): stage.command(command)
            default: break
            }
        }
        stage.start(as: day.hostUser)
        let signal = loop.run()
        screen.close()
        if signal != 0 { raise(signal) }
    }
}
