import RealtimeProtocol
import Wedding

/// Where the log is kept.
public protocol JournalStore: Sendable {
    /// Writes one unit: all of it, or nothing.
    ///
    /// - Returns: the last offset that is durable by now, or nil when that is told later.
    mutating func append(_ entries: [JournalEntry]) throws -> Int?

    /// Keeps what a restart needs beside the log. Durable with the next unit, or soon after.
    mutating func keep(_ note: JournalNote)
}

/// An entry of the log with those who may read it.
public struct JournalEntry: Sendable, Equatable, Codable {
    public let event: LogEvent
    /// Roles that see it, strongest first.
    public let roles: [Role]
    /// People who see it whatever their role, or to whom it was sent.
    public let people: [PersonID]
    public let isForDesk: Bool
    /// Whose device is to get it.
    public let addressees: [PersonID]

    public init(
        _ event: LogEvent, to audience: Audience, isForDesk: Bool, addressees: [PersonID] = []
    ) {
        self.event = event
        roles = audience.roles.sorted { ($0.rank, $0.rawValue) < ($1.rank, $1.rawValue) }
        people = audience.people
        (self.isForDesk, self.addressees) = (isForDesk, addressees)
    }

    public var audience: Audience { .consoles(roles: Set(roles), people: people) }
}

/// What a restart needs and the log does not say.
public enum JournalNote: Sendable {
    /// Letters that nobody waits for any more: they arrived, or are of no use.
    case settled([DeadLetter.ID])
    case died(DeadLetter)
    /// A dead letter is on its way again.
    case retried(DeadLetter.ID)
    /// A person gave a dead letter up.
    case discarded(DeadLetter.ID)
    /// Everything up to its offset in one piece, so that a restart need not fold it again.
    case memory(CoreMemory)
}
