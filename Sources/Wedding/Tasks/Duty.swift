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
