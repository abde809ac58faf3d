/// An identifier of one kind of thing, as written in the wedding file: `p-rosa`, `i-27`, `z-barn`.
///
/// The phantom type keeps a person's id from being passed where a zone's is meant.
public struct Identifier<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(_ rawValue: String) { self.rawValue = rawValue }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    public var description: String { rawValue }
}

extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}

public typealias PersonID = Identifier<Person>
public typealias VendorID = Identifier<Vendor>
public typealias ZoneID = Identifier<Zone>
public typealias ItemID = Identifier<TimelineItem>
public typealias DutyID = Identifier<Duty>
public typealias GuestID = Identifier<Guest>
public typealias TableID = Identifier<SeatingTable>
public typealias PaymentID = Identifier<Payment>
public typealias CustodyID = Identifier<CustodyThing>
public typealias PieceID = Identifier<Piece>
public typealias AlertID = Identifier<Alert>
public typealias RuleID = Identifier<AlertRule>
public typealias WeddingID = Identifier<WeddingDay>
public typealias MessageID = Identifier<Message>
