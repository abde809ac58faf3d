import Wedding

/// What happened and concerns the console's user, as it was heard.
package struct Feed: Sendable, Equatable {
    /// The oldest first.
    package private(set) var entries: [LogEvent] = []
    /// Offsets of those that were never shown.
    package private(set) var unread: Set<Int> = []
    /// Offsets of those that were new when it was last opened, or came while it was open.
    private var fresh: Set<Int> = []
    private var heardThrough = 0

    static let entriesMax = 1_000
    /// For so long an urgent line stands in the strip.
    private static let urgentLife: Duration = .minutes(10)

    package init() {}

    /// An entry in its place.
    ///
    /// - Parameter day: The day after it.
    mutating func hear(_ event: LogEvent, _ day: DayState, for person: PersonID, isOpen: Bool) {
        heardThrough = event.offset
        guard RealtimeMessageRouter(state: day, now: event.at).tells(person, of: event) else {
            return
        }
        entries.append(event)
        if isOpen { fresh.insert(event.offset) } else { unread.insert(event.offset) }
        trim()
    }

    /// A new copy of the day: what it still tells is added, and what was read stays read.
    ///
    /// - Parameter startedAt: What came before counts as read.
    mutating func begin(_ day: DayState, for person: PersonID, startedAt: Timestamp) {
        // An earlier place in the log is another log, or a replay that went back: no news.
        if day.offset < heardThrough {
            self = Feed()
            heardThrough = day.offset
        }
        let known = Set(entries.map(\.offset))
        let missed = day.recent.filter { event in
            !known.contains(event.offset)
                && RealtimeMessageRouter(state: day, now: event.at).tells(person, of: event)
        }
        entries = (entries + missed).sorted { $0.offset < $1.offset }
        for event in missed where event.offset > heardThrough && event.at > startedAt {
            unread.insert(event.offset)
        }
        heardThrough = day.offset
        trim()
    }

    private mutating func trim() {
        guard entries.count > Self.entriesMax else { return }
        entries.removeFirst(entries.count - Self.entriesMax)
        let kept = Set(entries.map(\.offset))
        (unread, fresh) = (unread.intersection(kept), fresh.intersection(kept))
    }

    mutating func open() { (fresh, unread) = (unread, []) }

    func isNew(_ event: LogEvent) -> Bool {
        unread.contains(event.offset) || fresh.contains(event.offset)
    }

    /// The newest unread line that cannot wait. Alerts have the strip to themselves.
    func urgent(at now: Timestamp) -> LogEvent? {
        entries.last { event in
            unread.contains(event.offset) && event.priority <= .high && !event.change.isOfAlert
                && now - event.at < Self.urgentLife
        }
    }
}

extension Change {
    fileprivate var isOfAlert: Bool {
        if case .alert(.raise) = self { true } else { alertSubject != nil }
    }
}

extension LogEvent {
    /// `15:02 ◆ change: Ceremony: start 15:30, Maya`.
    func feedLine(_ day: DayState) -> String {
        let (word, sentence) = EventWords(day).words(self)
        let words = sentence.isEmpty ? word : "\(word): \(sentence)"
        return "\(day.day.clock.local(at).hourMinute) \(priority.glyph) \(words)"
    }
}
