import Wedding

/// Somebody who reads the log: by their class, which shares every frame, and as a person.
package struct Subscriber: Sendable, Hashable {
    package let principal: Principal
    /// Stations read what a role of theirs would, with less in it.
    package let role: Role

    package init?(_ principal: Principal, in day: WeddingDay) {
        self.principal = principal
        switch principal {
        case .person(let id):
            guard let person = day.people[id] else { return nil }
            role = person.role
        case .station: role = .vendor
        case .screen: role = .guest
        }
    }

    /// Nobody in particular of a class.
    package init(anyOf subscriber: Subscriber) {
        role = subscriber.role
        principal = subscriber.isStation ? subscriber.principal : .person("")
    }

    package var person: PersonID? { principal.person }

    /// Whether the details of the ceremony are theirs to read.
    package var readsCeremony: Bool { level(.ceremony) >= .view }

    var isStation: Bool { person == nil }

    /// Whether somebody is one of these; nobody is nobody.
    func isOneOf(_ people: [PersonID?]) -> Bool { person != nil && people.contains(person) }

    /// Readers of one class see the same entries in the same words.
    package var className: String {
        isStation ? principal.word : role.rawValue
    }

    func level(_ category: RightsCategory) -> RightsLevel {
        isStation && category != .presence && category != .timeline ? .none : role.level(category)
    }
}
