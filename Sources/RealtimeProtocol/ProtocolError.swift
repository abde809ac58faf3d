import Wedding

/// Why a submission is refused. Codes are stable; the sentence is for a person.
public enum ProtocolError: Error, Sendable, Equatable {
    case forbidden(String)
    case notFound(String)
    case taken(String)
    case invalid(String)
    case tableFull(name: String, seats: Int)
    case ceremonyLocked(String)
    case rateLimited(perMinute: Int)
    /// More than one principal may make the host do in a minute, in words of its own.
    case overBudget(String)
    case illegalStep(String)
    case dayClosed
    case unknownKind(String)
    case malformed(String)
    case devices(max: Int)
    case connections(String)
    case locked(minutes: Int)
    case unavailable
    /// What it was based on is not so any more.
    case stale(String)
    /// As a host at the other end of a socket said it.
    case said(code: String, String, isRetryable: Bool)

    /// Stable word on the wire.
    public var code: String {
        switch self {
        case .forbidden: "forbidden"
        case .notFound: "not_found"
        case .taken: "taken"
        case .invalid: "invalid"
        case .tableFull: "table_full"
        case .ceremonyLocked: "ceremony_locked"
        case .rateLimited, .overBudget: "rate_limited"
        case .illegalStep: "illegal_step"
        case .dayClosed: "day_closed"
        case .unknownKind: "unknown_kind"
        case .malformed: "malformed"
        case .devices: "too_many_devices"
        case .connections: "too_many_connections"
        case .locked: "locked_out"
        case .unavailable: "unavailable"
        case .stale: "stale"
        case .said(let code, _, _): code
        }
    }

    /// Stable number beside the word. Add numbers; never reuse one.
    public var number: Int {
        switch self {
        case .forbidden: 4101
        case .notFound: 4102
        case .invalid: 4103
        case .tableFull: 4104
        case .ceremonyLocked: 4105
        case .rateLimited, .overBudget: 4106
        case .illegalStep: 4107
        case .dayClosed: 4108
        case .taken: 4109
        case .unknownKind: 4110
        case .malformed: 4111
        case .devices: 4112
        case .connections: 4113
        case .locked: 4114
        case .unavailable: 4115
        case .stale: 4116
        case .said: 4100
        }
    }

    /// Whether the same submission may succeed later.
    public var isRetryable: Bool {
        switch self {
        case .rateLimited, .overBudget, .connections, .locked, .unavailable: true
        case .said(_, _, let isRetryable): isRetryable
        case .forbidden, .notFound, .taken, .invalid, .tableFull, .ceremonyLocked, .illegalStep,
            .dayClosed, .unknownKind, .malformed, .devices, .stale:
            false
        }
    }
}

extension ProtocolError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .forbidden(let reason), .invalid(let reason), .illegalStep(let reason),
            .stale(let reason), .overBudget(let reason):
            reason
        case .notFound(let what): "There is no \(what) in this wedding."
        case .taken(let what): "There is already a \(what). Choose another id."
        case .tableFull(let name, let seats):
            "\(name) is full (\(seats) of \(seats)). Free a seat first or choose another table."
        case .ceremonyLocked(let reason): reason
        case .rateLimited(let perMinute):
            "You sent more than \(perMinute) messages in a minute. Wait a moment; emergencies always pass."
        case .dayClosed: "The day is closed. You can read its log, but not change it."
        case .unknownKind(let words), .malformed(let words), .connections(let words): words
        case .devices(let max):
            "This person has \(max) devices logged in, the limit for the role. Log one out, or ask "
                + "to replace the one idle longest (--replace)."
        case .locked(let minutes):
            "Too many failed attempts from this address. Try again in \(minutes) minutes."
        case .said(_, let words, _): words
        case .unavailable: "The host's disk does not answer. Nothing was saved. Try again."
        }
    }
}

extension ProtocolError {
    package init(_ refusal: Rights.Refusal) {
        switch refusal {
        case .dayClosed: self = .dayClosed
        case .forbidden(let words): self = .forbidden(words)
        case .notFound(let words): self = .notFound(words)
        case .invalid(let words): self = .invalid(words)
        case .illegalStep(let words): self = .illegalStep(words)
        case .ceremonyLocked(let words): self = .ceremonyLocked(words)
        }
    }
}
