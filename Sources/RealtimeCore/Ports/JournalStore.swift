import RealtimeProtocol
import Wedding

/// Where the log is kept.
package protocol JournalStore: Sendable {
    /// Writes one unit: all of it, or nothing.
    ///
    /// - Returns: the last offset that is durable by now, or nil when that is told later.
    mutating func append(_ entries: [JournalEntry]) throws -> Int?

    /// Keeps what a restart needs beside the log. Durable with the next unit, or soon after.
    mutating func keep(_ note: JournalNote)
}

/// An entry of the log with those who may read it.
package struct JournalEntry: Sendable, Equatable, Codable {
    package let event: LogEvent
    /// Roles that see it, strongest first.
    package let roles: [Role]
    /// People who see it whatever their role, or to whom it was sent.
    package let people: [PersonID]
    package let isForStation: Bool
    /// Whose device is to get it.
    package let addressees: [PersonID]
    /// Of the first entry of a submission: who gave it its id, and what tells it from another.
    package let author: Author?
    package let digest: String?
    /// Whose copy of the day it makes larger or smaller; nil when nobody's.
    package let subscribers: Subscribers?

    private enum CodingKeys: String, CodingKey {
        case event, roles, people, addressees, author, digest
        case isForStation = "isForDesk"
        case subscribers = "readers"
    }

    /// Those who begin anew with what they may see from then on.
    package struct Subscribers: Sendable, Equatable, Codable {
        package let people: [PersonID]
        package let roles: [Role]

        init?(people: Set<PersonID>, roles: Set<Role>) {
            guard !people.isEmpty || !roles.isEmpty else { return nil }
            (self.people, self.roles) = (people.sorted(), roles.byRank)
        }

        package func includes(_ subscriber: Subscriber) -> Bool {
            roles.contains(subscriber.role) || subscriber.person.map(people.contains) == true
        }
    }

    package init(
        _ event: LogEvent, to audience: Audience, isForStation: Bool, addressees: [PersonID] = []
    ) {
        self.init(
            event, to: audience, isForStation: isForStation, addressees: addressees, from: nil)
    }

    init(
        _ event: LogEvent, to audience: Audience, isForStation: Bool, addressees: [PersonID],
        from source: Source?, changing subscribers: Subscribers? = nil
    ) {
        self.event = event
        roles = audience.roles.byRank
        people = audience.people
        (self.isForStation, self.addressees) = (isForStation, addressees)
        (author, digest, self.subscribers) = (source?.author, source?.digest, subscribers)
    }

    package var audience: Audience { .consoles(roles: Set(roles), people: people) }
}

/// What a restart needs and the log does not say.
package enum JournalNote: Sendable {
    /// Letters that nobody waits for any more: they arrived, or are of no use.
    case settled([DeadLetter.ID])
    case died(DeadLetter)
    /// A dead letter is on its way again.
    case retried(DeadLetter.ID)
    /// A person gave a dead letter up.
    case discarded(DeadLetter.ID)
    /// Everything up to its offset in one piece, so that a restart need not fold it again.
    case checkpoint(Checkpoint)
}

extension Set<Role> {
    /// Strongest first, and always in the same order.
    var byRank: [Role] { sorted { ($0.rank, $0.rawValue) < ($1.rank, $1.rawValue) } }
}
