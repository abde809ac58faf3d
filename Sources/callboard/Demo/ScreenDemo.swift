import Console
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
        try ScreenSession.guardTerminal(options, isKiosk: isKiosk)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let inbox = ConsoleInbox()
        let preferences = try options.preferences()
        let stage = DemoStage(
            day: day, loop: group.any(), inbox: inbox, speed: speed, from: from,
            hasSeconds: preferences.state.hasClock)
        try ScreenSession(options: options, isKiosk: isKiosk, isDemo: true).run(
            inbox: inbox, on: group.any(), start: { _ in stage.start(as: day.hostUser) },
            perform: { effect in
                switch effect {
                case .send(let message): stage.send(message)
                case .demo(let command): stage.command(command)
                case .bell, .copy, .suspend, .repaint, .quit, .notify: break
                }
            })
    }
}
