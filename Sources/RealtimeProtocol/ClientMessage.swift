import Wedding

/// What a console or a device says to the core.
public enum ClientMessage: Sendable, Equatable {
    case submit(Submission)
    /// The device holds these entries. One by one: more urgent ones overtake on the way.
    case received([Int])
    /// The device holds every entry up to here, but for those that a person must confirm.
    case receivedThrough(Int)
    /// A person pressed "got it" for the entry with this id.
    case confirmed(String)
    /// Not to be disturbed, or free again; until the link is gone.
    case busy(Bool)
    /// At the check-in station: the code of an invitation, to see its person's own details.
    case code(String)
    /// A person handles a letter that could not be delivered.
    case handleDeadLetter(DeadLetter.ID, DeadLetterRemedy)
}

/// What somebody submits.
public struct Submission: Sendable, Equatable {
    /// What the core calls its own entries.
    public static let coreIDPrefix = "core-"

    /// Unique to its author; the same submission again is answered with its first result.
    public let id: String
    public let request: Request
    /// Who said it, when it is typed in for somebody else.
    public let actor: Actor?
    public let via: Medium
    public let saidAt: Timestamp
    public let text: String
    public let priority: Priority?
    /// Words of the sender for who should hear it; the routing table may add to them.
    public let audience: [AudienceWord]
    /// Once it is weighed; nothing of a submission changes afterwards.
    private(set) var knownDigest: Digest?

    public init(
        id: String, request: Request, actor: Actor? = nil, via: Medium = .console,
        saidAt: Timestamp, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = []
    ) {
        self.id = id
        self.request = request
        self.actor = actor
        self.via = via
        self.saidAt = saidAt
        self.text = text
        self.priority = priority
        self.audience = audience
    }

    /// Of a change that is written as it is asked for.
    public init(
        id: String, change: Change, actor: Actor? = nil, via: Medium = .console,
        saidAt: Timestamp, text: String = "", priority: Priority? = nil,
        audience: [AudienceWord] = []
    ) {
        self.init(
            id: id, request: .write(change), actor: actor, via: via, saidAt: saidAt, text: text,
            priority: priority, audience: audience)
    }

    /// The same with its digest at hand: for whoever may not wait for it.
    public var weighed: Self {
        var weighed = self
        weighed.knownDigest = digest
        return weighed
    }
}
