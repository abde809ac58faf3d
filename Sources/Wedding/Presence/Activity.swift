/// What a vendor's person is doing.
public enum Activity: String, Sendable, CaseIterable, Codable {
    case notStarted = "not_started"
    case enRoute = "en_route"
    case delayed
    case atVenue = "at_venue"
    case setup
    case ready
    case photography
    case ceremony
    case reception
    case onBreak = "on_break"
    case breakdown
    case departed

    /// Groups in the order of the day; a step to a later group is a step forward.
    public var stage: Int {
        switch self {
        case .notStarted: 0
        case .enRoute, .delayed: 1
        case .atVenue: 2
        case .setup: 3
        case .ready: 4
        case .photography, .ceremony, .reception, .onBreak: 5
        case .breakdown: 6
        case .departed: 7
        }
    }

    /// Somewhere at the venue, as far as anyone said.
    public var isOnSite: Bool { (2...6).contains(stage) }

    public var words: String {
        rawValue.spaced
    }
}

/// What becomes of a requested change of activity.
public enum ActivityStep: Equatable, Sendable {
    case legal
    /// Only a coordinator, with a reason that goes to the audit log.
    case needsReason
    /// Photography belongs to photographers.
    case notTheirs
}

extension Activity {
    /// Whether somebody in `role` may go from this activity to `next`.
    ///
    /// - Parameter before: The activity that an `onBreak` interrupted, if this is one.
    public func step(to next: Activity, role: Role, before: Activity?) -> ActivityStep {
        if next == .photography && role != .photographer { return .notTheirs }
        if next.stage >= stage { return .legal }
        if self == .onBreak && next == before { return .legal }
        switch (self, next) {
        case (.departed, .enRoute), (.departed, .atVenue), (.atVenue, .enRoute): return .legal
        default: return .needsReason
        }
    }
}
