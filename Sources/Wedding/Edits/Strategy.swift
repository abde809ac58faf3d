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
}

extension WeddingDay {
    /// The table, and the ceremony's own row: its start and place go by role, and of one rank
    /// a person decides.
    public func strategy(_ key: FieldKey) -> Strategy {
        let isCeremony = ceremony != nil && key.entity.item == ceremony
        if isCeremony, [.start, .end, .zone, .people].contains(key.field) {
            return .hierarchyOrManual
        }
        return FieldRule.of(key)?.strategy ?? .manual
    }
}
