/// One line of the run of show.
public struct TimelineItem: Sendable, Equatable, Identifiable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case admin
        case loadIn = "load_in"
        case prep, photo, transport, decision, buffer, ceremony, cocktail, reception, cake, strike
    }

    /// What may happen to the item when the day slips.
    public enum Anchor: String, Sendable, CaseIterable, Codable {
        /// A town rule, a booking: never moves silently.
        case hard
        /// Moves whole.
        case soft
        /// Shrinks down to `minimum` before it moves.
        case flex
        /// Never started, only spent.
        case buffer
    }

    public enum Visibility: String, Sendable, CaseIterable, Codable {
        case all, crew, vendors
    }

    public enum Status: String, Sendable, CaseIterable, Codable {
        case planned, running, done, skipped
    }

    public let id: ItemID
    public var title: String
    public var titleLatin: String?
    /// The words for guests, where the title is crew talk.
    public var publicTitle: String?
    public var kind: Kind
    public var start: Timestamp
    public var end: Timestamp
    public var anchor: Anchor
    /// Whole minutes, as in the file.
    private var minMinutes: Int
    public var owner: PersonID?
    public var people: [PersonID]
    public var zone: ZoneID?
    /// The rain plan's place.
    public var alternativeZone: ZoneID?
    public var dependsOn: [ItemID]
    /// Overrides what `dependsOn` waits for.
    public var after: DependencyEdge?
    public var visibility: Visibility
    /// Agreed words at the moment: "Rosa: Go trio."
    public var cue: String?
    public var tags: [String]
    public var notes: String?
    public var status: Status = .planned
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var standbyAt: Timestamp?
    /// Who was called to stand by, and who of them said they do, in that order.
    public var calledFor: [PersonID]?
    public var ready: [PersonID]?
    /// The times first published; `start` and `end` are the current plan.
    public var originalStart: Timestamp
    public var decision: String?
    /// Of an item whose end was moved while it ran: the end that it is measured against.
    var plannedEnd: Timestamp?
    /// What its people say it is behind, beside what the clock says.
    public var delayMinutes = 0
    /// Place among items that begin at one moment.
    public var order = 0

    public enum DependencyEdge: String, Sendable, CaseIterable, Codable { case start, end }

    public init(
        id: ItemID, title: String, titleLatin: String? = nil, publicTitle: String? = nil,
        kind: Kind, start: Timestamp, end: Timestamp, anchor: Anchor = .soft,
        minimum: Duration = .zero, owner: PersonID? = nil, people: [PersonID] = [],
        zone: ZoneID? = nil, alternativeZone: ZoneID? = nil, dependsOn: [ItemID] = [],
        after: DependencyEdge? = nil, visibility: Visibility = .all, cue: String? = nil,
        tags: [String] = [], notes: String? = nil
    ) {
        self.id = id
        self.title = title
        self.titleLatin = titleLatin
        self.publicTitle = publicTitle
        self.kind = kind
        self.start = start
        self.end = end
        self.anchor = anchor
        minMinutes = minimum.wholeMinutes
        self.owner = owner
        self.people = people
        self.zone = zone
        self.alternativeZone = alternativeZone
        self.dependsOn = dependsOn
        self.after = after
        self.visibility = visibility
        self.cue = cue
        self.tags = tags
        self.notes = notes
        originalStart = start
    }

    public var minimum: Duration {
        get { .minutes(minMinutes) }
        set { minMinutes = newValue.wholeMinutes }
    }

    /// As it was read, in minutes.
    public var minimumMinutes: Int { minMinutes }

    /// Between two neighbours that nobody has moved yet.
    public static let orderStep = 1 << 20

    public var duration: Duration { end - start }

    /// How long it was to last when it began.
    var plannedDuration: Duration { (plannedEnd ?? end) - start }

    /// Everyone with a part in it, the owner first, nobody twice.
    public var everyone: [PersonID] {
        guard let owner else { return people }
        return [owner] + people.filter { $0 != owner }
    }

    public func involves(_ person: PersonID) -> Bool {
        owner == person || people.contains(person)
    }

    /// Behind (positive) or ahead of the plan: at its end once it ended, else at its start.
    public var overUnder: Duration? {
        if status == .skipped { return nil }
        if let endedAt { return endedAt - (plannedEnd ?? end) }
        return startedAt.map { $0 - start }
    }

    public var isOver: Bool { status == .done || status == .skipped }
}
