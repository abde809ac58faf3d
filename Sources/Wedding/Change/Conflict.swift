/// Two changes of one field where neither saw the other.
public struct Conflict: Sendable, Equatable, Codable {
    public struct Side: Sendable, Equatable, Codable {
        public let by: Actor
        public let value: ItemEdit
        public let at: Timestamp

        public init(by: Actor, value: ItemEdit, at: Timestamp) {
            (self.by, self.value, self.at) = (by, value, at)
        }
    }

    /// Which rule of the strategy table settled it.
    public enum Rule: String, Sendable, Codable {
        case rank, lead, later, manual

        public var words: String {
            switch self {
            case .rank: "by role"
            case .lead: "lead over assistant"
            case .later: "the later one"
            case .manual: "waits for a person"
            }
        }
    }

    public let item: ItemID
    public let field: ItemEdit.Field
    public let winner: Side
    public let loser: Side
    public let rule: Rule
    public let settledAt: Timestamp

    public init(
        item: ItemID, field: ItemEdit.Field, winner: Side, loser: Side, rule: Rule,
        settledAt: Timestamp
    ) {
        (self.item, self.field, self.winner, self.loser) = (item, field, winner, loser)
        (self.rule, self.settledAt) = (rule, settledAt)
    }

    /// Who prevails when `incoming` meets the value that stands.
    ///
    /// Ceremony fields of equal rank wait for a person; other fields go to the lead, then to the
    /// later entry of the log.
    public static func judge(
        standing: Person?, incoming: Person?, isCeremony: Bool
    ) -> (incomingWins: Bool, rule: Rule) {
        let standingRank = standing?.role.rank ?? Int.max
        let incomingRank = incoming?.role.rank ?? Int.max
        if standingRank != incomingRank { return (incomingRank < standingRank, .rank) }
        if isCeremony { return (false, .manual) }
        let leads = (standing?.isLead ?? false, incoming?.isLead ?? false)
        if leads.0 != leads.1 { return (leads.1, .lead) }
        return (true, .later)
    }
}
