/// Everything the wedding file says, and the plan as it changes through the day.
public struct WeddingDay: Sendable, Equatable, Codable {
    /// Somebody to ring, in `order`.
    public struct EmergencyContact: Sendable, Equatable, Codable {
        public let order: Int
        public let label: String
        public let person: PersonID?
        public let name: String
        public let phone: String

        public init(order: Int, label: String, person: PersonID?, name: String, phone: String) {
            (self.order, self.label, self.person) = (order, label, person)
            (self.name, self.phone) = (name, phone)
        }

        /// Whom to ask for, and the number.
        public var ringWords: String { "\(name.isEmpty ? label : name) \(phone)" }
    }

    /// Who else hears of a topic.
    public struct Route: Sendable, Equatable, Codable {
        public let topic: Topic
        public let audience: [AudienceWord]

        public init(topic: Topic, audience: [AudienceWord]) {
            (self.topic, self.audience) = (topic, audience)
        }
    }

    /// Decoration on the map. Never carries state.
    public struct MapArt: Sendable, Equatable, Codable {
        public let zone: ZoneID
        public let x, y: Int
        public let text: String

        public init(zone: ZoneID, x: Int, y: Int, text: String) {
            (self.zone, self.x, self.y, self.text) = (zone, x, y, text)
        }
    }

    /// A way between two zones, drawn as a gap in their walls.
    public struct MapDoor: Sendable, Equatable, Codable {
        public let from, to: ZoneID
        public init(from: ZoneID, to: ZoneID) { (self.from, self.to) = (from, to) }
    }

    /// The order and the words of the ceremony: seen only with that right.
    public struct CeremonyDetails: Sendable, Equatable, Codable {
        public var processional: [String] = []
        public var music = ""
        public var readings: [String] = []
        public var vows = ""
        public var notes: String?
        public init() {}
    }

    public let id: WeddingID
    public var title: String
    public var date: CivilDate
    public var endDate: CivilDate
    public var clock: VenueClock
    public var venue: String
    public var address = ""
    public var locale = "en_US"
    public var rainPlan = ""
    /// What everyone who runs the day should know: several people write at it.
    public var brief = ""
    /// When it must be said whether the rain plan holds.
    public var rainCallBy: Timestamp?
    public var sunset: Timestamp?
    /// nil when the file does not say where the venue is.
    public var weatherPlace: WeatherPlace?
    public var amplifiedMusicOff: Timestamp?
    public var premisesClearBy: Timestamp?
    public var ceremony: ItemID?
    /// Keeps critical alerts from the couple until they escalate.
    public var shieldsCouple = false
    public var deputies: [PersonID] = []
    public var mapWidth = 72
    public var mapHeight = 22
    /// The published run of show: "v8".
    public var version = 1

    public var zones = Roster<Zone>()
    public var vendors = Roster<Vendor>()
    public var people = Roster<Person>()
    public var items = Roster<TimelineItem>()
    public var tables = Roster<SeatingTable>()
    public var guests = Roster<Guest>()
    public var duties = Roster<Duty>()
    public var payments = Roster<Payment>()
    public var custody = Roster<CustodyThing>()
    /// Left out where there is none: days that were kept before have no such list.
    private var equipment: Roster<Piece>?
    public var pieces: Roster<Piece> {
        get { equipment ?? [] }
        set { equipment = newValue.isEmpty ? nil : newValue }
    }
    public var rules = Roster<AlertRule>()
    public var suppressions = Roster<SuppressionRule>()
    public var emergencyContacts: [EmergencyContact] = []
    public var routes: [Route] = []
    public var mapArt: [MapArt] = []
    public var mapDoors: [MapDoor] = []
    public var ceremonyDetails = CeremonyDetails()

    public init(
        id: WeddingID, title: String, date: CivilDate, clock: VenueClock, venue: String
    ) {
        (self.id, self.title, self.date, self.clock) = (id, title, date, clock)
        (self.venue, endDate) = (venue, date)
    }

    public var ceremonyItem: TimelineItem? { ceremony.flatMap { items[$0] } }

    /// Where people gather in a fire, if the wedding says so.
    public var assemblyPlace: Zone? { zones.first { $0.kind == .assemblyPoint } }

    /// Emergency contacts who are people of the day, in their order.
    public var contactPeople: [PersonID] { emergencyContacts.compactMap(\.person) }

    /// Emergency contacts that no device of ours reaches, in their order.
    public var contactsToRing: [EmergencyContact] {
        emergencyContacts.filter { $0.person == nil }
    }

    /// Names of the couple, as guests read them: "Maya & Theo".
    public var coupleNames: String {
        let names = people.filter { $0.role == .couple }.map(\.givenName)
        return names.isEmpty ? title : names.joined(separator: " & ")
    }

    /// The one to reach for a vendor: marked lead, else the first in the file.
    public func lead(of vendor: VendorID) -> Person? {
        people.first { $0.vendor == vendor && $0.isLead } ?? people.first { $0.vendor == vendor }
    }

    /// The one who leads a role.
    public func lead(of role: Role) -> Person? {
        people.first { $0.role == role && $0.isLead } ?? people.first { $0.role == role }
    }

    /// Items in the order they are planned, ties in file order.
    public var runOfShow: [TimelineItem] {
        // By place: to move an item while sorting costs more than to look at it.
        items.indices.map { (items[$0].start, items[$0].order, $0) }.sorted { $0 < $1 }
            .map { items[$0.2] }
    }

    /// Guests that are nobody in `people`: what presence counts beside the named.
    public var otherGuests: [Guest] { guests.filter { $0.person == nil } }

    /// How many of them gave such an answer. By place: to copy each would cost more.
    public func otherGuests(who test: (Guest.Answer) -> Bool) -> Int {
        guests.indices.count { guests[$0].person == nil && test(guests[$0].rsvp) }
    }

    public func seated(at table: TableID) -> [Guest] {
        guests.filter { $0.table == table && $0.rsvp.isExpected }
    }

    /// The shelter to name in a weather emergency: the largest.
    public var mainShelter: Zone? {
        zones.filter(\.isStormShelter).max { $0.capacity < $1.capacity }
    }

    /// By place: to copy a person would cost more than to look at them.
    public func role(of person: PersonID) -> Role? {
        people.index(of: person).map { people[$0].role }
    }

    public func name(of person: PersonID) -> String { people[person]?.name ?? person.rawValue }
    public func givenName(of person: PersonID) -> String {
        people[person]?.givenName ?? person.rawValue
    }
    public func name(of zone: ZoneID) -> String { zones[zone]?.plainName ?? zone.rawValue }
    public func shortName(of zone: ZoneID) -> String { zones[zone]?.shortName ?? zone.rawValue }
}

extension WeddingDay {
    /// Countries that read half a day on their clocks, by the region of the locale.
    private static let twelveHourRegions: Set<String> = [
        "US", "CA", "AU", "NZ", "IN", "PH", "PK", "BD", "EG", "SA", "MY",
    ]

    /// Whether guests read `3:30 pm` rather than `15:30`.
    package var readsTwelveHours: Bool {
        let parts = locale.split { $0 == "_" || $0 == "-" || $0 == "." }
        guard parts.count > 1 else { return locale == "en" }
        return Self.twelveHourRegions.contains(parts[1].uppercased())
    }
}
