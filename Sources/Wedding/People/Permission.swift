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
}

extension Role {
    /// The 90 cells. A row a role; columns in the order of `RightsCategory`.
    private static let matrix: [Role: [Character]] = [
        //               TL   CE   GU   VE   PA   MS   PR   EM   AD
        .couple: ["M", "M", "M", "M", "M", "E", "V", "E", "E"],
        .coordinator: ["M", "E", "M", "M", "E", "M", "M", "M", "E"],
        .venueManager: ["E", "V", "E", "E", "O", "E", "E", "M", "-"],
        .officiant: ["O", "E", "-", "V", "-", "E", "V", "E", "-"],
        .photographer: ["O", "V", "V", "O", "O", "E", "V", "E", "-"],
        .caterer: ["O", "-", "V", "O", "O", "E", "V", "E", "-"],
        .entertainment: ["O", "V", "-", "O", "O", "E", "V", "E", "-"],
        .vendor: ["O", "-", "-", "O", "O", "E", "V", "E", "-"],
        .weddingParty: ["O", "V", "O", "-", "-", "O", "V", "E", "-"],
        .guest: ["V", "-", "O", "-", "-", "O", "O", "O", "-"],
    ]

    private static let levels: [Role: [RightsLevel]] = matrix.mapValues { row in
        row.map { letter in
            switch letter {
            case "V": .view
            case "O": .own
            case "E": .edit
            case "M": .manage
            default: .none
            }
        }
    }

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
