/// Something of the wedding whose fields are edited one by one.
public enum Entity: Sendable, Hashable {
    case item(ItemID)
    case vendor(VendorID)
    case person(PersonID)
    case task(DutyID)
    case guest(GuestID)
    case table(TableID)
    case payment(PaymentID)
    case custody(CustodyID)
    /// The wedding itself: its shared brief.
    case wedding

    public enum Kind: String, Sendable, CaseIterable, Codable {
        case item, vendor, person, task, guest, table, payment, custody, wedding
    }

    public var kind: Kind {
        switch self {
        case .item: .item
        case .vendor: .vendor
        case .person: .person
        case .task: .task
        case .guest: .guest
        case .table: .table
        case .payment: .payment
        case .custody: .custody
        case .wedding: .wedding
        }
    }

    public var id: String {
        switch self {
        case .item(let id): id.rawValue
        case .vendor(let id): id.rawValue
        case .person(let id): id.rawValue
        case .task(let id): id.rawValue
        case .guest(let id): id.rawValue
        case .table(let id): id.rawValue
        case .payment(let id): id.rawValue
        case .custody(let id): id.rawValue
        case .wedding: ""
        }
    }

    public init(_ kind: Kind, _ id: String) {
        switch kind {
        case .item: self = .item(ItemID(id))
        case .vendor: self = .vendor(VendorID(id))
        case .person: self = .person(PersonID(id))
        case .task: self = .task(DutyID(id))
        case .guest: self = .guest(GuestID(id))
        case .table: self = .table(TableID(id))
        case .payment: self = .payment(PaymentID(id))
        case .custody: self = .custody(CustodyID(id))
        case .wedding: self = .wedding
        }
    }

    public var item: ItemID? {
        if case .item(let id) = self { id } else { nil }
    }
}

extension Entity: Codable {
    /// `item/i-27`, and `wedding`.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard text.utf8.count <= 300 else {
            throw DecodingError.wrong(decoder, "this id is too long")
        }
        let parts = text.split(separator: "/", maxSplits: 1)
        guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }),
            (kind == .wedding) == (parts.count == 1)
        else {
            throw DecodingError.wrong(
                decoder, "an entity is a kind and an id, like item/i-27, or wedding")
        }
        self.init(kind, parts.count == 2 ? String(parts[1]).sanitised : "")
    }

    public func encode(to encoder: any Encoder) throws {
        try (self == .wedding ? kind.rawValue : "\(kind.rawValue)/\(id)").encode(to: encoder)
    }
}

/// One field of one entity.
public struct FieldKey: Hashable, Sendable, Codable {
    public let entity: Entity
    public let field: Field

    public init(_ entity: Entity, _ field: Field) { (self.entity, self.field) = (entity, field) }
}
