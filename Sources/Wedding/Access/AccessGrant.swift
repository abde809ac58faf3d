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
