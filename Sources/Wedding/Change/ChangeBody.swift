/// A change as it is written: the fields of its kind, named as in the wedding file.
public struct ChangeBody: Sendable, Equatable, Codable {
    public var person: PersonID?
    public var people: [PersonID]?
    public var zone: ZoneID?
    public var crew: Int?
    public var activity: Activity?
    public var at: Timestamp?
    public var battery: Int?
    public var isCharging: Bool?
    public var item: ItemID?
    public var items: [ItemID]?
    public var decision: String?
    /// What is edited; `item` alone will do for an item.
    public var entity: Entity?
    public var field: Field?
    public var edit: FieldEdit?
    public var op: TextOperation?
    public var proposal: Proposal.ID?
    public var proposed: Proposal?
    /// A whole item, to be added.
    public var newItem: TimelineItem?
    /// Before or after which an item goes.
    public var after: ItemID?
    public var order: Int?
    public var changes: [AtomicPart]?
    public var require: [Precondition]?
    public var base: Int?
    public var minutes: Int?
    public var ripple: RippleProposal?
    public var conflict: Conflict?
    public var conflictId: Conflict.ID?
    public var settled: Conflict.Decision?
    /// The whole alert, as the log has it.
    public var raised: Alert?
    public var alert: AlertID?
    public var type: AlertKind?
    public var about: String?
    public var isDrill: Bool?
    public var escalation: Escalation?
    public var isForAll: Bool?
    public var isCauseGone: Bool?
    public var until: Timestamp?
    public var guest: GuestID?
    public var guests: [GuestID]?
    public var added: Guest?
    public var rsvp: Guest.Answer?
    public var table: TableID?
    public var task: DutyID?
    public var duty: Duty?
    public var custody: CustodyID?
    public var holder: CustodyThing.Holder?
    public var payment: PaymentID?
    public var status: Payment.Status?
    /// The whole message, as the log has it.
    public var sent: Message?
    public var message: MessageID?
    public var to: [AudienceWord]?
    public var priority: Priority?
    public var version: Int?
    public var near: ZoneID?
    public var subject: String?
    public var notice: WeatherNotice?
    /// The whole grant, as the log has it.
    public var grant: AccessGrant?
    public var access: AccessGrant.ID?

    public init() {}
}

/// One change of a unit.
public struct AtomicPart: Sendable, Equatable, Codable {
    public let kind: String
    public let body: ChangeBody

    public init(kind: String, body: ChangeBody) { (self.kind, self.body) = (kind, body) }
}

/// What is wrong with a change that came from outside.
public enum ChangeProblem: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownKind(String)
    case missing(String, kind: String)
    case outOfRange(String)

    public var description: String {
        switch self {
        case .unknownKind(let kind): "There is no kind of change \"\(kind)\"."
        case .missing(let field, let kind): "\(kind) needs \(field) in its body."
        case .outOfRange(let words): words
        }
    }
}

extension ChangeBody {
    /// Things one change may name.
    private static var listMax: Int { 1_000 }

    /// For what comes from outside: the log itself holds whatever the core once made.
    public func checkBounds() throws(ChangeProblem) {
        for part in changes ?? [] { try part.body.checkBounds() }
        let lists = [people?.count, items?.count, guests?.count, to?.count].compactMap { $0 }
        if lists.contains(where: { $0 > Self.listMax }) {
            throw .outOfRange("A list can have at most \(Self.listMax) entries.")
        }
    }

    func checkNumbers() throws(ChangeProblem) {
        if let minutes, !(-1440...1440).contains(minutes) {
            throw .outOfRange("minutes must be between -1440 and 1440.")
        }
        if let battery, !(0...100).contains(battery) {
            throw .outOfRange("battery must be between 0 and 100.")
        }
        if let crew, !(1...Presence.crewMax).contains(crew) {
            throw .outOfRange("crew must be between 1 and \(Presence.crewMax).")
        }
    }

    /// Changes of one unit: more is a file to import.
    private static var partsMax: Int { 100 }

    /// Families whose changes are said alone.
    private static var loneFamilies: Set<String> { ["alert", "access", "day", "cap"] }

    func unit() throws(ChangeProblem) -> Change {
        guard let changes, !changes.isEmpty else {
            throw .missing("changes", kind: Change.unitKind)
        }
        guard changes.count <= Self.partsMax, require?.count ?? 0 <= Self.partsMax else {
            throw .outOfRange("A unit can have at most \(Self.partsMax) changes and conditions.")
        }
        var parts: [Change] = []
        for part in changes {
            let family = part.kind.split(separator: ".").first.map(String.init) ?? ""
            guard part.kind != Change.unitKind, !Self.loneFamilies.contains(family)
            else {
                throw .outOfRange("\(part.kind.sanitised.prefix(40)) cannot be part of a unit.")
            }
            parts.append(try Change(kind: part.kind, part.body))
        }
        return .atomic(parts, require ?? [])
    }
}
