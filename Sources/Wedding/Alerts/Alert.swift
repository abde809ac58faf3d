/// Something that needs a person to act.
public struct Alert: Sendable, Equatable, Identifiable, Codable {
    /// "I have seen it and own it", for one zone or for all that the person answers for.
    public struct Acknowledgement: Sendable, Equatable, Codable {
        public let by: Actor
        public let at: Timestamp
        public let zone: ZoneID?
        public let text: String
    }

    public struct Entry: Sendable, Equatable, Codable {
        public let at: Timestamp
        public let text: String
        /// What somebody said of how it stands, not a step of its own.
        public var isUpdate: Bool?
    }

    public var id: AlertID
    public let kind: AlertKind
    /// The rule that raised it, or the emergency type a person named.
    public let rule: String
    /// The person, zone or thing it is about; "all" for everyone.
    public let about: String
    public var priority: Priority
    public var text: String
    public var raisedAt: Timestamp
    public var raisedBy: Actor
    public var zone: ZoneID?
    public var audience: [AudienceWord]
    public var doFirst: String
    public var then: String
    public var decideBy: Timestamp?
    /// When the danger is expected to be here, if anybody said.
    public var impactAt: Timestamp?
    public var state: AlertState = .raised
    /// When `state` began.
    public var changedAt: Timestamp
    public var acknowledgements: [Acknowledgement] = []
    public var owner: PersonID?
    /// Whom its ladder called, and who raised it too, beside those it was addressed to.
    public var called: [PersonID] = []
    /// Steps of the ladder already taken, per zone; the empty zone stands for the whole alert.
    public var stepsTaken: [String: Int] = [:]
    public var history: [Entry] = []
    public var isDrill = false
    /// The written rule that keeps it quiet.
    public var suppressedBy: RuleID?
    /// Those who have not come, where it is about several.
    public var waitsFor: [PersonID]?

    public init(
        id: AlertID, kind: AlertKind, rule: String, about: String, priority: Priority,
        text: String, raisedAt: Timestamp, raisedBy: Actor, zone: ZoneID? = nil,
        audience: [AudienceWord] = [], doFirst: String = "", then: String = "",
        decideBy: Timestamp? = nil, isDrill: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.rule = rule
        self.about = about
        self.priority = priority
        self.text = text
        self.raisedAt = raisedAt
        self.raisedBy = raisedBy
        self.zone = zone
        self.audience = audience
        self.doFirst = doFirst
        self.then = then
        self.decideBy = decideBy
        self.isDrill = isDrill
        changedAt = raisedAt
    }

    public var isEmergency: Bool { priority == .emergency }
    public var isOpen: Bool { !state.isOver }
    public var acknowledgedAt: Timestamp? { acknowledgements.first?.at }

    /// Whether its emergency is told to everyone at the venue, and so asks every zone's captain.
    public var asksZones: Bool { isEmergency && audience.contains(.all) }

    /// What the words of its audience point at.
    public var context: AudienceContext { AudienceContext(subject: PersonID(about)) }

    /// Whoever says more of it hears what becomes of it.
    mutating func follow(_ person: PersonID) {
        let isClose = raisedBy == .person(person) || owner == person || called.contains(person)
        if !isClose { called.append(person) }
    }

    /// Whether its ladder has reached the emergency contacts.
    public var isCalledOut: Bool {
        guard let step = priority.ladder.firstIndex(where: { $0.target == .emergencyContacts })
        else { return false }
        return stepsTaken.values.contains { $0 > step }
    }

    /// Whether somebody answered for `zone`: by name, or as one of its captains.
    public func isAcknowledged(for zone: Zone) -> Bool {
        acknowledgements.contains { ack in
            if let named = ack.zone { return named == zone.id }
            guard case .person(let person) = ack.by else { return false }
            return zone.captains.contains(person)
        }
    }
}

extension WeddingDay {
    /// The zones whose captains must answer an emergency that was told to everyone.
    public var zonesWithCaptains: [Zone] { zones.filter { !$0.captains.isEmpty } }
}
