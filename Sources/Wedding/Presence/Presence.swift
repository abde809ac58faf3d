/// What is known of where somebody is.
public struct Presence: Sendable, Equatable, Codable {
    /// The state of their best device's connection.
    public enum Link: String, Sendable, CaseIterable, Codable {
        case none, online
        /// Connected, and nothing done by hand for two minutes, or ten.
        case idle, away
        /// Connected, and not to be disturbed, as they said themselves.
        case busy
        /// Two beats missed; three are offline.
        case weak, offline

        /// Whether what is sent now is likely to arrive.
        public var isConnected: Bool { self != .none && self != .offline }
    }

    public var checkedInAt: Timestamp?
    public var zone: ZoneID?
    /// When the zone was last said.
    public var zoneAt: Timestamp?
    /// The last sign of any kind: an event about them, an action of theirs, a beat of their device.
    public var lastSeen: Timestamp?
    public var lastSeenZone: ZoneID?
    /// Who said the place, when it was somebody else.
    public var reportedBy: PersonID?
    public var activity: Activity = .notStarted
    /// When what they do, their estimate and their battery were last said.
    var activityAt: Timestamp?
    var etaAt: Timestamp?
    var batteryAt: Timestamp?
    public var activityBeforeBreak: Activity?
    public var eta: Timestamp?
    public var battery: Int?
    public var isCharging = false
    public var link: Link = .none
    /// How many of their company came with them, themselves included, as they said last.
    public var crew: Int?

    /// More is a slip of the finger.
    public static let crewMax = 99

    public init() {}

    public var isCheckedIn: Bool { checkedInAt != nil && activity != .departed }

    /// Where they are, unless a later word is known.
    mutating func place(_ zone: ZoneID?, at moment: Timestamp) {
        guard moment >= zoneAt ?? .zero else { return }
        (self.zone, zoneAt) = (zone, moment)
    }

    /// A sign of them, unless a later one is known.
    mutating func see(at moment: Timestamp) {
        guard moment >= lastSeen ?? .zero else { return }
        (lastSeen, lastSeenZone) = (moment, zone)
    }
}

/// The word a board shows.
public enum PresenceStatus: String, Sendable, CaseIterable {
    case missing, late, onTheWay = "on the way", due, here, left

    public var word: String { rawValue }

    /// Whether they are expected, and nobody has called them out yet.
    package var isToCome: Bool { self == .late || self == .onTheWay || self == .due }
}

extension DayState {
    /// How a named person stands at `now`. Offline is not missing: only an open alert says missing.
    public func status(of person: Person, at now: Timestamp) -> PresenceStatus {
        let presence = presence[person.id] ?? Presence()
        if presence.activity == .departed { return .left }
        if isReportedMissing(person.id) { return .missing }
        if presence.isCheckedIn {
            let zone = presence.zone.flatMap { day.zones[$0] }
            let isAway = zone.map { $0.kind == .offSite } ?? (presence.activity.stage == 1)
            return isAway ? .onTheWay : .here
        }
        if let eta = presence.eta {
            return now > eta + AlertPolicy.estimateGrace ? .late : .onTheWay
        }
        if presence.activity.stage == 1 { return .onTheWay }
        guard let call = person.callTime, now > call else { return .due }
        return .late
    }

    package func isReportedMissing(_ person: PersonID) -> Bool {
        alerts.contains { alert in
            guard alert.saysMissing else { return false }
            // Of several, whoever came is missed no more.
            guard let several = alert.waitsFor else { return alert.about == person.rawValue }
            return several.contains(person) && presence[person]?.isCheckedIn != true
        }
    }

    /// Why the last sighting may be old although nobody left: nil when it is recent or unexplained.
    public func deadZone(of person: PersonID) -> Zone? {
        guard let zone = presence[person]?.lastSeenZone.flatMap({ day.zones[$0] }) else {
            return nil
        }
        return zone.signal == .good ? nil : zone
    }

    /// Why somebody whose device is silent is not gone, in a few words; nil when they can be
    /// reached, or when nothing explains the silence.
    public func unreachable(_ person: PersonID, at now: Timestamp) -> String? {
        guard let presence = presence[person], presence.link == .offline, presence.isCheckedIn
        else { return nil }
        if let zone = deadZone(of: person) {
            return zone.signal == .none ? "no signal there" : "weak signal there"
        }
        guard let seen = presence.lastSeen, now - seen <= AlertPolicy.placeLife else { return nil }
        return "seen \((now - seen).words) ago"
    }

