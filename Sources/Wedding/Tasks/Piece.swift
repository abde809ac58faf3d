/// A thing that a company brings, and how far it is: one line of its load-in list.
public struct Piece: Sendable, Equatable, Identifiable, Codable {
    /// In the order of the day.
    public enum Stage: String, Sendable, CaseIterable, Codable, Comparable {
        /// Not here yet.
        case expected
        case `in`, set, tested, struck, out

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// One step on; nil at the end.
        public var next: Stage? { Self.allCases[safe: rank + 1] }

        /// One step back; nil at the beginning.
        public var previous: Stage? { Self.allCases[safe: rank - 1] }
    }

    public let id: PieceID
    public var name: String
    public var vendor: VendorID
    /// Where it is to stand.
    public var zone: ZoneID?
    /// What needs it tested.
    public var item: ItemID?
    public var stage: Stage

    public init(
        id: PieceID, name: String, vendor: VendorID, zone: ZoneID? = nil, item: ItemID? = nil,
        stage: Stage = .expected
    ) {
        (self.id, self.name, self.vendor) = (id, name, vendor)
        (self.zone, self.item, self.stage) = (zone, item, stage)
    }

    /// Whether what needs it can begin.
    public var isReady: Bool { stage == .tested }

    /// Whether it is at the venue and must be out before the house closes.
    public var isInHouse: Bool { stage > .expected && stage < .out }
}
