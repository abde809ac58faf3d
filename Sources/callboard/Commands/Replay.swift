import ArgumentParser
import Console
import Foundation
import NIOPosix
import RealtimeProtocol
import Terminal
import Wedding

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at any past moment of a day, on the console.",
        discussion: """
            Shows the day as it was then, from the log; you cannot change it. P plays and pauses, \
            [ and ] go 15 minutes back and forward, n goes to the next event. The host \
            may be running.

            Without a terminal, or with --plain, the log is printed as lines up to that moment, \
            with a summary.

            Examples:
              callboard replay --at 15:00
              callboard replay --at 15:00 --plain
            """)

    @Option(
        help: ArgumentHelp("The moment of the day; its end by default.", valueName: "HH:MM"),
        transform: TimeOfDay.init)
    var at: TimeOfDay?

    @Option(
        help: ArgumentHelp("Plays at this multiple of real time.", valueName: "factor"))
    var speed: Int?

    @Flag(help: "Lines of text instead of a screen.")
    var plain = false

    @OptionGroup var journal: JournalOptions

    @OptionGroup(title: "Screen")
    var options: ConsoleOptions

    func validate() throws {
        if let speed, !(1...3600).contains(speed) {
            throw ValidationError("--speed must be between 1 and 3600.")
        }
    }

    func run() throws {
        try telling {
            let kept = try KeptDay(journal)
            let asked = try at.map { try kept.moment($0) }
            let moment = min(max(asked ?? kept.end, kept.start), kept.end)
            guard !plain, TerminalFacts.current.canDraw else {
                return try printLines(kept, moment)
            }
            try ScreenSession.guardTerminal(options, isKiosk: false)
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { try? group.syncShutdownGracefully() }
            let inbox = ConsoleInbox()
            let played = LoggedDay(kept, inbox: inbox)
            let transport = Transport(
                played, loop: group.any(), inbox: inbox, from: moment, speed: speed,
                hasSeconds: true)
            try ScreenSession(options: options, isKiosk: false, isDemo: true, isReplay: true).run(
                inbox: inbox, on: group.any(), start: { _ in transport.start() },
                perform: { effect in
                    switch effect {
                    case .send(let message): played.refuse(message)
                    case .demo(let command): transport.command(command)
                    case .bell, .copy, .suspend, .repaint, .quit, .notify, .invite: break
                    }
                })
        }
    }

    private func printLines(_ kept: KeptDay, _ moment: Timestamp) throws {
        let output = LineOutput()
        var state = DayState(day: kept.plan)
        for event in kept.events where event.at <= moment {
            state.apply(event)
            try output.write(PlainLine(state).line(event))
        }
        try output.write("")
        for line in DaySummary(state: state, stats: CoreStats(), at: moment).lines {
            if !line.hasPrefix("messages") { try output.write(line) }
        }
        try output.flush()
    }
}
