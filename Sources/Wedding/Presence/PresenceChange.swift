/// What is said of where somebody is, and of how they are doing.
public enum PresenceChange: Sendable, Equatable {
    /// - Parameter crew: How many of their company came with them, themselves included.
    case checkIn(PersonID, zone: ZoneID?, crew: Int? = nil)
    case move(PersonID, zone: ZoneID)
    case activity(PersonID, Activity)
    case eta(PersonID, Timestamp)
    case battery(PersonID, percent: Int, isCharging: Bool)

    /// Whom it is about.
    public var person: PersonID {
        switch self {
        case .checkIn(let id, _, _), .move(let id, _), .activity(let id, _), .eta(let id, _),
            .battery(let id, _, _):
            id
        }
    }
}

extension PresenceChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case checkIn = "presence.checkin"
        case move = "presence.move"
        case activity = "presence.activity"
        case eta = "presence.eta"
        case battery = "presence.battery"
    }

    package var kind: Kind {
        switch self {
        case .checkIn: .checkIn
        case .move: .move
        case .activity: .activity
        case .eta: .eta
        case .battery: .battery
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        let person = try body.need(\.person, "person")
        switch kind {
        case .checkIn: self = .checkIn(person, zone: body.zone, crew: body.crew)
        case .move: self = .move(person, zone: try body.need(\.zone, "zone"))
        case .activity: self = .activity(person, try body.need(\.activity, "activity"))
        case .eta: self = .eta(person, try body.need(\.at, "at"))
        case .battery:
            self = .battery(
                person, percent: try body.need(\.battery, "battery"),
                isCharging: body.isCharging ?? false)
        }
    }

    package func write(to body: inout ChangeBody) {
        body.person = person
        switch self {
        case .checkIn(_, let zone, let crew): (body.zone, body.crew) = (zone, crew)
        case .move(_, let zone): body.zone = zone
        case .activity(_, let activity): body.activity = activity
        case .eta(_, let moment): body.at = moment
        case .battery(_, let percent, let isCharging):
            (body.battery, body.isCharging) = (percent, isCharging)
        }
    }
}
