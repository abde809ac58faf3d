/// Where an alert stands. Latched: it leaves the list only when a person has seen it.
public enum AlertState: Sendable, Hashable {
    case raised
    case acknowledged
    /// The cause went away before anyone acknowledged.
    case returned
    /// Quiet until a moment.
    case shelved(until: Timestamp)
    /// Quiet by a written rule; always listed.
    case suppressed
    case resolved
    case allClear
    case cancelled

    public var word: String {
        switch self {
        case .raised: "raised"
        case .acknowledged: "acknowledged"
        case .returned: "returned"
        case .shelved: "shelved"
        case .suppressed: "suppressed"
        case .resolved: "resolved"
        case .allClear: "all clear"
        case .cancelled: "cancelled"
        }
    }

    public var isOver: Bool {
        switch self {
        case .resolved, .allClear, .cancelled: true
        case .raised, .acknowledged, .returned, .shelved, .suppressed: false
        }
    }

    /// Somebody still has to look.
    public var isUnacknowledged: Bool { self == .raised || self == .returned }
}

/// What can happen to an alert.
public enum AlertMove: Sendable, Equatable {
    case acknowledge
    case causeGone
    case shelve(until: Timestamp)
    case shelfExpired
    case suppress
    case resolve
    case allClear
    case cancel
}

/// Why a move is refused.
public enum AlertMoveError: Error, Equatable, CustomStringConvertible {
    case alreadyOver
    case emergencyIsNeverShelved
    case onlyEmergenciesHaveAllClear
    case notShelved
    case emergencyIsNeverSuppressed

    public var description: String {
        switch self {
        case .alreadyOver: "This alert is over; raise a new one if it happens again."
        case .emergencyIsNeverShelved:
            "An emergency cannot be shelved; acknowledge it or say all clear."
        case .onlyEmergenciesHaveAllClear:
            "Only an emergency ends with all clear; resolve this one."
        case .notShelved: "This alert is not shelved."
        case .emergencyIsNeverSuppressed: "An emergency cannot be suppressed by a rule."
        }
    }
}

extension AlertState {
    /// The state after `move`, or why it cannot be.
    ///
    /// A late acknowledgement never reopens: it leaves an ended alert as it is.
    public func after(
        _ move: AlertMove, priority: Priority
    ) throws(AlertMoveError) -> AlertState {
        let isEmergency = priority == .emergency
        if isOver {
            guard move == .acknowledge || move == .causeGone else { throw .alreadyOver }
            return self
        }
        switch move {
        case .acknowledge: return self == .returned ? .resolved : .acknowledged
        case .causeGone:
            // Danger to people ends when a person says so, never by itself.
            if isEmergency { return self }
            switch self {
            case .raised, .shelved: return .returned
            case .acknowledged, .suppressed: return .resolved
            case .returned, .resolved, .allClear, .cancelled: return self
            }
        case .shelve(let until):
            guard !isEmergency else { throw .emergencyIsNeverShelved }
            return .shelved(until: until)
        case .shelfExpired:
            guard case .shelved = self else { throw .notShelved }
            return .raised
        case .suppress:
            guard !isEmergency else { throw .emergencyIsNeverSuppressed }
            return .suppressed
        case .resolve: return .resolved
        case .allClear:
            guard isEmergency else { throw .onlyEmergenciesHaveAllClear }
            return .allClear
        case .cancel: return .cancelled
        }
    }
}
