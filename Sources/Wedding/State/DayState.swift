/// The wedding's log, folded: what is true after every event so far.
///
/// The core and every console hold one and change it by the same function, so that a screen shows
/// what the core decided. Presence links are the only part that does not come from the log.
public struct DayState: Sendable, Equatable, Codable {
    /// Bounds of what is kept for reading; the log keeps everything.
    public enum Limits {
        /// Newest messages kept.
        public static let messagesMax = 2_000
        /// Newest events kept for history panes.
        public static let recentEventsMax = 4_000
        /// Of them, those that a reader gets who begins anew.
        public static let snapshotEventsMax = 500
        /// Newest weather notices that are kept while they hold, however old.
        public static let advisoriesMax = 20
        /// Newest ended alerts kept beside all open ones.
        public static let endedAlertsMax = 500
        /// Steps of one alert kept to look at, and how many of the first of them in any case.
        public static let alertHistoryMax = 200
        public static let alertBeginningMax = 20
        /// Headcounts kept for the map's trend, one each ten minutes: a day.
        public static let trendMax = 144
        /// Conflicts kept to look at; an open one is kept in any case.
        public static let conflictsMax = 500
        /// Conflicts that wait for a person at once.
        public static let openConflictsMax = 100
        /// Operations of one text kept for those who write on an older revision.
        public static let textOperationsMax = 400
        /// Characters of one text.
        public static let textCharactersMax = 20_000
        /// Proposals that wait at once.
        public static let proposalsMax = 200
    }

    public var day: WeddingDay
    public internal(set) var presence: [PersonID: Presence] = [:]
    public internal(set) var alerts: [Alert] = []
    public internal(set) var messages: [Message] = []
    public internal(set) var grants: [AccessGrant] = []
    public internal(set) var conflicts: [Conflict] = []
    /// The latest slip that waits for approval.
    public internal(set) var proposal: RippleProposal?
    /// Changes that wait for approval, oldest first.
    public internal(set) var proposals: [Proposal] = []
    public internal(set) var revisions: [FieldKey: Revision] = [:]
    public internal(set) var deletedItems: [ItemID: DeletedItem] = [:]
    public internal(set) var recent: [LogEvent] = []
    public internal(set) var offset = 0
    public internal(set) var closedAt: Timestamp?
    public internal(set) var guestZones: [GuestID: ZoneID] = [:]
    public internal(set) var guestCounts: [ZoneID: Int] = [:]
    /// How many people each zone held, every ten minutes in which something happened.
    public struct Headcount: Sendable, Equatable, Codable {
        public let at: Timestamp
        public let counts: [ZoneID: Int]
    }

    public internal(set) var trend: [Headcount] = []
    /// When guests and named people came, for the arrivals graph.
    public internal(set) var arrivals: [Timestamp] = []

    private enum CodingKeys: String, CodingKey {
        case day, presence, alerts, messages, grants, conflicts, proposal, revisions, deletedItems
        case recent, offset, closedAt, guestZones, guestCounts, trend, arrivals
        case proposals = "wishes"
    }

    public init(day: WeddingDay) { self.day = day }

    /// Applies one event. Same events in the same order give the same state, everywhere.
    public mutating func apply(_ event: LogEvent) {
        offset = event.offset
        keepTrend(at: event.at)
        switch event.change {
        case .presence(let change): apply(change, by: event)
        case .timeline(let change): apply(change, by: event)
        case .edit(let change): apply(change, by: event)
        case .alert(let change): apply(change, by: event)
        case .guest(let change): apply(change, by: event)
        case .task(let change): apply(change, by: event)
        case .message(let change): apply(change, by: event)
        case .access(let change): apply(change, by: event)
        case .day(let change): apply(change, by: event)
        }
        if case .person(let person) = event.by, !event.isHeardConfirmation {
            touch(person, at: min(event.saidAt, event.at))
        }
        recent.append(event)
        if recent.count > Limits.recentEventsMax {
            let old = Limits.recentEventsMax / 4
            recent.replaceSubrange(..<old, with: standing(amongFirst: old))
        }
    }

    private mutating func keepTrend(at moment: Timestamp) {
        let step = Duration.minutes(10).milliseconds
        let slot = moment.milliseconds / step
        guard slot > (trend.last?.at.milliseconds ?? 0) / step else { return }
        var counts = guestCounts
        for record in presence.values where record.isCheckedIn {
            if let zone = record.zone { counts[zone, default: 0] += 1 }
        }
        for crew in unnamedCrew(at: moment) {
            if let zone = crew.zone { counts[zone, default: 0] += crew.count }
        }
        trend.append(Headcount(at: moment, counts: counts))
        if trend.count > Limits.trendMax { trend.removeFirst() }
    }

    /// Shows an alert or its end before its place in the log, where the same entry comes again.
    public mutating func showEarly(_ event: LogEvent) {
        // What is only added comes once, in its place.
        guard case .alert(let change) = event.change else { return }
        switch change {
        case .raise, .allClear: apply(change, by: event)
        case .acknowledge, .escalate, .update, .broadcast, .assign, .resolve, .causeGone, .shelve,
            .unshelve, .cancel:
            break
        }
    }

    public func alert(_ id: AlertID) -> Alert? { alerts.last { $0.id == id } }

    public func revision(_ key: FieldKey) -> Int { revisions[key]?.number ?? 1 }

    /// An action or a sighting of somebody: they were seen at `moment`.
    mutating func touch(_ person: PersonID, at moment: Timestamp) {
        guard day.people[person] != nil else { return }
        presence[person, default: Presence()].see(at: moment)
    }

    /// What the link to somebody's device tells. Not part of the log.
    public mutating func setLink(
        _ person: PersonID, _ link: Presence.Link, lastSeen: Timestamp?
    ) {
        guard day.people[person] != nil else { return }
        presence[person, default: Presence()].link = link
        if let lastSeen { presence[person]?.see(at: lastSeen) }
    }

    /// A device took a message.
    public mutating func markDelivered(_ message: MessageID, to person: PersonID) {
        guard let index = messages.lastIndex(where: { $0.id == message }) else { return }
        messages[index].delivered.insert(person)
    }
}

extension LogEvent {
    /// Somebody else heard that they know: no sign of where they are.
    fileprivate var isHeardConfirmation: Bool {
        if case .message(.confirm) = change { via.heardWords != nil } else { false }
    }
}
