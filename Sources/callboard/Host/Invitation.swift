import Foundation
import Wedding

/// A one-use code for somebody, with all that they need to come in.
struct Invitation {
    /// "Iris Tanaka, lead photographer".
    let name: String
    let code: String
    /// "15:30", with the date where it is another day's.
    let until: String
    let command: String
    /// What a QR code of it says.
    let link: String

    /// Good for a quarter of an hour, or until the person's call time if that is later.
    init(
        _ principal: Principal, _ day: WeddingDay, in folder: HostFolder, url: String,
        fingerprint: String?
    ) throws {
        let now = WallClock.now()
        let person = principal.person.flatMap { day.people[$0] }
        let end = max(now + .minutes(15), person?.callTime ?? .zero)
        code = try AuthFiles(folder: folder, day: day).invite(principal, until: end)
        let local = day.clock.local(end)
        let date =
            local.date == day.clock.local(now).date
            ? "" : " on \(local.date.day) \(local.date.monthName) \(local.date.year)"
        until = local.hourMinute + date
        switch principal {
        case .person: name = person.map(Self.words) ?? principal.word
        case .station: name = "the check-in station"
        case .screen: name = "a shared screen"
        }
        let verb =
            switch principal {
            case .person: "join"
            case .station: "desk"
            case .screen: "join --kiosk"
            }
        let pin = fingerprint.map { " --fingerprint \($0)" } ?? ""
        command = "callboard \(verb) \(url) --code \(code)\(pin)"
        link = "\(url)#\(code)\(fingerprint.map { ";" + $0 } ?? "")"
    }

    private static func words(_ person: Person) -> String {
        person.title.isEmpty ? person.name : "\(person.name), \(person.title)"
    }

    /// One paragraph a person, to be cut apart.
    static func list(_ invitations: [Invitation], _ day: WeddingDay) -> String {
        let pages = invitations.map { invitation in
            let code = QRCode.text(invitation.link).map { "\n" + $0 } ?? ""
            return """
                \(invitation.name)
                code     \(invitation.code)   once, until \(invitation.until)
                \(invitation.command)
                \(code)
                """
        }
        return "\(day.title): invitations. Each code lets one person in, once.\n\n"
            + pages.joined(separator: "\n- - - - - - - - - - - - - - - - - - - -\n\n")
    }
}
