import Wedding

/// What the core says to a console or a device.
public enum ServerMessage: Sendable, Equatable {
    /// The whole day as it stands, on joining or after a break.
    case welcome(DayState, you: PersonID, now: Timestamp)
    /// An entry of the log. `early` marks an emergency that is shown before it is durable; it
    /// comes again, in its place, once it is.
    case event(LogEvent, early: Bool)
    case accepted(id: String, offset: Int)
    case rejected(id: String, ProtocolError)
    case presence([PresenceUpdate])
    /// What the code of an invitation shows at the check-in station.
    case contact(PersonID, String)
    case delivered(MessageID, to: PersonID)
    case deadLetter(DeadLetter)
    case deadLetterGone(DeadLetter.ID)
    case audit(AuditEntry)
    case stats(CoreStats)
    case mode(DayMode, isCeremony: Bool)
    /// Why the host's disk takes nothing; nil once it does again.
    case disk(String?)
}

/// A change of somebody's link.
public struct PresenceUpdate: Sendable, Equatable, Codable {
    public let person: PersonID
    public let link: Presence.Link
    public let lastSeen: Timestamp?

    public init(person: PersonID, link: Presence.Link, lastSeen: Timestamp?) {
        (self.person, self.link, self.lastSeen) = (person, link, lastSeen)
    }
}

/// Something for one person that ran out of attempts or time.
public struct DeadLetter: Sendable, Equatable, Identifiable, Codable {
    public struct ID: Hashable, Sendable, Comparable, Codable {
        public let offset: Int
        public let person: PersonID

        public init(offset: Int, person: PersonID) { (self.offset, self.person) = (offset, person) }

        public static func < (a: Self, b: Self) -> Bool {
            (a.offset, a.person) < (b.offset, b.person)
        }
    }

    public enum Reason: String, Sendable, Codable {
        case attempts = "no receipt after the last try"
        case time = "never connected in its time"
        case overflow = "too many letters waited for them"
    }

    public let id: ID
    /// The message it carried, if it was one.
    public let message: MessageID?
    public let text: String
    public let priority: Priority
    public let sentAt: Timestamp
    public let diedAt: Timestamp
    public let attempts: Int
    public let reason: Reason
    /// That it arrived is not enough: a person says so.
    public let needsConfirmation: Bool?

    public init(
        id: ID, message: MessageID? = nil, text: String, priority: Priority, sentAt: Timestamp,
        diedAt: Timestamp, attempts: Int, reason: Reason, needsConfirmation: Bool? = nil
    ) {
        self.needsConfirmation = needsConfirmation
        self.id = id
        self.message = message
        self.text = text
        self.priority = priority
        self.sentAt = sentAt
        self.diedAt = diedAt
        self.attempts = attempts
        self.reason = reason
    }

    /// Somebody has to do something about it; the rest is listed quietly.
    public var isWork: Bool { priority <= .high }
}

public enum DeadLetterRemedy: Sendable, Equatable {
    case retry
    case discard(note: String)
}

/// One row of the audit log.
public struct AuditEntry: Sendable, Equatable, Codable {
    public typealias Kind = AuditKind

    public let number: Int
    public let at: Timestamp
    public let kind: Kind
    public let by: Actor
    public let detail: String

    public init(number: Int, at: Timestamp, kind: Kind, by: Actor, detail: String) {
        self.number = number
        self.at = at
        self.kind = kind
        self.by = by
        self.detail = detail
    }
}

/// Counters of the core since it started.
public struct CoreStats: Sendable, Equatable, Codable {
    public var events = 0
    public var refused = 0
    public var connections = 0
    public var lettersSent = 0
    public var lettersDelivered = 0
    public var lettersWaiting = 0
    public var lettersDead = 0
    /// Replaced by a later version of the same notice before they arrived.
    public var lettersSuperseded = 0
    public var attempts = 0
    public var byPriority = LetterTally()
    /// Sockets that can be held now: what the mode promises, or what the machine allows.
    public var capacity: Int?
    /// The slowest sockets, as they were last measured.
    public var links: [LinkStats] = []

    public init() {}
}

/// One socket in numbers.
public struct LinkStats: Sendable, Equatable, Codable {
    /// Of whom: a role, or a station.
    public let reader: String
    public let connection: Int
    /// Of the last PING; nil before the first.
    public let latencyMicroseconds: Int?
    public let bytesIn: Int
    public let bytesOut: Int
    /// Waiting, because the reader is slow.
    public let queued: Int

    public init(
        reader: String, connection: Int, latencyMicroseconds: Int?, bytesIn: Int, bytesOut: Int,
        queued: Int
    ) {
        (self.reader, self.connection) = (reader, connection)
        self.latencyMicroseconds = latencyMicroseconds
        (self.bytesIn, self.bytesOut, self.queued) = (bytesIn, bytesOut, queued)
    }
}
