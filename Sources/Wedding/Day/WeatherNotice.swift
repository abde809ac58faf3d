/// A weather service's notice, in the words of CAP 1.2.
public struct WeatherNotice: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable {
        case alert = "Alert", update = "Update", cancel = "Cancel"
    }

    public let id: String
    public let kind: Kind
    public let headline: String
    public let severity: String
    public let urgency: String
    public let certainty: String
    public let until: Timestamp?
    /// When it is expected at the venue (CAP's onset).
    public let onset: Timestamp?
    public let coversVenue: Bool
    /// CAP's status: `Actual`, or an exercise, a test, a draft. Left out by old logs.
    public var status: String?
    /// Where it holds; nil when the message does not say.
    public var area: WeatherArea?

    public init(
        id: String, kind: Kind, headline: String, severity: String, urgency: String,
        certainty: String, until: Timestamp? = nil, onset: Timestamp? = nil,
        coversVenue: Bool = true
    ) {
        self.id = id
        self.kind = kind
        self.headline = headline
        self.severity = severity
        self.urgency = urgency
        self.certainty = certainty
        self.until = until
        self.onset = onset
        self.coversVenue = coversVenue
    }

    public var isActual: Bool { status == nil || status == "Actual" }

    /// Severe or worse, soon, and seen or likely: everyone must hear.
    public var isEmergency: Bool {
        kind != .cancel && isActual && coversVenue && ["Severe", "Extreme"].contains(severity)
            && ["Immediate", "Expected"].contains(urgency)
            && ["Observed", "Likely"].contains(certainty)
    }
}
