/// Two changes of one field where neither saw the other.
public struct Conflict: Sendable, Equatable, Codable {
    public struct Side: Sendable, Equatable, Codable {
        public let by: Actor
        public let value: FieldEdit
        public let at: Timestamp
        /// Why, in its author's words.
        public var text: String

        public init(by: Actor, value: FieldEdit, at: Timestamp, text: String = "") {
            (self.by, self.value, self.at, self.text) = (by, value, at, text)
        }
    }

    /// Which rule of the strategy table settled it.
    public enum Rule: String, Sendable, Codable {
        case rank, lead, later, manual
        case addWins = "add_wins"
        case larger
        case editOverDelete = "edit_over_delete"

        public var words: String {
            switch self {
            case .rank: "by role"
            case .lead: "lead over assistant"
            case .later: "the later change"
            case .manual: "waits for a person"
            case .addWins: "the addition stays"
            case .larger: "the larger delay"
            case .editOverDelete: "edit wins over removal"
            }
        }
    }

    /// What a person decided.
    public struct Decision: Sendable, Equatable, Codable {
        public let by: Actor
        public let at: Timestamp
        public let value: FieldEdit
        public let text: String

        public init(by: Actor, at: Timestamp, value: FieldEdit, text: String) {
            (self.by, self.at, self.value, self.text) = (by, at, value, text)
        }
    }

    public typealias ID = Identifier<Conflict>

    /// Given by the core when it is written.
    public var id: ID = ""
    public let entity: Entity
    public let field: Field
    public let winner: Side
    public let loser: Side
    public let rule: Rule
    public let settledAt: Timestamp
    /// What stood there before either.
    public var before: FieldValue?
    public var decision: Decision?

    public init(
        entity: Entity, field: Field, winner: Side, loser: Side, rule: Rule, settledAt: Timestamp,
        before: FieldValue? = nil
    ) {
        (self.entity, self.field, self.winner, self.loser) = (entity, field, winner, loser)
        (self.rule, self.settledAt, self.before) = (rule, settledAt, before)
    }

    public var key: FieldKey { FieldKey(entity, field) }
    public var item: ItemID? { entity.item }

    /// Waits for a person.
    public var isOpen: Bool { rule == .manual && decision == nil }

    /// What stands now, as far as this conflict knows.
    public var standing: FieldEdit { decision?.value ?? winner.value }
}

extension FieldValue: Codable {
    private struct Shape: Codable {
        var text: String?
        var number: Int?
        var moment: Timestamp?
        var add: String?
        var remove: String?
    }

    public init(from decoder: any Decoder) throws {
        let shape = try Shape(from: decoder)
        if let text = shape.text {
            self = .text(text.sanitised)
        } else if let number = shape.number {
            self = .number(number)
        } else if let moment = shape.moment {
            self = .moment(moment)
        } else if let element = shape.add {
            self = .adding(element.sanitised)
        } else if let element = shape.remove {
            self = .removing(element.sanitised)
        } else {
            self = .nothing
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var shape = Shape()
        switch self {
        case .text(let text): shape.text = text
        case .number(let number): shape.number = number
        case .moment(let moment): shape.moment = moment
        case .adding(let element): shape.add = element
        case .removing(let element): shape.remove = element
        case .nothing: break
        }
        try shape.encode(to: encoder)
    }
}

extension Conflict {
    /// Who prevails when `incoming` meets the value that stands, by the strategy of the field.
    public static func judge(
        standing: Side, incoming: Side, _ strategy: Strategy, _ person: (Side) -> Person?
    ) -> (incomingWins: Bool, rule: Rule) {
        switch strategy {
        case .hierarchy, .hierarchyOrManual:
            let ranks = (rank(person(standing)), rank(person(incoming)))
            if ranks.0 != ranks.1 { return (ranks.1 < ranks.0, .rank) }
            if strategy == .hierarchyOrManual { return (false, .manual) }
            let leads = (person(standing)?.isLead ?? false, person(incoming)?.isLead ?? false)
            if leads.0 != leads.1 { return (leads.1, .lead) }
            return (true, .later)
        case .lastWrite:
            let isLater = (standing.at, standing.by.word) < (incoming.at, incoming.by.word)
            return (isLater, .later)
        case .larger:
            return (
                (incoming.value.value.number ?? 0) > (standing.value.value.number ?? 0), .larger
            )
        case .addWins:
            if case .adding = incoming.value.value { return (true, .addWins) }
            return (false, .addWins)
        case .manual, .uniqueSeat, .stateMachine: return (false, .manual)
        case .text, .position: return (true, .later)
        }
    }

    private static func rank(_ person: Person?) -> Int { person?.role.rank ?? Int.max }
}
