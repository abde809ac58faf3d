/// What a person is to the wedding. Decides rights; a title or a trade never does.
public enum Role: String, Sendable, CaseIterable, Codable {
    case couple
    case coordinator
    case venueManager = "venue_manager"
    case officiant
    case photographer
    case caterer
    case entertainment
    case vendor
    case weddingParty = "wedding_party"
    case guest

    /// 0 is strongest. The five vendor roles share one rung.
    public var rank: Int {
        switch self {
        case .couple: 0
        case .coordinator: 1
        case .venueManager: 2
        case .officiant, .photographer, .caterer, .entertainment, .vendor: 3
        case .weddingParty: 4
        case .guest: 5
        }
    }

    public var isVendor: Bool { rank == 3 }

    /// Whether what guests eat is theirs to know.
    package var servesMeals: Bool {
        switch self {
        case .caterer: true
        case .couple, .coordinator, .venueManager, .officiant, .photographer, .entertainment,
            .vendor, .weddingParty, .guest:
            false
        }
    }

    /// Messages a person may send in a minute, across devices. Emergencies have their own bucket.
    public var messagesPerMinuteMax: Int {
        switch self {
        case .couple: 30
        case .coordinator: 50
        case .venueManager: 40
        case .officiant, .weddingParty: 10
        case .photographer, .caterer, .entertainment: 20
        case .vendor: 15
        case .guest: 5
        }
    }

    /// Devices a person may have connected at once.
    public var devicesMax: Int {
        switch self {
        case .couple, .venueManager: 4
        case .coordinator: 5
        case .photographer: 3
        case .officiant, .caterer, .entertainment, .vendor, .weddingParty: 2
        case .guest: 1
        }
    }
}
