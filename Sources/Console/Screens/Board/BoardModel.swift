import Wedding

/// The board's list: who needs somebody, who is coming, who is here, then tables of guests.
struct BoardModel {
    struct Row: Sendable {
        enum Content: Sendable {
            case separator(String)
            case person(Person, PresenceStatus)
            /// nil: guests without one.
            case table(SeatingTable?, here: Int, seats: Int)
        }

        let content: Content

        var id: String? {
            switch content {
            case .separator: nil
            case .person(let person, _): person.id.rawValue
            case .table(let table, _, _): table?.id.rawValue ?? BoardModel.untabled
            }
        }
    }

    /// The row of guests without a table.
    static let untabled = "without a table"

    let state: ConsoleState
    let day: DayState
    let rows: [Row]
    /// Named people who are missing or late.
    let needing: Int

    init(_ state: ConsoleState, _ day: DayState) {
        self.state = state
        self.day = day
        let needle = state.filter.lowercased()
        let people = day.day.people.map { ($0, day.status(of: $0, at: state.now)) }
        needing = people.count { $0.1 == .missing || $0.1 == .late }
        let shown = people.filter { person, status in
            needle.isEmpty
                || [person.name, person.nameLatin ?? "", person.title, status.word].contains {
                    $0.lowercased().contains(needle)
                }
        }
        let ordered = Self.sorted(shown, state.board.order, day)
        var seated: [TableID?: (here: Int, seats: Int, matches: Bool)] = [:]
        for guest in day.day.guests where guest.rsvp.isExpected {
            // The couple and their party are people by name.
            if guest.table == nil, guest.person != nil { continue }
            seated[guest.table, default: (0, 0, false)].seats += 1
            if guest.rsvp.isHere { seated[guest.table]?.here += 1 }
            if !needle.isEmpty, guest.name.lowercased().contains(needle) {
                seated[guest.table]?.matches = true
            }
        }
        func row(_ table: SeatingTable?) -> Row? {
            let count = seated[table?.id] ?? (0, 0, false)
            let name = table?.name.lowercased() ?? Self.untabled
            guard needle.isEmpty || name.contains(needle) || count.matches else { return nil }
            return Row(content: .table(table, here: count.here, seats: count.seats))
        }
        let tables =
            day.day.tables.compactMap { row($0) }
            + (seated[nil] == nil ? [] : [row(nil)].compactMap { $0 })
        let list = ordered.map { Row(content: .person($0.0, $0.1)) }
        guard state.board.isGrouped, state.board.order == .urgency else {
            rows =
                list
                + (tables.isEmpty ? [] : [Row(content: .separator("guests by table"))] + tables)
            return
        }
        var grouped: [Row] = []
        var last: PresenceStatus?
        for (person, status) in ordered {
            let isUrgent = status == .missing || status == .late
            if status != last, !isUrgent { grouped.append(Row(content: .separator(status.word))) }
            last = status
            grouped.append(Row(content: .person(person, status)))
        }
        if !tables.isEmpty { grouped.append(Row(content: .separator("guests by table"))) }
        rows = grouped + tables
    }

    /// Of those who are still to come, the earliest first.
    private static func due(_ person: Person, _ status: PresenceStatus) -> String {
        guard status.isToCome, let call = person.callTime else { return "" }
        return "\(call.milliseconds)"
    }

    private static func sorted(
        _ people: [(Person, PresenceStatus)], _ order: ConsoleState.BoardLook.Order,
        _ day: DayState
    ) -> [(Person, PresenceStatus)] {
        func rank(_ status: PresenceStatus) -> Int {
            PresenceStatus.allCases.firstIndex(of: status) ?? 9
        }
        let keys = people.enumerated().map { offset, element in
            let (person, status) = element
            let importance = person.role == .couple ? 0 : person.isKey ? 1 : 2
            return switch order {
            case .urgency:
                // Of those who are still to come the earliest is first, of others the key people.
                (
                    rank(status) * 3 + (status.isToCome ? 0 : importance),
                    Self.due(person, status), offset
                )
            case .name: (0, person.name, offset)
            case .role: (person.role.rank, "", offset)
            case .zone:
                (0, day.presence[person.id]?.zone.map { day.day.name(of: $0) } ?? "~", offset)
            }
        }
        return keys.sorted { $0 < $1 }.map { people[$0.2] }
    }
}

/// A line of the presence table.
struct PresenceGroup {
    let name: String
    let here: Int
    let total: Int

    static func all(_ day: DayState, at now: Timestamp) -> [PresenceGroup] {
        let ceremony = day.day.ceremonyItem
        func group(_ name: String, _ isIn: (Person) -> Bool) -> PresenceGroup? {
            var (here, total) = (0, 0)
            for person in day.day.people where isIn(person) {
                let status = day.status(of: person, at: now)
                // Whose work is done is not missing from it.
                if status == .left { continue }
                total += 1
                if status == .here { here += 1 }
            }
            return total == 0 ? nil : PresenceGroup(name: name, here: here, total: total)
        }
        let leads = Set(day.day.vendors.compactMap { day.day.lead(of: $0.id)?.id })
        let named = [
            group("Coordination") { $0.role == .coordinator || $0.role == .venueManager },
            group("Couple") { $0.role == .couple },
            group("Party and family") { $0.role == .weddingParty },
            group("Ceremony team") { $0.role.isVendor && ceremony?.involves($0.id) == true },
            group("Vendor leads") { $0.role.isVendor && leads.contains($0.id) },
        ].compactMap { $0 }
        return named + guestGroups(day)
    }

    private static func guestGroups(_ day: DayState) -> [PresenceGroup] {
        let numbers = day.day.tables.map(\.number).sorted()
        guard let first = numbers.first, let last = numbers.last else { return [] }
        let middle = numbers[(numbers.count - 1) / 2]
        let ranges = first == last ? [first...last] : [first...middle, (middle + 1)...last]
        return ranges.filter { !$0.isEmpty }.map { range in
            let tables = Set(day.day.tables.filter { range.contains($0.number) }.map(\.id))
            func count(_ test: (Guest.Answer) -> Bool) -> Int {
                let guests = day.day.guests
                return guests.indices.count { place in
                    guests[place].person == nil && test(guests[place].rsvp)
                        && guests[place].table.map(tables.contains) == true
                }
            }
            return PresenceGroup(
                name: "Guests, "
                    + (range.count == 1
                        ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"),
                here: count(\.isHere), total: count(\.isExpected))
        }
    }
}
