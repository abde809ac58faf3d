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
    /// Of the first entry of a wish: who gave it its id, and what tells it from another.
    public let author: Author?
    public let digest: String?
    /// Whose copy of the day it makes larger or smaller; nil when nobody's.
    public let readers: Readers?

    /// Those who begin anew with what they may see from then on.
    public struct Readers: Sendable, Equatable, Codable {
        public let people: [PersonID]
        public let roles: [Role]

        init?(people: Set<PersonID>, roles: Set<Role>) {
            guard !people.isEmpty || !roles.isEmpty else { return nil }
            (self.people, self.roles) = (people.sorted(), roles.byRank)
        }

        public func includes(_ reader: Reader) -> Bool {
            roles.contains(reader.role) || reader.person.map(people.contains) == true
        }
    }

    public init(
        _ event: LogEvent, to audience: Audience, isForDesk: Bool, addressees: [PersonID] = []
    ) {
        self.init(event, to: audience, isForDesk: isForDesk, addressees: addressees, from: nil)
    }

    init(
        _ event: LogEvent, to audience: Audience, isForDesk: Bool, addressees: [PersonID],
        from source: Source?, changing readers: Readers? = nil
    ) {
        self.event = event
        roles = audience.roles.byRank
        people = audience.people
        (self.isForDesk, self.addressees) = (isForDesk, addressees)
        (author, digest, self.readers) = (source?.author, source?.digest, readers)
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

extension Set<Role> {
    /// Strongest first, and always in the same order.
    var byRank: [Role] { sorted { ($0.rank, $0.rawValue) < ($1.rank, $1.rawValue) } }
}
