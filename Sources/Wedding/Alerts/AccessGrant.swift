/// Rights lent for the time of an emergency: timeline, ceremony, vendors and emergency to edit, and
/// never money or administration.
public struct AccessGrant: Sendable, Equatable, Identifiable, Codable {
    public typealias ID = Identifier<AccessGrant>

    public var id: ID
    public let to: PersonID
    public var by: PersonID
    /// From when it was granted.
    public var minutes: Int
    public var reason: String
    public var grantedAt: Timestamp
    /// The emergency it ends with, if it was given in one.
    public var alert: AlertID?
    /// Who agreed, where nobody may lend rights to themselves.
    public var agreedBy: PersonID?
    public var endedAt: Timestamp?
    /// When it was lent for longer than at first.
    public var extendedAt: Timestamp?

    public static let defaultMinutes = 30
    public static let minutesMax = 120
    /// Of all that one person is lent in a day.
    public static let minutesADayMax = 480
    public static let categories: Set<RightsCategory> = [
        .timeline, .ceremony, .vendors, .emergency,
    ]

    public init(
        id: ID = "", to person: PersonID, by grantor: PersonID = "", minutes: Int,
        reason: String = "",
        grantedAt: Timestamp = .zero, alert: AlertID? = nil
    ) {
        (self.id, to, by) = (id, person, grantor)
        (self.minutes, self.reason, self.grantedAt) = (minutes, reason, grantedAt)
        self.alert = alert
    }

    /// Whether a second person has to agree first.
    public var needsAgreement: Bool { to == by && agreedBy == nil }
    public var until: Timestamp { grantedAt + .minutes(minutes) }
    public var isActive: Bool { endedAt == nil && !needsAgreement }
    public var isOpen: Bool { endedAt == nil }

    /// The same, for so many minutes from `now` on.
    public func extended(by minutes: Int, reason: String, at now: Timestamp) -> AccessGrant {
        var longer = self
        longer.minutes = (now - grantedAt).wholeMinutes + minutes
        (longer.reason, longer.extendedAt) = (reason, now)
        return longer
    }
}

extension DayState {
    public func grant(_ id: AccessGrant.ID) -> AccessGrant? { grants.last { $0.id == id } }

    /// The grant that is open for somebody, agreed or not.
    public func openGrant(for person: PersonID) -> AccessGrant? {
        grants.last { $0.to == person && $0.isOpen }
    }

    /// What somebody may do now: by role, and by what they were lent.
    public func level(_ category: RightsCategory, of person: Person) -> RightsLevel {
        let own = person.role.level(category)
        guard own < .edit, AccessGrant.categories.contains(category),
            openGrant(for: person.id)?.isActive == true
        else { return own }
        return .edit
    }

    mutating func applyGrants(_ event: LogEvent) {
        switch event.change {
        case .grantAccess(let grant):
            if let index = grants.lastIndex(where: { $0.id == grant.id }) {
                grants[index] = grant
            } else {
                grants.append(grant)
            }
        case .agreeAccess(let id):
            guard let index = grants.lastIndex(where: { $0.id == id }) else { return }
            grants[index].agreedBy = event.by.person
            grants[index].grantedAt = event.at
        case .endAccess(let id):
            guard let index = grants.lastIndex(where: { $0.id == id }) else { return }
            grants[index].endedAt = grants[index].endedAt ?? event.at
        default: break
        }
    }
}
