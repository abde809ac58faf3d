import ArgumentParser
import NIOPosix

struct Station: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "The vendor check-in station, for a laptop at the gate.",
        discussion: """
            Locked: only F10 and the code that set it up end it. It shows names and \
            times only; a company's own code also shows its contact data.

            Examples:
              callboard invite --desk
              callboard desk wss://10.0.0.5:7440 --code K7PM-2QXD --fingerprint 3f9a…
            """)

    @OptionGroup var host: HostOptions

    @Flag(help: "Begin in Spanish; F4 changes it.")
    var spanish = false

    @OptionGroup(title: "Screen")
    var options: ConsoleOptions

    func run() throws {
        try telling {
            guard TerminalFacts.current.canDraw else {
                throw HostProblem(
                    "The check-in station needs a terminal. From a script use callboard checkin.")
            }
            try ScreenSession.guardTerminal(options, isKiosk: true)
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { try? group.syncShutdownGracefully() }
            let login = try HostLogin(host, .station, on: group.any())
            try RemoteConsole(login: login, group: group).runStation(options, spanish: spanish)
        }
    }
}
