import RealtimeProtocol
import Wedding

/// The locked check-in station at the gate: whoever comes says who they are, and that they came.
package struct StationState: Sendable {
    package enum Language: Sendable, CaseIterable { case english, spanish }

    /// What is being asked.
    package enum Step: Sendable, Equatable {
        case search
        /// A company was chosen; its keys do something.
        case card
        /// What the company brings, to tick.
        case equipment
        /// One line to type: what help is needed, or the code that unlocks the station.
        case help, unlock
    }

    package var columns: Int
    package var rows: Int
    package var theme: Theme
    package var glyphs: GlyphSet
    package var now = Timestamp.zero
    package var day: DayState?
    package var isLive = false
    package var lostAt: Timestamp?
    package var query = ""
    package var selected = 0
    package var step = Step.search
    package var chosen: PersonID?
    /// Among the pieces of the chosen company.
    package var piece = 0
    package var typed = ""
    package var crew: [VendorID: Int] = [:]
    package var isLarge = false
    package var language = Language.english
    package var toast: ConsoleState.Toast?
    package var showsParking = false
    /// What was so of those who checked in here, to take it back.
    package var before: [PersonID: Whereabouts] = [:]
    /// What a company's own code showed, until it is left.
    package var contact: [PersonID: String] = [:]
    /// The ids of this station's submissions.
    package var ids: SubmissionIDs
    /// What each submission was about, to say what was refused.
    package var waiting: [String: String] = [:]
    /// Whether a code is the one with which this station was set up.
    package let unlocks: @Sendable (String) -> Bool

    package init(
        columns: Int, rows: Int, theme: Theme, glyphs: GlyphSet, ids: SubmissionIDs,
        unlocks: @escaping @Sendable (String) -> Bool
    ) {
        (self.columns, self.rows, self.theme, self.glyphs) = (columns, rows, theme, glyphs)
        (self.ids, self.unlocks) = (ids, unlocks)
    }

    /// One row of the list: a company by its lead, or somebody who comes for themselves.
    struct Row: Equatable {
        let person: Person
        let vendor: Vendor?
        let crew: Int

        var name: String { vendor?.name ?? person.name }
    }

    /// Companies that match what was typed, and people of theirs by name; the missing ones first.
    var matches: [Row] {
        guard let day else { return [] }
        let wanted = query.lowercased().trimmedSpaces
        return day.day.people.compactMap { person -> Row? in
            guard person.signsIn, person.role.isVendor || person.callTime != nil else {
                return nil
            }
            let vendor = person.vendor.flatMap { day.day.vendors[$0] }
            let isLead = vendor.map { day.day.lead(of: $0.id)?.id == person.id } ?? true
            var words = [person.name, person.nameLatin ?? "", person.title]
            if isLead, let vendor { words += [vendor.name, vendor.trade.spaced] }
            // Who comes for themselves is found by name, not listed.
            let isListed = isLead && vendor != nil
            let isWanted =
                wanted.isEmpty ? isListed : words.contains { $0.lowercased().contains(wanted) }
            return isWanted ? row(person.id) : nil
        }.sorted { a, b in
            let (here, there) = (isHere(a.person.id), isHere(b.person.id))
            if here != there { return there }
            return (a.person.callTime ?? .zero, a.name) < (b.person.callTime ?? .zero, b.name)
        }
    }

    func isHere(_ person: PersonID) -> Bool { day?.presence[person]?.isCheckedIn == true }

    var selectedRow: Row? {
        let matches = matches
        if step != .search, let chosen {
            return matches.first { $0.person.id == chosen } ?? row(chosen)
        }
        return matches[safe: min(selected, matches.count - 1)]
    }

    private func row(_ id: PersonID) -> Row? {
        guard let day, let person = day.day.people[id] else { return nil }
        guard let vendor = person.vendor.flatMap({ day.day.vendors[$0] }) else {
            return Row(person: person, vendor: nil, crew: 1)
        }
        let named = day.day.people.count { $0.vendor == vendor.id }
        return Row(
            person: person, vendor: vendor,
            crew: crew[vendor.id] ?? day.crewCount(of: vendor.id) ?? named)
    }

    /// A company's own times, or somebody's, in order.
    func times(of row: Row) -> [TimelineItem] {
        guard let day else { return [] }
        let crew: Set<PersonID> =
            row.vendor.map { vendor in
                Set(day.day.people.filter { $0.vendor == vendor.id }.map(\.id))
            } ?? [row.person.id]
        return day.day.runOfShow.filter { item in
            !item.isOver && item.everyone.contains(where: crew.contains)
        }
    }

    /// The newest run of show that somebody was asked to confirm and has not.
    func toConfirm(_ row: Row) -> Message? { day?.toConfirm(by: row.person.id) }

    /// What a company brings and has not taken away again.
    func pieces(of row: Row) -> [Piece] {
        guard let day, let vendor = row.vendor else { return [] }
        return day.day.pieces.filter { $0.vendor == vendor.id && $0.stage != .out }
    }

    /// Which companies came last.
    var arrivals: [(name: String, at: Timestamp)] {
        guard let day else { return [] }
        return day.day.vendors.compactMap { vendor in
            guard let lead = day.day.lead(of: vendor.id),
                let at = day.presence[lead.id]?.checkedInAt, isHere(lead.id)
            else { return nil }
            return (vendor.name, at)
        }.sorted { $0.at > $1.at }
    }

    /// An emergency that everyone here must hear of.
    var emergency: Alert? { day?.alerts.last { $0.asksZones && $0.isOpen && !$0.isDrill } }

    /// For so long somebody who checked in by mistake can say so.
    static let undoTime: Duration = .minutes(5)

    func canUndo(_ person: PersonID) -> Bool {
        guard isHere(person), let at = day?.presence[person]?.checkedInAt else { return false }
        return now - at < Self.undoTime
    }

    package mutating func say(_ text: String) {
        toast = ConsoleState.Toast(text: text, number: (toast?.number ?? 0) + 1)
    }
}

