import ArgumentParser
import NIOPosix

struct Join: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open the console of a host that runs elsewhere.",
        discussion: """
            Shows the same screens; your role decides which. Without a terminal, or with \
            --plain, the day comes as lines.

            Examples:
              callboard join ws://127.0.0.1:7440 --code K7PM-2QXD
              callboard join wss://10.0.0.5:7440 --code K7PM-2QXD --fingerprint 3f9a…
              callboard join wss://10.0.0.5:7440 --kiosk
            """)

    @OptionGroup var host: HostOptions

    @Flag(help: "The shared screen: public wording only.")
    var kiosk = false

    @Flag(help: "Lines of text instead of a screen.")
    var plain = false

    @OptionGroup(title: "Screen")
    var options: ConsoleOptions

    func validate() throws {
        if plain && kiosk { throw ValidationError("Use --plain or --kiosk, not both.") }
    }

    func run() throws {
        try telling {
            let canDraw = !plain && TerminalFacts.current.canDraw
            if canDraw { try ScreenSession.guardTerminal(options, isKiosk: kiosk) }
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { try? group.syncShutdownGracefully() }
            let login = try HostLogin(host, kiosk ? .screen : .console, on: group.any())
            guard canDraw else {
                return try PlainWatch(login: login, group: group).run()
            }
            try RemoteConsole(login: login, group: group).run(options, isKiosk: kiosk)
        }
    }
}
