/// How two edits of one field are brought together when neither saw the other.
public enum Strategy: String, Sendable, CaseIterable, Codable {
    /// The stronger role; then `lead` over assistant, then the later in the log.
    case hierarchy
    /// The stronger role; of one rank, a person decides.
    case hierarchyOrManual
    /// The later on the hybrid clock.
    case lastWrite
    /// Always a person.
    case manual
    /// Operational transformation: both stay.
    case text
    /// A set where what was added stays, whoever removed it meanwhile.
    case addWins
    /// The larger, never the sum.
    case larger
    /// Moves are merged by position: both stay.
    case position
    /// A legal step or none.
    case stateMachine
    /// One person a seat: a collision is for a person.
    case uniqueSeat

    /// The four families that the product promises, and text beside them.
    public enum Family: String, Sendable {
        case roleHierarchy, lastWrite, fieldSpecific, manual, text
    }

    public var family: Family {
        switch self {
        case .hierarchy, .hierarchyOrManual: .roleHierarchy
        case .lastWrite: .lastWrite
        case .manual: .manual
        case .text: .text
        case .addWins, .larger, .position, .stateMachine, .uniqueSeat: .fieldSpecific
        }
    }

    /// One row of the table.
    public struct Rule: Sendable {
        public let entity: Entity.Kind
        public let field: Field
        public let value: FieldValue.Kind
        public let strategy: Strategy
        public let category: RightsCategory
        /// Whether `sync.edit` may change it; the rest has a kind of its own.
        public let isEditable: Bool
    }

    /// Every field of every entity: what stands there, how edits meet, whose right it is.
    public static let table: [Rule] = [
        row(.item, .title, .text, .lastWrite, .timeline),
        row(.item, .start, .moment, .hierarchy, .timeline),
        row(.item, .end, .moment, .hierarchy, .timeline),
        row(.item, .zone, .zone, .hierarchy, .timeline),
        row(.item, .owner, .person, .hierarchy, .timeline),
        row(.item, .anchor, .text, .hierarchy, .timeline),
        row(.item, .minMinutes, .number, .hierarchy, .timeline),
        row(.item, .visibility, .text, .hierarchy, .timeline),
        row(.item, .people, .set, .addWins, .timeline),
        row(.item, .tags, .set, .addWins, .timeline),
        row(.item, .dependsOn, .set, .addWins, .timeline),
        row(.item, .delayMinutes, .number, .larger, .timeline),
        row(.item, .notes, .text, .text, .timeline, isEditable: false),
        row(.item, .order, .text, .position, .timeline, isEditable: false),
        row(.item, .status, .text, .stateMachine, .timeline, isEditable: false),
        row(.item, .decision, .text, .hierarchyOrManual, .timeline, isEditable: false),
        row(.vendor, .name, .text, .lastWrite, .vendors),
        row(.vendor, .trade, .text, .lastWrite, .vendors),
        row(.person, .name, .text, .lastWrite, .administration),
        row(.person, .phone, .text, .lastWrite, .administration),
        row(.person, .email, .text, .lastWrite, .administration),
        row(.person, .callTime, .moment, .hierarchy, .vendors),
        row(.person, .notes, .text, .text, .administration, isEditable: false),
        row(.task, .title, .text, .lastWrite, .vendors),
        row(.task, .owner, .person, .hierarchy, .vendors),
        row(.task, .due, .moment, .hierarchy, .vendors),
        row(.task, .status, .text, .stateMachine, .vendors, isEditable: false),
        row(.guest, .firstName, .text, .lastWrite, .guests),
        row(.guest, .lastName, .text, .lastWrite, .guests),
        row(.guest, .phone, .text, .lastWrite, .guests),
        row(.guest, .email, .text, .lastWrite, .guests),
        row(.guest, .meal, .text, .lastWrite, .guests),
        row(.guest, .diet, .set, .addWins, .guests),
        row(.guest, .table, .table, .uniqueSeat, .guests),
        row(.guest, .rsvp, .text, .lastWrite, .guests, isEditable: false),
        row(.guest, .notes, .text, .text, .guests, isEditable: false),
        row(.table, .name, .text, .lastWrite, .guests),
        row(.table, .seats, .number, .hierarchy, .guests),
        row(.payment, .amount, .number, .manual, .payments),
        row(.payment, .status, .text, .manual, .payments),
        row(.payment, .due, .moment, .lastWrite, .payments),
        row(.custody, .name, .text, .lastWrite, .vendors),
        row(.custody, .holder, .person, .hierarchy, .vendors, isEditable: false),
        row(.wedding, .brief, .text, .text, .timeline, isEditable: false),
    ]

    private static func row(
        _ entity: Entity.Kind, _ field: Field, _ value: FieldValue.Kind, _ strategy: Strategy,
        _ category: RightsCategory, isEditable: Bool = true
    ) -> Rule {
        Rule(
            entity: entity, field: field, value: value, strategy: strategy, category: category,
            isEditable: isEditable)
    }

    private struct Place: Hashable {
        let entity: Entity.Kind
        let field: Field
    }

    private static let rules = Dictionary(
        uniqueKeysWithValues: table.map { (Place(entity: $0.entity, field: $0.field), $0) })

    /// - Returns: nil for a field that the entity does not have.
    public static func rule(_ key: FieldKey) -> Rule? {
        rules[Place(entity: key.entity.kind, field: key.field)]
    }

    private static let moments = Set(table.filter { $0.value == .moment }.map(\.field))

    static func isMoment(_ field: Field) -> Bool { moments.contains(field) }
}

extension WeddingDay {
    /// The table, and the ceremony's own row: its start and place go by role, and of one rank
    /// a person decides.
    public func strategy(_ key: FieldKey) -> Strategy {
        let isCeremony = ceremony != nil && key.entity.item == ceremony
        if isCeremony, [.start, .end, .zone, .people].contains(key.field) {
            return .hierarchyOrManual
        }
        return Strategy.rule(key)?.strategy ?? .manual
    }
}
