/// Everyone to be counted in an emergency, whoever is here or should be: named people one by one,
/// guests and unnamed crews as numbers. Every screen counts by it.
public struct Muster: Sendable, Equatable {
    /// What is known of somebody, the most worrying first.
    public enum Standing: Int, Sendable, Comparable {
        case placeUnknown, missing, elsewhere, safe

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    public struct Line: Sendable, Equatable {
        public let person: Person
        public let standing: Standing
        /// Where they were last said to be, and when.
        public let zone: Zone?
        public let at: Timestamp?
        /// People of their company without a name, who are where they are.
        public let crew: Int
    }

    /// Guests who came, of one table; nil for those without one.
    public struct Party: Sendable, Equatable {
        public let table: SeatingTable?
        /// Who of them was not said to be safe.
        public let open: [GuestID]
        public let total: Int
    }

    /// Named people, the most worrying first, then as in the file.
    public let people: [Line]
    public let guests: [Party]
    public let total: Int
    public let safe: Int

    /// - Parameters:
    ///   - since: What was said before it is old, and makes nobody safe.
    ///   - isSafe: Whether people should be there now.
    public init(
        _ state: DayState, at now: Timestamp, since: Timestamp? = nil, isSafe: (Zone) -> Bool
    ) {
        let day = state.day
        let said = since.map { state.guestsPlaced(since: $0) }
        func holds(_ zone: ZoneID?) -> Bool { zone.flatMap { day.zones[$0] }.map(isSafe) ?? false }
        func isNow(_ person: PersonID) -> Bool {
            since.map { state.presence[person]?.zoneAt ?? .zero >= $0 } ?? true
        }
        let crews = state.unnamedCrew(at: now)
        let lines = day.people.compactMap { person -> Line? in
            let status = state.status(of: person, at: now)
            let presence = state.presence[person.id]
            let seen = presence?.shownSighting(status)
            let zone = seen?.zone.flatMap { day.zones[$0] }
            let standing: Standing
            switch status {
            case .left, .due, .onTheWay: return nil
            case .missing, .late: standing = .missing
            case .here:
                standing =
                    zone == nil
                    ? .placeUnknown : holds(zone?.id) && isNow(person.id) ? .safe : .elsewhere
            }
            let crew = crews.first { $0.lead == person.id }?.count ?? 0
            return Line(
                person: person, standing: standing, zone: zone, at: seen?.at, crew: crew)
        }
        people = lines.enumerated().sorted {
            ($0.element.standing, $0.offset) < ($1.element.standing, $1.offset)
        }.map(\.element)
        let here = day.otherGuests.filter(\.rsvp.isHere)
        let tables = Dictionary(grouping: here) { $0.table.flatMap { day.tables[$0]?.id } }
        guests = (day.tables.map { Optional($0.id) } + [nil]).compactMap { id in
            tables[id].map { seated in
                Party(
                    table: id.flatMap { day.tables[$0] },
                    open: seated.map(\.id).filter { id in
                        !holds(state.guestZones[id]) || said?.contains(id) == false
                    },
                    total: seated.count)
            }
        }
        let guestsSafe = guests.reduce(0) { $0 + $1.total - $1.open.count }
        // A crew is where its lead was said to be.
        let crewSafe = crews.reduce(0) { $0 + (holds($1.zone) && isNow($1.lead) ? $1.count : 0) }
        total = people.count + here.count + crews.reduce(0) { $0 + $1.count }
        safe = people.count { $0.standing == .safe } + guestsSafe + crewSafe
    }
}

extension Presence {
    /// Where and when somebody was seen, as every screen tells it: since when they are at their
    /// place, and of whom is missing the last sign of any kind.
    public func shownSighting(_ status: PresenceStatus) -> (zone: ZoneID?, at: Timestamp)? {
        if status == .missing, let seen = lastSeen { return (lastSeenZone ?? zone, seen) }
        guard let zone, let zoneAt else { return lastSeen.map { (lastSeenZone, $0) } }
        return (zone, zoneAt)
    }
}
