/// A place at the venue, or off it.
public struct Zone: Sendable, Equatable, Identifiable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case bridalSuite = "bridal_suite"
        case ceremonyArea = "ceremony_area"
        case receptionHall = "reception_hall"
        case photoLocation = "photo_location"
        case parking
        case vendorStaging = "vendor_staging"
        case guestEntrance = "guest_entrance"
        case groomSuite = "groom_suite"
        case cocktailArea = "cocktail_area"
        case kitchen
        case backOfHouse = "back_of_house"
        case coordinatorOffice = "coordinator_office"
        case assemblyPoint = "assembly_point"
        case offSite = "off_site"
    }

    public enum Signal: String, Sendable, CaseIterable, Codable {
        case good, weak, none
    }

    /// Character cells on the wedding's own map.
    public struct Rectangle: Sendable, Equatable, Codable {
        public var x, y, width, height: Int

        public init(x: Int, y: Int, width: Int, height: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        public func overlaps(_ other: Rectangle) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height
                && other.y < y + height
        }
    }

    public let id: ZoneID
    public var name: String
    /// Fits small walls: "Barn".
    public var short: String?
    public var kind: Kind
    public var area: Rectangle
    public var capacity: Int
    public var signal: Signal
    public var isIndoor: Bool
    public var isStormShelter: Bool
    public var adjacent: [ZoneID]
    /// Who answers for the zone in an emergency, in order.
    public var captains: [PersonID]

    public init(
        id: ZoneID, name: String, short: String? = nil, kind: Kind, area: Rectangle,
        capacity: Int, signal: Signal = .good, isIndoor: Bool = false,
        isStormShelter: Bool = false, adjacent: [ZoneID] = [], captains: [PersonID] = []
    ) {
        self.id = id
        self.name = name
        self.short = short
        self.kind = kind
        self.area = area
        self.capacity = capacity
        self.signal = signal
        self.isIndoor = isIndoor
        self.isStormShelter = isStormShelter
        self.adjacent = adjacent
        self.captains = captains
    }

    /// Rooms whose inside is nobody else's business.
    public var isPrivate: Bool { kind == .bridalSuite || kind == .groomSuite }

    /// The name without what stands in brackets: "Stone Cellar" of "Stone Cellar (green room)".
    public var plainName: String {
        guard let bracket = name.firstIndex(of: "("), bracket > name.startIndex else { return name }
        return String(name[..<bracket]).trimmedSpaces
    }

    /// One word for a column: "Cellar", "Orchard".
    public var shortName: String {
        if let short { return short }
        let words = plainName.split(separator: " ")
        return String(Self.tellingWord[kind].flatMap { words[safe: $0] } ?? words.last ?? name[...])
    }

    /// Which word of a name tells the place apart, where it is not the last.
    private static let tellingWord: [Kind: Int] = [
        .ceremonyArea: 0, .vendorStaging: 0, .offSite: 0,
    ]
}

extension StringProtocol {
    /// Without spaces at either end.
    public var trimmedSpaces: String {
        var slice = self[...]
        while slice.first?.isWhitespace == true { slice = slice.dropFirst() }
        while slice.last?.isWhitespace == true { slice = slice.dropLast() }
        return String(slice)
    }
}

extension Collection {
    public subscript(safe index: Index) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
