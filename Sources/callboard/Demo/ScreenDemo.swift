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
    let isTour: Bool

    func run() throws {
        try ScreenSession.guardTerminal(options, isKiosk: isKiosk)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let inbox = ConsoleInbox()
        let preferences = try options.preferences()
        let played = ScriptedDay(day, loop: group.any(), inbox: inbox)
        let transport = Transport(
            played, loop: group.any(), inbox: inbox, from: from, speed: speed,
            hasSeconds: preferences.state.hasClock)
        try ScreenSession(options: options, isKiosk: isKiosk, isDemo: true, isTour: isTour).run(
            inbox: inbox, on: group.any(), start: { _ in transport.start() },
            perform: { effect in
                switch effect {
                case .send(let message): played.send(message)
                case .demo(let command): transport.command(command)
                case .bell, .copy, .suspend, .repaint, .quit, .notify, .invite: break
                }
            })
    }
}
