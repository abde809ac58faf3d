import Wedding

/// Somebody who reads the log: by their class, which shares every frame, and as a person.
public struct Reader: Sendable, Hashable {
    public let principal: Principal
    /// Stations read what a role of theirs would, with less in it.
    public let role: Role

    public init?(_ principal: Principal, in day: WeddingDay) {
        self.principal = principal
        switch principal {
        case .person(let id):
            guard let person = day.people[id] else { return nil }
            role = person.role
        case .desk: role = .vendor
        case .screen: role = .guest
        }
    }

    /// Nobody in particular of a class.
    public init(anyOf reader: Reader) {
        role = reader.role
        principal = reader.isStation ? reader.principal : .person("")
    }

    public var person: PersonID? { principal.person }

    /// Whether the details of the ceremony are theirs to read.
    public var readsCeremony: Bool { level(.ceremony) >= .view }

    var isStation: Bool { person == nil }

    /// Whether somebody is one of these; nobody is nobody.
    func isOneOf(_ people: [PersonID?]) -> Bool { person != nil && people.contains(person) }

    /// Readers of one class see the same entries in the same words.
    public var className: String {
        isStation ? principal.word : role.rawValue
    }

    func level(_ category: RightsCategory) -> RightsLevel {
        isStation && category != .presence && category != .timeline ? .none : role.level(category)
    }
}
