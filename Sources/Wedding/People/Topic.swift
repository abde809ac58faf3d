/// What an entry is about, for the routing table. A wedding's `[[route]]` names these words.
public enum Topic: String, Sendable, CaseIterable, Codable {
    case vendorUpdate = "vendor.update"
    case vendorLate = "vendor.late"
    case timelineProgress = "timeline.progress"
    case timelineChange = "timeline.change"
    case cue
    case ripple
    case conflictLost = "conflict.lost"
    case proposal
    case alert
    case alertStep = "alert.step"
    /// A medical emergency or a missing child: told to those who act, and to nobody a route adds.
    case emergencyTargeted = "emergency.targeted"
    case rsvp
    case seating
    case task
    case custody
    case paymentReceived = "payment.received"
    case paymentFailed = "payment.failed"
    case chat
    case note
    case weatherAdvisory = "weather.advisory"
    case weatherEmergency = "weather.emergency"
    case day

    /// Money and private matters go to those they name, whatever else is asked.
    public var isClosed: Bool {
        self == .paymentReceived || self == .paymentFailed || self == .emergencyTargeted
    }
}
