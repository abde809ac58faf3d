/// What somebody asks for. Most of it is written as it was asked; where asking and having happened
/// differ, a case of its own holds what its author knows, and nothing that is the core's to give.
public enum Request: Sendable, Equatable {
    case write(Change)
    case raise(AlertCall)
    case escalate(AlertID, Loudness)
    case send(MessageDraft)
    case lend(Loan)
    /// What shall stand in place of what a rule said.
    case decide(Conflict.ID, FieldEdit)
    /// All of it or nothing.
    case unit([Request], [Precondition])

    public enum Loudness: Sendable {
        /// The same people once more.
        case again
        /// One step of the ladder further.
        case further
    }

    /// All of these changes or none.
    public static func unit(of changes: [Change], _ conditions: [Precondition] = []) -> Request {
        .unit(changes.map(Request.write), conditions)
    }

    /// The change that is written as it was asked.
    public var change: Change? { if case .write(let change) = self { change } else { nil } }

    /// The requests of a unit, or itself.
    public var parts: [Request] { if case .unit(let parts, _) = self { parts } else { [self] } }

    /// Changes of one unit: more is a file to import.
    package static let partsMax = 100

    /// As units that a host takes, where what belongs together was said without a condition.
    package var takeable: [Request] {
        guard case .unit(let parts, let conditions) = self, parts.count > Self.partsMax,
            conditions.isEmpty
        else { return [self] }
        return stride(from: 0, to: parts.count, by: Self.partsMax).map { start in
            .unit(Array(parts[start..<min(start + Self.partsMax, parts.count)]), [])
        }
    }
}

/// An alert as whoever raises it knows it.
public struct AlertCall: Sendable, Equatable {
    public let kind: AlertKind
    public var about: String
    public var zone: ZoneID?
    /// Whom they wish to be told; who must be told is not theirs to say.
    public var audience: [AudienceWord]
    public var priority: Priority
    public var isDrill: Bool
    /// By which a rule of the wedding, or whatever measured it, is known.
    public var rule: String

    public init(
        _ kind: AlertKind, about: String = "", zone: ZoneID? = nil,
        to audience: [AudienceWord] = [],
        priority: Priority? = nil, isDrill: Bool = false, rule: String = ""
    ) {
        (self.kind, self.about, self.zone) = (kind, about, zone)
        (self.audience, self.isDrill, self.rule) = (audience, isDrill, rule)
        self.priority = priority ?? kind.defaultPriority
    }
}

/// Words before they are sent; the words themselves stand beside the request.
public struct MessageDraft: Sendable, Equatable {
    public let to: [AudienceWord]
    public var priority: Priority
    /// The run of show that it announces.
    public var version: Int?
    /// Only for those who are in this zone now.
    public var near: ZoneID?

    public init(
        to: [AudienceWord], priority: Priority = .normal, version: Int? = nil, near: ZoneID? = nil
    ) {
        (self.to, self.priority, self.version, self.near) = (to, priority, version, near)
    }
}

/// Rights that somebody wants to lend, or to be lent.
public struct Loan: Sendable, Equatable {
    public let to: PersonID
    public let minutes: Int
    /// The emergency that it ends with.
    public let alert: AlertID?

    public init(to person: PersonID, minutes: Int, alert: AlertID? = nil) {
        (to, self.minutes, self.alert) = (person, minutes, alert)
    }
}
