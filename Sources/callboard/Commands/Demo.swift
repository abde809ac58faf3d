import ArgumentParser
import Foundation
import Interchange
import Wedding

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a whole wedding day, on the real console and the real core.",
        discussion: """
            Examples:
              callboard demo                      the sample Saturday, a minute a second
              callboard demo --at 15:00           from three in the afternoon
              callboard demo --tour               ten minutes of training, step by step
              callboard demo --kiosk              the shared screen for guests
              callboard demo --plain              the day as lines of text, and a summary
              callboard demo --wedding my.toml --day my.csv
              callboard demo --wedding my.toml --quiet --plain --speed max

            --quiet plays a wedding's day from its file alone: people come at their call times and \
            check in at the station, nobody has a device, items run to plan, and the coordinator \
            handles roll calls and things in time. At the end it lists the alerts that were \
            raised: each is a false alarm, or shows a problem in the plan. --without P keeps \
            person P away.

            While it plays: P pauses, [ and ] go 15 minutes back and forward, n goes to the \
            next event, < and > change the speed, ? shows every key, q quits.

            Without a terminal the day is printed as lines, as fast as it goes. --plain with a \
            --speed prints them as they come and takes typed commands; help lists them.
            """)

    @Option(
        help: ArgumentHelp(
            "Speed, as a multiple of real time: 1 to 3600, or max.", valueName: "factor"))
    var speed: Speed?

    @Option(
        help: ArgumentHelp("Begin at this time of the wedding's day.", valueName: "HH:MM"),
        transform: TimeOfDay.init)
    var at: TimeOfDay?

    @Flag(help: "The shared screen: public wording only.")
    var kiosk = false

    @Flag(help: "Training: what to do next, and whether it was done.")
    var tour = false

    @Flag(help: "Lines of text instead of a screen.")
    var plain = false

    @Option(help: ArgumentHelp("Another wedding, in the format wedding/1.", valueName: "file.toml"))
    var wedding: String?

    @Option(help: ArgumentHelp("The script of its day.", valueName: "file.csv"))
    var day: String?

    @Flag(help: "A day on which nothing goes wrong, from the wedding's file alone.")
    var quiet = false

    @Option(
        help: ArgumentHelp("A person who never comes on a quiet day, by id.", valueName: "person"))
    var without: [String] = []

    @OptionGroup(title: "Screen")
    var options: ConsoleOptions

    func validate() throws {
        if quiet, day != nil {
            throw ValidationError("--quiet makes the day from the wedding file; leave out --day.")
        }
        if !quiet, !without.isEmpty {
            throw ValidationError("--without needs --quiet.")
        }
        if !quiet, (wedding == nil) != (day == nil) {
            throw ValidationError(
                "Use --wedding and --day together: a script belongs to its wedding.")
        }
        if tour, plain || kiosk || quiet {
            throw ValidationError(
                "--tour is for the console: leave out --plain, --kiosk and --quiet.")
        }
        if plain && kiosk { throw ValidationError("Use --plain or --kiosk, not both.") }
        if case .fastest? = speed, !plain, TerminalFacts.current.canDraw {
            throw ValidationError("--speed max needs --plain; on the screen 3600 is the most.")
        }
    }

    func run() throws {
        try telling {
            let day =
                quiet
                ? try DemoDay(quiet: wedding ?? sample("wedding.toml"), without: without)
                : try DemoDay(
                    wedding: wedding ?? sample("wedding.toml"), day: day ?? sample("day.csv"))
            let from = try at?.moment(of: day.wedding)
            guard !plain, TerminalFacts.current.canDraw else {
                if tour { throw HostProblem("--tour needs a terminal.") }
                // A wrong setting is said even where nothing is drawn with it.
                _ = try options.preferences().firstTheme(isKiosk: kiosk)
                return try PlainDemo(day: day, speed: speed?.factor, from: from).run()
            }
            try ScreenDemo(
                day: day, speed: speed?.factor ?? (tour ? 1 : 60),
                from: from ?? (tour ? day.tourStart : day.start), options: options,
                isKiosk: kiosk, isTour: tour
            ).run()
        }
    }

    private func sample(_ name: String) throws -> String {
        guard let folder = DataFolder.path("Samples/alder-mill") else {
            throw FileProblem(
                file: "Samples/alder-mill", line: 0,
                "cannot find the sample wedding. Set CALLBOARD_DATA to the folder that holds Samples."
            )
        }
        return "\(folder)/\(name)"
    }
}

/// How fast a day is played.
enum Speed: ExpressibleByArgument, Equatable {
    case times(Int)
    case fastest

    init?(argument: String) {
        if argument == "max" {
            self = .fastest
        } else if let factor = Int(argument), (1...3600).contains(factor) {
            self = .times(factor)
        } else {
            return nil
        }
    }

    var factor: Int? {
        if case .times(let factor) = self { factor } else { nil }
    }
}

/// Says what is wrong on standard error and ends with 1: never a trap, never a stack.
func telling(_ work: () throws -> Void) throws {
    do { try work() } catch let error as ExitCode { throw error } catch let error as ValidationError
    {
        throw error
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        throw ExitCode(1)
    }
}
