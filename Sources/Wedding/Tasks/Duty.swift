/// A task that somebody owns. (Called a duty here because `Task` is Swift's own word.)
public struct Duty: Sendable, Equatable, Identifiable, Codable {
    public let id: DutyID
    public var title: String
    public var owner: PersonID?
    public var due: Timestamp?
    public var item: ItemID?
    public var isDone: Bool

    public init(
        id: DutyID, title: String, owner: PersonID? = nil, due: Timestamp? = nil,
        item: ItemID? = nil, isDone: Bool = false
    ) {
        self.id = id
        self.title = title
        self.owner = owner
        self.due = due
        self.item = item
        self.isDone = isDone
    }
}

extension Duty {
    private static let rollCall = "roll-"
    private static let part = "part-"

    /// The list of whom an item needs, at the time it is planned for.
    static func rollCall(of item: ItemID, at start: Timestamp) -> DutyID {
        DutyID("\(rollCall)\(item)-\(start.milliseconds / 60_000)")
    }

    /// One part of what an item is made of, from 1 on.
    package static func part(_ number: Int, of item: ItemID) -> DutyID {
        DutyID("\(part)\(item)-\(number)")
    }

    package var isRollCall: Bool { id.rawValue.hasPrefix(Self.rollCall) }

    /// Whether it stands for a list that is ticked, and is no work of its own.
    package var isOfList: Bool { isRollCall || id.rawValue.hasPrefix(Self.part) }
}
