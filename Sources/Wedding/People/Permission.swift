/// The nine kinds of things a right is about.
public enum RightsCategory: String, Sendable, CaseIterable {
    case timeline = "TL"
    case ceremony = "CE"
    case guests = "GU"
    case vendors = "VE"
    case payments = "PA"
    case messaging = "MS"
    case presence = "PR"
    case emergency = "EM"
    case administration = "AD"

    /// As a refusal names the right.
    package var title: String {
        switch self {
        case .timeline: "Timeline"
        case .ceremony: "Ceremony"
        case .guests: "Guests"
        case .vendors: "Vendors"
        case .payments: "Payments"
        case .messaging: "Messaging"
        case .presence: "Presence"
        case .emergency: "Emergency"
        case .administration: "Administration"
        }
    }
}

/// How far a right reaches. Each level includes those before it.
public enum RightsLevel: Int, Sendable, Comparable, CaseIterable {
    case none
    /// See what one's visibility allows.
    case view
    /// View, and write one's own entries.
    case own
    case edit
    /// Edit, approve, override.
    case manage

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// Whether it shows what is others' too; whoever has their own entries sees those only.
    package var seesOthers: Bool { self == .view || self >= .edit }
}

extension Role {
    /// A row of the 90 cells; columns in the order of `RightsCategory`.
    private var cells: String {
        //               T C G V P M P E A
        switch self {
        case .couple: "M M M M M E V E E"
        case .coordinator: "M E M M E M M M E"
        case .venueManager: "E V E E O E E M -"
        case .officiant: "O E - V - E V E -"
        case .photographer: "O V V O O E V E -"
        case .caterer: "O - V O O E V E -"
        case .entertainment: "O V - O O E V E -"
        case .vendor: "O - - O O E V E -"
        case .weddingParty: "O V O - - O V E -"
        case .guest: "V - O - - O O O -"
        }
    }

    private static let levels: [Role: [RightsLevel]] = Dictionary(
        uniqueKeysWithValues: allCases.map { role in
            let row = role.cells.split(separator: " ").map { letter -> RightsLevel in
                switch letter {
                case "V": .view
                case "O": .own
                case "E": .edit
                case "M": .manage
                default: .none
                }
            }
            return (role, row)
        })

    /// Those who have a right, once for all.
    private static let holders: [RightsCategory: [RightsLevel: Set<Role>]] =
        Dictionary(
            uniqueKeysWithValues: RightsCategory.allCases.map { category in
                let levels = RightsLevel.allCases.map { level in
                    (level, Set(allCases.filter { $0.level(category) >= level }))
                }
                return (category, Dictionary(uniqueKeysWithValues: levels))
            })

    public static func having(_ category: RightsCategory, _ level: RightsLevel) -> Set<Role> {
        holders[category]?[level] ?? []
    }

    public func level(_ category: RightsCategory) -> RightsLevel {
        Self.levels[self]![category.column]
    }
}

extension RightsCategory {
    fileprivate var column: Int {
        switch self {
        case .timeline: 0
        case .ceremony: 1
        case .guests: 2
        case .vendors: 3
        case .payments: 4
        case .messaging: 5
        case .presence: 6
        case .emergency: 7
        case .administration: 8
        }
    }
}