    /// Named people and other guests who are expected today or came: 145 of the sample wedding.
    public var expectedCount: Int {
        day.people.count + unnamedCrewSeen + day.otherGuests(who: \.isExpected)
    }

    public func hereCount(at now: Timestamp) -> Int {
        day.people.count { status(of: $0, at: now) == .here }
            + unnamedCrew(at: now).reduce(0) { $0 + $1.count }
            + day.otherGuests(who: \.isHere)
    }

    /// People of companies who came, here or gone, and are not in the file by name.
    public var unnamedCrewSeen: Int {
        crews.reduce(0) { sum, crew in
            let named = day.people.count { $0.vendor == crew.vendor }
            let hasCome = presence[crew.lead.id].map { $0.activity.stage > 1 } ?? false
            return sum + (hasCome ? max(0, crew.count - named) : 0)
        }
    }

    /// People of companies who are here and not counted by name, at the place of whoever checked
    /// them in: they stay when that one is missed, and go with them.
    func unnamedCrew(at now: Timestamp) -> [(lead: PersonID, zone: ZoneID?, count: Int)] {
        crews.compactMap { crew in
            let standing = status(of: crew.lead, at: now)
            guard standing == .here || standing == .missing else { return nil }
            let named = day.people.count {
                $0.vendor == crew.vendor && status(of: $0, at: now) == .here
            }
            return (crew.lead.id, presence[crew.lead.id]?.zone, max(0, crew.count - named))
        }
    }

    /// How many a company said they are.
    public func crewCount(of vendor: VendorID) -> Int? {
        crews.first { $0.vendor == vendor }?.count
    }

    private var crews: [(lead: Person, vendor: VendorID, count: Int)] {
        // By place: few people are copied.
        day.people.indices.compactMap { place in
            guard let count = presence[day.people[place].id]?.crew,
                let vendor = day.people[place].vendor
            else { return nil }
            return (day.people[place], vendor, count)
        }
    }

    /// Who is here by then, if everyone keeps what they said: named people by their estimate or
    /// call time, guests a quarter of an hour before the ceremony.
    public func expected(by moment: Timestamp, at now: Timestamp) -> Int {
        let start = day.ceremonyItem?.start
        let areGuestsDue = start.map { moment >= $0 - .minutes(15) && now < $0 } ?? false
        return hereCount(at: now)
            + (areGuestsDue ? day.otherGuests { $0 == .attending } : 0)
            + day.people.count { person in
                switch status(of: person, at: now) {
                case .onTheWay: presence[person.id]?.eta.map { $0 <= moment } ?? false
                case .due: person.callTime.map { $0 <= moment } ?? false
                case .here, .late, .missing, .left: false
                }
            }
    }

    /// People now in a zone.
    public struct Occupants: Sendable, Equatable {
        public let named: [Person]
        /// Of companies, without a name here.
        public let crew: Int
        public let guests: Int

        public var count: Int { named.count + crew + guests }
    }

    public func occupants(of zone: ZoneID, at now: Timestamp) -> Occupants {
        let named = day.people.filter {
            presence[$0.id]?.zone == zone && status(of: $0, at: now) == .here
        }
        let crew = unnamedCrew(at: now).reduce(0) { $0 + ($1.zone == zone ? $1.count : 0) }
        return Occupants(named: named, crew: crew, guests: guestCounts[zone] ?? 0)
    }

    /// How many people each zone holds: all at once, for whoever looks at every zone.
    public func headcounts(at now: Timestamp) -> [ZoneID: Int] {
        var counts = guestCounts
        let missing = Set(alerts.lazy.filter { $0.saysMissing && $0.waitsFor == nil }.map(\.about))
        for (person, record) in presence {
            guard record.isCheckedIn, record.activity != .departed, let zone = record.zone,
                day.zones[zone]?.kind != .offSite, !missing.contains(person.rawValue)
            else { continue }
            counts[zone, default: 0] += 1
        }
        for crew in unnamedCrew(at: now) {
            if let zone = crew.zone { counts[zone, default: 0] += crew.count }
        }
        return counts
    }

    /// Who was last seen in a zone and is missing now.
    public func lost(in zone: ZoneID, at now: Timestamp) -> [Person] {
        day.people.filter { presence[$0.id]?.zone == zone && status(of: $0, at: now) == .missing }
    }
}

extension Alert {
    /// That whoever it is about is not where they should be.
    fileprivate var saysMissing: Bool {
        isOpen && state != .returned
            && (kind == .keyPersonMissing || kind == .vendorNoShow || kind == .missingChild)
    }
}

extension Guest.Answer {
    public var status: PresenceStatus { self == .left ? .left : isHere ? .here : .due }
}
