/// Two things of the plan that cannot both be as they are written: told, never refused.
public enum Clash: Sendable, Hashable {
    /// Another item has the place at that time.
    case place(ZoneID, with: ItemID)
    case tooMany(ZoneID, heads: Int)
    /// Somebody is needed elsewhere at that time.
    case person(PersonID, with: ItemID)
    /// Somebody of a company is needed before they are called.
    case beforeCall(PersonID)
    /// The plan itself ends after a time of the house.
    case after(HouseTime.Kind)
}

extension DayState {
    /// Who is expected where an item is: its people, and guests where it is for everyone.
    public func heads(at item: TimelineItem) -> Int {
        let guests =
            item.visibility == .all ? day.otherGuests(who: \.isExpected) : 0
        return item.everyone.count + guests
    }

    /// What clashes, by the item it stands on. Complexity: O(items × items at one time).
    public var clashes: [ItemID: [Clash]] {
        let open = day.runOfShow.filter { !$0.isOver && $0.anchor != .buffer }
        var found: [ItemID: [Clash]] = [:]
        for (place, item) in open.enumerated() {
            let own = ownClashes(of: item)
            if !own.isEmpty { found[item.id, default: []] += own }
            for other in open.dropFirst(place + 1) {
                if other.start >= item.end { break }
                guard item.start < other.end else { continue }
                for (one, two) in [(item, other), (other, item)] {
                    let both = between(one, two)
                    if !both.isEmpty { found[one.id, default: []] += both }
                }
            }
        }
        return found
    }

    private func ownClashes(of item: TimelineItem) -> [Clash] {
        var found: [Clash] = []
        if item.kind.isForGuests, let zone = item.zone.flatMap({ day.zones[$0] }),
            zone.capacity > 0
        {
            let heads = heads(at: item)
            if heads > zone.capacity { found.append(.tooMany(zone.id, heads: heads)) }
        }
        for person in item.everyone.compactMap({ day.people[$0] }) {
            guard let call = person.callTime, item.start < call,
                day.isSameDay(call, as: item.start)
            else { continue }
            found.append(.beforeCall(person.id))
        }
        found += day.houseTimes.filter { $0.kind.ends(item, of: day) && item.end > $0.at }
            .map { .after($0.kind) }
        return found
    }

    private func between(_ item: TimelineItem, _ other: TimelineItem) -> [Clash] {
        guard let zone = item.zone, let otherZone = other.zone else { return [] }
        if zone == otherZone {
            let isDock = day.zones[zone]?.kind == .vendorStaging
            return item.keepsOut(other, isDock: isDock) ? [.place(zone, with: other.id)] : []
        }
        guard !item.kind.isAlongside, !other.kind.isAlongside else { return [] }
        return item.everyone.filter { id in
            // Who runs the day is everywhere.
            guard let role = day.role(of: id), role != .coordinator, role != .venueManager else {
                return false
            }
            return other.involves(id)
        }.map { .person($0, with: other.id) }
    }
}

extension TimelineItem {
    /// Whether both cannot have one place: one dock for two companies, guests beside boxes, a shot
    /// list among drinks.
    fileprivate func keepsOut(_ other: TimelineItem, isDock: Bool) -> Bool {
        let uses = [kind, other.kind]
        if isDock { return uses.allSatisfy(\.isHauling) && owner != other.owner }
        if uses.allSatisfy(\.isForGuests) { return kind.gathering != other.kind.gathering }
        return uses.contains(where: \.isForGuests)
            && uses.contains { $0.isHauling || $0 == .photo }
    }
}

extension TimelineItem.Kind {
    fileprivate var isForGuests: Bool { gathering != nil }

    fileprivate var isHauling: Bool { self == .loadIn || self == .strike }

    /// What needs nobody's whole time: one is asked, or waits.
    fileprivate var isAlongside: Bool { self == .admin || self == .decision || self == .buffer }

    /// Which of a wedding's three gatherings it is part of.
    fileprivate var gathering: Int? {
        switch self {
        case .ceremony: 1
        case .cocktail: 2
        case .reception, .cake: 3
        case .admin, .loadIn, .prep, .photo, .transport, .decision, .buffer, .strike: nil
        }
    }
}

extension Clash {
    /// The item that it is with.
    public var other: ItemID? {
        switch self {
        case .place(_, let other), .person(_, let other): other
        case .tooMany, .beforeCall, .after: nil
        }
    }

    /// "Dock: also Flowers load-in 19:38 to 20:03".
    public func words(_ day: WeddingDay) -> String {
        func times(_ id: ItemID) -> String {
            day.items[id].map { item in
                "\(item.title) \(day.clock.local(item.start).hourMinute) to "
                    + day.clock.local(item.end).hourMinute
            } ?? id.rawValue
        }
        switch self {
        case .place(let zone, let other): return "\(day.name(of: zone)): also \(times(other))"
        case .tooMany(let zone, let heads):
            return
                "\(day.name(of: zone)) holds \(day.zones[zone]?.capacity ?? 0), \(heads) expected"
        case .person(let person, let other): return "\(day.name(of: person)): also \(times(other))"
        case .beforeCall(let person):
            let call = day.people[person]?.callTime.map { day.clock.local($0).hourMinute } ?? ""
            return "\(day.name(of: person)) is called for \(call)"
        case .after(let kind):
            let at = day.houseTimes.first { $0.kind == kind }?.at
            return "ends after \(kind.words) \(at.map { day.clock.local($0).hourMinute } ?? "")"
        }
    }
}
