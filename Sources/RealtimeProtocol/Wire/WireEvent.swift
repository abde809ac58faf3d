import Wedding

/// `wd.event`: an entry of the log, as one reader gets it.
@dynamicMemberLookup
public struct WireEvent: Sendable, Equatable, Codable {
    /// Stream: the reader's class, or `own`.
    public var s: String
    /// The previous offset in that stream.
    public var po: Int
    public var entry: WireEntry

    public static let ownStream = "own"

    public init(_ event: LogEvent, epoch: String, stream: String, previous: Int) {
        (s, po, entry) = (stream, previous, WireEntry(event, epoch: epoch))
    }

    public subscript<Value>(dynamicMember path: WritableKeyPath<WireEntry, Value>) -> Value {
        get { entry[keyPath: path] }
        set { entry[keyPath: path] = newValue }
    }

    private enum CodingKeys: CodingKey { case s, po }

    /// One object: an entry among whose fields its place in a stream stands.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        s = try container.decode(String.self, forKey: .s)
        po = try container.decode(Int.self, forKey: .po)
        entry = try WireEntry(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(s, forKey: .s)
        try container.encode(po, forKey: .po)
        try entry.encode(to: encoder)
    }

    public var logEvent: LogEvent {
        LogEvent(
            offset: entry.o, id: entry.id, at: entry.at, saidAt: entry.saidAt, by: entry.by,
            via: entry.via, change: entry.change, text: entry.text, priority: entry.pri)
    }
}

/// What all of an entry's readers get who may read the same of it.
public struct WireEntry: Sendable, Equatable, Codable {
    /// Epoch: born with the log, new only after a restore.
    public var e: String
    /// Offset: place in the log.
    public var o: Int
    public var id: String
    public var pri: Priority
    public var by: Actor
    public var at: Timestamp
    public var saidAt: Timestamp
    public var via: Medium
    public var text: String
    public var change: Change
    /// Until when a person should have pressed "got it".
    public var needAck: Timestamp?
    /// Shown before it is durable; comes again in its place.
    public var early: Bool?

    public init(_ event: LogEvent, epoch: String) {
        (e, o) = (epoch, event.offset)
        (id, pri, by) = (event.id, event.priority, event.by)
        (at, saidAt, via) = (event.at, event.saidAt, event.via)
        (text, change) = (event.text, event.change)
    }

    private enum CodingKeys: CodingKey {
        case e, o, id, kind, pri, by, at, saidAt, via, text, body, needAck, early
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        e = try container.decode(String.self, forKey: .e)
        o = try container.decode(Int.self, forKey: .o)
        id = try container.decode(String.self, forKey: .id)
        pri = try container.decode(Priority.self, forKey: .pri)
        by = try container.decode(Actor.self, forKey: .by)
        at = try container.decode(Timestamp.self, forKey: .at)
        saidAt = try container.decode(Timestamp.self, forKey: .saidAt)
        via = try container.decode(Medium.self, forKey: .via)
        text = try container.decode(String.self, forKey: .text)
        change = try container.change(
            kind: container.decode(String.self, forKey: .kind), forKey: .body)
        needAck = try container.decodeIfPresent(Timestamp.self, forKey: .needAck)
        early = try container.decodeIfPresent(Bool.self, forKey: .early)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(e, forKey: .e)
        try container.encode(o, forKey: .o)
        try container.encode(id, forKey: .id)
        try container.encode(change.kind, forKey: .kind)
        try container.encode(pri, forKey: .pri)
        try container.encode(by, forKey: .by)
        try container.encode(at, forKey: .at)
        try container.encode(saidAt, forKey: .saidAt)
        try container.encode(via, forKey: .via)
        try container.encode(text, forKey: .text)
        try container.encode(ChangeBody(change), forKey: .body)
        try container.encodeIfPresent(needAck, forKey: .needAck)
        try container.encodeIfPresent(early, forKey: .early)
    }
}

/// An entry as text: made once, whoever gets it.
public struct EntryText: Sendable {
    /// Of an object that has more fields than these.
    private let fields: ArraySlice<UInt8>

    public init(_ entry: WireEntry) throws { fields = try JSONText.encode(entry).dropFirst() }

    /// At its place in a stream.
    public func event(in stream: String, after previous: Int) -> BroadcastPayload {
        BroadcastPayload(
            event: WireName.event.rawValue,
            payload: Array("{\"po\":\(previous),\"s\":".utf8) + JSONText.quoted(stream)
                + Array(",".utf8) + fields)
    }
}

/// `wd.ack`, `wd.resume`: everything up to `o` is there.
public struct WireCursor: Sendable, Equatable, Codable {
    public var e: String
    public var o: Int

    public init(e: String, o: Int) { (self.e, self.o) = (e, o) }

