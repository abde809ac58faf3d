/// What is said of where somebody is, and of how they are doing.
public enum PresenceChange: Sendable, Equatable {
    /// - Parameter crew: How many of their company came with them, themselves included.
    case checkIn(PersonID, zone: ZoneID?, crew: Int? = nil)
    case move(PersonID, zone: ZoneID)
    case activity(PersonID, Activity)
    case eta(PersonID, Timestamp)
    case battery(PersonID, percent: Int, isCharging: Bool)
    /// What was said last was wrong: it stands as before.
    case correct(PersonID, Whereabouts)

    /// Whom it is about.
    public var person: PersonID {
        switch self {
        case .checkIn(let id, _, _), .move(let id, _), .activity(let id, _), .eta(let id, _),
            .battery(let id, _, _), .correct(let id, _):
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
        case correct = "presence.correct"
    }

    package var kind: Kind {
        switch self {
        case .checkIn: .checkIn
        case .move: .move
        case .activity: .activity
        case .eta: .eta
        case .battery: .battery
        case .correct: .correct
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        let person: PersonID = try body.need(.person)
        switch kind {
        case .checkIn:
            self = try .checkIn(
                person, zone: body.get(.zone), crew: body.number(.crew, in: 1...Presence.crewMax))
        case .move: self = try .move(person, zone: body.need(.zone))
        case .activity: self = try .activity(person, body.need(.activity))
        case .eta: self = try .eta(person, body.need(.at))
        case .battery:
            guard let percent = try body.number(.battery, in: 0...100) else {
                throw body.missing(.battery)
            }
            self = try .battery(
                person, percent: percent, isCharging: body.get(.isCharging) ?? false)
        case .correct: self = try .correct(person, body.need(.before))
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        try body.put(person, .person)
        switch self {
        case .checkIn(_, let zone, let crew):
            try body.put(zone, .zone)
            try body.put(crew, .crew)
        case .move(_, let zone): try body.put(zone, .zone)
        case .activity(_, let activity): try body.put(activity, .activity)
        case .eta(_, let moment): try body.put(moment, .at)
        case .battery(_, let percent, let isCharging):
            try body.put(percent, .battery)
            try body.put(isCharging, .isCharging)
        case .correct(_, let before): try body.put(before, .before)
        }
    }
}
