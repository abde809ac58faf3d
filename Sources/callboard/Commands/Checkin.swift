import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import RealtimeClient
import RealtimeProtocol
import Wedding

struct Checkin: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check in with one command, from a script or over ssh.",
        discussion: """
            Exits with 0 when the host has saved the report, with 1 and an error when not.

            Examples:
              callboard checkin wss://10.0.0.5:7440 --code K7PM-2QXD
              callboard checkin wss://10.0.0.5:7440 --activity setup --zone z-loading
              callboard checkin wss://10.0.0.5:7440 --eta 20m
              callboard checkin wss://10.0.0.5:7440 --battery 35 --charging
            """)

    @OptionGroup var host: HostOptions

    @Option(
        help: ArgumentHelp("What you are doing: setup, ready, departed …", valueName: "activity"))
    var activity: Activity?

    @Option(help: ArgumentHelp("Where you are, by the zone's id.", valueName: "zone"))
    var zone: String?

    @Option(
        help: ArgumentHelp("When you will be there: 20m, 1h, 14:30 or 2:30pm.", valueName: "time"),
        transform: { try ArrivalTime($0) })
    var eta: ArrivalTime?

    @Option(
        help: ArgumentHelp(
            "How full your phone is, 0 to 100; alone it says nothing else.", valueName: "percent"))
    var battery: Int?

    @Flag(help: "With --battery: it is charging.")
    var charging = false

    @Option(help: ArgumentHelp("How long to try, in seconds.", valueName: "seconds"))
    var timeout = 20

    func validate() throws {
        if eta != nil, zone != nil || activity != nil {
            throw ValidationError(
                "--eta is for people who are not there yet; leave out --zone and --activity.")
        }
        if let battery, !(0...100).contains(battery) {
            throw ValidationError("--battery must be between 0 and 100 percent.")
        }
        if charging, battery == nil { throw ValidationError("--charging needs --battery.") }
        if !(1...3600).contains(timeout) {
            throw ValidationError("--timeout must be between 1 and 3600 seconds.")
        }
    }

    func run() throws {
        try telling {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { try? group.syncShutdownGracefully() }
            let login = try HostLogin(host, .console, on: group.any())
            let words = try OneSubmission(login: login, loop: group.any(), timeout: timeout).send {
                try changes(for: PersonID(login.keyring.tokens.sub), in: $0, at: $1)
            }
            try Output.say(words)
        }
    }

    private func changes(
        for person: PersonID, in day: DayState, at now: Timestamp
    ) throws -> [Change] {
        let zone = zone.map { ZoneID($0) }
        if let zone, day.day.zones[zone] == nil {
            let known = day.day.zones.map(\.id.rawValue).joined(separator: ", ")
            throw HostProblem("There is no zone \(zone.rawValue.sanitised). There are: \(known).")
        }
        let phone =
            battery.map {
                [Change.presence(.battery(person, percent: $0, isCharging: charging))]
            } ?? []
        if let eta {
            let moment = try eta.moment(in: day.day, at: now)
            guard moment >= now else {
                throw HostProblem(
                    "That time is in the past. Give a later one, or check in without --eta.")
            }
            return [.presence(.eta(person, moment))] + phone
        }
        if let activity, activity == .departed {
            return [.presence(.activity(person, .departed))] + phone
        }
        if zone == nil, activity == nil, !phone.isEmpty { return phone }
        let arrival = Change.presence(.checkIn(person, zone: zone))
        let doing = activity.map { [Change.presence(.activity(person, $0))] } ?? []
        return [arrival] + doing + phone
    }
}

extension Activity: ExpressibleByArgument {}