extension StationState: ScreenApp {
    package var pulses: Bool { false }
    package var notices: ConsoleState.Notices { .off }
    package var isReady: Bool { day != nil }
    package var isLiveText: Bool { false }

    package mutating func handle(_ event: ConsoleEvent) -> [ConsoleEffect] {
        switch event {
        case .key(let key): return press(key)
        case .halfKey(let key): return handleHalf(key)
        case .paste(let text):
            for character in text.sanitised.prefix(60) { _ = press(.char(character)) }
        case .resize(let columns, let rows):
            (self.columns, self.rows) = (max(1, columns), max(1, rows))
        case .server(let message): hear(message)
        case .clock(let now): self.now = now
        case .link(let isLive):
            self.isLive = isLive
            lostAt = isLive ? nil : lostAt ?? now
        case .themes(let themes):
            if let fresh = themes.first(where: { $0.name == theme.name }) { theme = fresh }
        case .problem(let text): say(text)
        case .toastOver(let number): if toast?.number == number { toast = nil }
        case .mouse, .demo, .focus, .pulse, .kept, .invited: break
        }
        return []
    }

    private mutating func hear(_ message: ServerMessage) {
        switch message {
        case .welcome(let day, _, let now): (self.day, self.now) = (day, now)
        case .event(let event, let early):
            guard let offset = day?.offset, event.offset > offset else { return }
            if early { day?.showEarly(event) } else { day?.apply(event) }
        case .presence(let updates):
            for update in updates {
                day?.setLink(update.person, update.link, lastSeen: update.lastSeen)
            }
        case .accepted(let id, _):
            if let words = waiting.removeValue(forKey: id) { say(words) }
        case .rejected(let id, let error):
            waiting[id] = nil
            say("\(error)")
        case .contact(let person, let words): contact[person] = words
        case .delivered, .deadLetter, .deadLetterGone, .audit, .stats, .mode, .disk: break
        }
    }

    package func frame() -> Frame { StationScreen(self).frame }
}
