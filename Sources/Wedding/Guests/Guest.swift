/// Somebody invited. Wedding party and family are guests too, linked by `person`.
public struct Guest: Sendable, Equatable, Identifiable, Codable {
    public enum Answer: String, Sendable, CaseIterable, Codable {
        case invited, attending, declined, pending, arrived
        case noShow = "no_show"
        case left
        /// Came without being on the list.
        case arrivedUninvited = "arrived_uninvited"

        /// Needs a chair and a meal.
        public var isExpected: Bool {
            switch self {
            case .attending, .arrived, .arrivedUninvited, .left: true
            case .invited, .declined, .pending, .noShow: false
            }
        }

        public var isHere: Bool { self == .arrived || self == .arrivedUninvited }
        /// Whether they were here at any time.
        public var hasCome: Bool { isHere || self == .left }
    }

    public let id: GuestID
    public var firstName: String
    public var lastName: String
    public var nameLatin: String?
    public var party: String
    public var side: String
    public var isChild: Bool
    public var rsvp: Answer
    public var meal: String?
    public var diet: String?
    public var table: TableID?
    public var seat: Int?
    public var person: PersonID?
    public var takesShuttle: Bool
    public var phone: String?
    public var email: String?
    public var notes: String?

    public init(
        id: GuestID, firstName: String, lastName: String, nameLatin: String? = nil,
        party: String = "", side: String = "", isChild: Bool = false, rsvp: Answer = .invited,
        meal: String? = nil, diet: String? = nil, table: TableID? = nil, seat: Int? = nil,
        person: PersonID? = nil, takesShuttle: Bool = false, phone: String? = nil,
        email: String? = nil, notes: String? = nil
    ) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
        self.nameLatin = nameLatin
        self.party = party
        self.side = side
        self.isChild = isChild
        self.rsvp = rsvp
        self.meal = meal
        self.diet = diet
        self.table = table
        self.seat = seat
        self.person = person
        self.takesShuttle = takesShuttle
        self.phone = phone
        self.email = email
        self.notes = notes
    }

    public var name: String { (firstName + " " + lastName).trimmedSpaces }
}

/// A table with numbered seats.
public struct SeatingTable: Sendable, Equatable, Identifiable, Codable {
    public let id: TableID
    public var number: Int
    public var name: String
    public var zone: ZoneID?
    public var seats: Int

    public init(id: TableID, number: Int, name: String, zone: ZoneID? = nil, seats: Int) {
        (self.id, self.number, self.name) = (id, number, name)
        (self.zone, self.seats) = (zone, seats)
    }
}
