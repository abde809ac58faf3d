import RealtimeProtocol
import Wedding

/// Who says something to the core, by whose rights and at whose cost.
enum Speaker: Sendable {
    case person(Person)
    /// Somebody who stands at a check-in station.
    case station(device: String, Caller)
    /// What no person said.
    case feed

    /// Who it is that stands there.
    enum Caller: Sendable {
        case person(Person)
        /// They do not say.
        case nobody
        /// Somebody for whom a station does not speak.
        case stranger
    }

    var author: Author {
        switch self {
        case .person(let person): .person(person.id)
        case .station(let device, _): .station(device)
        case .feed: .feed
        }
    }

    /// Whose rights apply; nil where no person's do.
    var user: Person? {
        switch self {
        case .person(let person): person
        case .station(_, .person(let person)): person
        case .station, .feed: nil
        }
    }

    var isStation: Bool {
        if case .station = self { true } else { false }
    }

    var isFeed: Bool {
        if case .feed = self { true } else { false }
    }

    /// What may be said about emergencies: at a station, a call for help and no more.
    func emergencyLevel(in state: DayState) -> RightsLevel {
        switch self {
        case .person(let person): state.level(.emergency, of: person)
        case .station: .own
        case .feed: .manage
        }
    }
}
