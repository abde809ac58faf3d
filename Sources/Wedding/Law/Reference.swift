/// Something that a submission names.
package enum Reference: Sendable, Hashable {
    case person(PersonID)
    case zone(ZoneID)
    case item(ItemID)
    case alert(AlertID)
    case guest(GuestID)
    case table(TableID)
    case vendor(VendorID)
    case task(DutyID)
    case thing(CustodyID)
    case payment(PaymentID)
    case piece(PieceID)
    case message(MessageID)
    case proposal(Proposal.ID)
    case conflict(Conflict.ID)
    case grant(AccessGrant.ID)

    /// What is said where it is not, or where its being there is nobody's business.
    package var words: String {
        switch self {
        case .person(let id): "person \(id)"
        case .zone(let id): "zone \(id)"
        case .item(let id): "item \(id)"
        case .alert(let id): "alert \(id)"
        case .guest(let id): "guest \(id)"
        case .table(let id): "table \(id)"
        case .vendor(let id): "vendor \(id)"
        case .task(let id): "task \(id)"
        case .thing(let id): "thing \(id)"
        case .payment(let id): "payment \(id)"
        case .piece(let id): "piece \(id)"
        case .message(let id): "message \(id) to confirm"
        case .proposal(let id): "pending proposal \(id)"
        case .conflict(let id): "conflict \(id)"
        case .grant(let id): "open grant \(id)"
        }
    }

    package init?(_ entity: Entity) {
        switch entity {
        case .item(let id): self = .item(id)
        case .vendor(let id): self = .vendor(id)
        case .person(let id): self = .person(id)
        case .task(let id): self = .task(id)
        case .guest(let id): self = .guest(id)
        case .table(let id): self = .table(id)
        case .payment(let id): self = .payment(id)
        case .custody(let id): self = .thing(id)
        case .wedding: return nil
        }
    }
}
