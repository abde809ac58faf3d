/// One entry of the wedding's ordered log.
public struct LogEvent: Sendable, Equatable {
    /// Place in the log, from 1.
    public let offset: Int
    /// Unique in the wedding; sending it twice gives the same entry.
    public let id: String
    /// When the core took it.
    public let at: Timestamp
    /// When it happened, by the sender's clock.
    public let saidAt: Timestamp
    public let by: Actor
    public let via: Medium
    public let change: Change
    public let text: String
    public let priority: Priority

    public init(
        offset: Int, id: String, at: Timestamp, saidAt: Timestamp, by: Actor, via: Medium,
        change: Change, text: String, priority: Priority
    ) {
        self.offset = offset
        self.id = id
        self.at = at
        self.saidAt = saidAt
        self.by = by
        self.via = via
        self.change = change
        self.text = text
        self.priority = priority
    }
}
