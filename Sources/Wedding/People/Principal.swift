/// Whoever holds a token: a person of the wedding, or a station where nobody in particular stands.
public enum Principal: Sendable, Hashable {
    case person(PersonID)
    /// The vendor check-in at the gate.
    case station
    /// A shared screen: public wording only.
    case screen

    public var person: PersonID? {
        if case .person(let id) = self { id } else { nil }
    }

    /// How a token names it.
    public var word: String {
        switch self {
        case .person(let id): id.rawValue
        case .station: "desk"
        case .screen: "screen"
        }
    }
}
