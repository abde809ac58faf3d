/// Words from one person to others.
public struct Message: Sendable, Equatable, Identifiable, Codable {
    public var id: MessageID
    public let from: Actor
    public let to: [AudienceWord]
    public let text: String
    public let priority: Priority
    public let sentAt: Timestamp
    /// Whoever it was for at that moment, in file order.
    public var recipients: [PersonID]
    /// The run of show it announces; each recipient confirms it.
    public var version: Int?
    /// Only for those who are in this zone now.
    public var near: ZoneID?
    public var delivered: Set<PersonID> = []
    public var confirmed: [PersonID] = []

    public init(
        id: MessageID, from: Actor, to: [AudienceWord], text: String, priority: Priority,
        sentAt: Timestamp, recipients: [PersonID] = [], version: Int? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.text = text
        self.priority = priority
        self.sentAt = sentAt
        self.recipients = recipients
        self.version = version
    }
}
