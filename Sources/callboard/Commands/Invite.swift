import ArgumentParser
import Foundation
import Interchange
import Wedding

struct Invite: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a one-use code that lets somebody join.",
        discussion: """
            The code is good for 15 minutes, or until the person's call time if that is later. It \
            is read from the folder of the host that was started last here; --data names another.

            Examples:
              callboard invite p-iris
              callboard invite --desk
              callboard invite --screen
            """)

    @Argument(help: ArgumentHelp("A person in the wedding file, by id.", valueName: "person"))
    var person: String?

    @Flag(name: .customLong("desk"), help: "For the vendor check-in station.")
    var station = false

    @Flag(help: "For a shared screen.")
    var screen = false

    @Option(help: ArgumentHelp("The host's folder.", valueName: "dir"))
    var data: String?

    func validate() throws {
        let count = (person == nil ? 0 : 1) + (station ? 1 : 0) + (screen ? 1 : 0)
        if count != 1 { throw ValidationError("Name one person, or --desk, or --screen.") }
    }

    func run() throws {
        try telling {
            let (note, path) = try HostNote.find(data)
            let day = try WeddingFile.load(note.file)
            let folder = try HostFolder(path, wedding: day.id)
            let principal = try principal(in: day)
            let now = WallClock.now()
            let call = principal.person.flatMap { day.people[$0]?.callTime } ?? .zero
            let until = max(now + .minutes(15), call)
            let code = try AuthFiles(folder: folder, day: day).invite(principal, until: until)
            let verb = station ? "desk" : screen ? "join --kiosk" : "join"
            let end = day.clock.local(until)
            let date =
                end.date == day.clock.local(now).date
                ? "" : " on \(end.date.day) \(end.date.monthName) \(end.date.year)"
            try Output.say("code         \(code)   once, until \(end.hourMinute)\(date)")
            try Output.say("for          \(words(principal, day))")
            try Output.say("address      \(note.url)")
            if let fingerprint = note.fingerprint { try Output.say("fingerprint  \(fingerprint)") }
            let pin = note.fingerprint.map { " --fingerprint \($0)" } ?? ""
            let command = "callboard \(verb) \(note.url) --code \(code)\(pin)"
            try Output.say("")
            try Output.say(command)
            QRCode.show("\(note.url)#\(code)\(note.fingerprint.map { ";" + $0 } ?? "")")
        }
    }

    private func words(_ principal: Principal, _ day: WeddingDay) -> String {
        guard let person = principal.person.flatMap({ day.people[$0] }) else {
            return principal == .station ? "the check-in station" : "a shared screen"
        }
        return person.title.isEmpty ? person.name : "\(person.name), \(person.title)"
    }

    private func principal(in day: WeddingDay) throws -> Principal {
        if station { return .station }
        if screen { return .screen }
        let id = PersonID(person ?? "")
        guard day.people[id] != nil else {
            let ids = day.people.map(\.id.rawValue)
            let letters = id.rawValue.lowercased().replacing("p-", with: "").prefix(3)
            let near = ids.filter { !letters.isEmpty && $0.contains(letters) }
            let hint =
                near.isEmpty
                ? "There are: \(ids.joined(separator: ", "))."
                : "Did you mean \(near.joined(separator: ", "))?"
            throw HostProblem(
                "There is no person \(id.rawValue.sanitised) in \(day.title). \(hint)")
        }
        return .person(id)
    }
}