    /// `epoch:offset`, as a PING carries it.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let offset = Int(text[text.index(after: colon)...])
        else { return nil }
        self.init(e: String(text[..<colon]), o: offset)
    }

    public var text: String { "\(e):\(o)" }
}

/// `wd.live`: what comes from now on is new.
public struct WireLive: Sendable, Equatable, Codable {
    public var e: String
    public var o: Int
    /// Whether everything missed was sent, rather than a snapshot.
    public var recovered: Bool

    public init(e: String, o: Int, recovered: Bool) {
        (self.e, self.o, self.recovered) = (e, o, recovered)
    }
}

/// `wd.reset`: forget what you have; a snapshot follows.
public struct WireReset: Sendable, Equatable, Codable {
    public enum Why: String, Sendable, Codable {
        case first, epoch, trimmed, rights
    }

    public var e: String
    public var o: Int
    public var why: Why

    public init(e: String, o: Int, why: Why) { (self.e, self.o, self.why) = (e, o, why) }
}

/// `wd.snapshot`: a piece of the day as text, to be joined in order.
public struct WireSnapshotPart: Sendable, Equatable, Codable {
    public var e: String
    public var o: Int
    public var part: Int
    public var of: Int
    public var text: String

    public init(e: String, o: Int, part: Int, of: Int, text: String) {
        (self.e, self.o, self.part, self.of, self.text) = (e, o, part, of, text)
    }
}

/// The day as a reader may see it, and where their streams stand.
public struct Snapshot: Sendable, Equatable, Codable {
    public var you: String
    public var role: Role
    public var now: Timestamp
    public var mode: DayMode
    public var isCeremony: Bool
    /// The stream that all of this reader's class share.
    public var className: String
    /// The last offset of the class stream, and of the reader's own.
    public var classOffset: Int
    public var ownOffset: Int
    public var state: DayState

    public init(
        you: String, role: Role, now: Timestamp, mode: DayMode, isCeremony: Bool,
        className: String, classOffset: Int, ownOffset: Int, state: DayState
    ) {
        (self.you, self.role, self.now) = (you, role, now)
        (self.mode, self.isCeremony, self.className) = (mode, isCeremony, className)
        (self.classOffset, self.ownOffset, self.state) = (classOffset, ownOffset, state)
    }
}

/// Small bodies of one or two fields.
public struct WireReject: Sendable, Equatable, Codable {
    public var id: String
    public var code: String
    public var number: Int
    public var head: Int
    public var reason: String
    public var retry: Bool

    public init(id: String, _ error: ProtocolError, head: Int) {
        (self.id, code, number) = (id, error.code, error.number)
        (self.head, reason, retry) = (head, "\(error)", error.isRetryable)
    }
}

public struct WireAccepted: Sendable, Equatable, Codable {
    public var id: String
    public var o: Int
    public init(id: String, o: Int) { (self.id, self.o) = (id, o) }
}

public struct WireTime: Sendable, Equatable, Codable {
    public var now: Timestamp
    public init(now: Timestamp) { self.now = now }
}

public struct WireMode: Sendable, Equatable, Codable {
    public var mode: DayMode
    public var isCeremony: Bool
    public init(mode: DayMode, isCeremony: Bool) {
        (self.mode, self.isCeremony) = (mode, isCeremony)
    }
}

/// `wd.disk`: why nothing can be written now; without it all is well again.
public struct WireDisk: Sendable, Equatable, Codable {
    public var trouble: String?
    public init(trouble: String?) { self.trouble = trouble }
}

public struct WireConfirm: Sendable, Equatable, Codable {
    public var id: String
    public init(id: String) { self.id = id }
}

public struct WireBusy: Sendable, Equatable, Codable {
    public var busy: Bool
    public init(busy: Bool) { self.busy = busy }
}

public struct WireCode: Sendable, Equatable, Codable {
    public var code: String
    public init(code: String) { self.code = code }
}

public struct WireContact: Sendable, Equatable, Codable {
    public var person: PersonID
    public var words: String
    public init(person: PersonID, words: String) { (self.person, self.words) = (person, words) }
}

public struct WirePresence: Sendable, Equatable, Codable {
    public var people: [PresenceUpdate]
    public init(people: [PresenceUpdate]) { self.people = people }
}

public struct WireDelivered: Sendable, Equatable, Codable {
    public var message: MessageID
    public var person: PersonID
    public init(message: MessageID, person: PersonID) {
        (self.message, self.person) = (message, person)
    }
}

/// `wd.replay`, `wd.discard`, `wd.dead_gone`: one dead letter.
public struct WireDeadLetter: Sendable, Equatable, Codable {
    public var o: Int
    public var person: PersonID
    public var note: String?

    public init(_ id: DeadLetter.ID, note: String? = nil) {
        (o, person, self.note) = (id.offset, id.person, note)
    }

    public var id: DeadLetter.ID { DeadLetter.ID(offset: o, person: person) }
}
