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
              callboard invite --all > invitations.txt
              callboard invite --desk
              callboard invite --screen
            """)

    @Argument(help: ArgumentHelp("A person in the wedding file, by id.", valueName: "person"))
    var person: String?

    @Flag(name: .customLong("desk"), help: "For the vendor check-in station.")
    var station = false

    @Flag(help: "For a shared screen.")
    var screen = false

    @Flag(help: "For everybody in the wedding file: a list to print.")
    var all = false

    @Option(help: ArgumentHelp("The host's folder.", valueName: "dir"))
    var data: String?

    func validate() throws {
        let count = (person == nil ? 0 : 1) + [station, screen, all].count { $0 }
        if count != 1 {
            throw ValidationError("Name one person, or --all, or --desk, or --screen.")
        }
    }

    func run() throws {
        try telling {
            let (note, path) = try HostNote.find(data)
            let day = try WeddingFile.load(note.file)
            let folder = try HostFolder(path, wedding: day.id)
            func invite(_ principal: Principal) throws -> Invitation {
                try Invitation(
                    principal, day, in: folder, url: note.url, fingerprint: note.fingerprint)
            }
            guard !all else {
                let list = try day.people.map { try invite(.person($0.id)) }
                return try Output.write(Data(Invitation.list(list, day).utf8))
            }
            let invitation = try invite(principal(in: day))
            try Output.say("code         \(invitation.code)   once, until \(invitation.until)")
            try Output.say("for          \(invitation.name)")
            try Output.say("address      \(note.url)")
            if let fingerprint = note.fingerprint { try Output.say("fingerprint  \(fingerprint)") }
            try Output.say("")
            try Output.say(invitation.command)
            QRCode.show(invitation.link)
        }
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
