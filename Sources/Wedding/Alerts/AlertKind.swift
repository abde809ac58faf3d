/// What an alert is about. The first eleven are the emergency types a person can raise.
public enum AlertKind: String, Sendable, CaseIterable, Codable {
    case medical
    case fireEvacuation = "fire_evacuation"
    case severeWeather = "severe_weather"
    case securityThreat = "security_threat"
    case powerOutage = "power_outage"
    case vendorNoShow = "vendor_no_show"
    case keyPersonMissing = "key_person_missing"
    case missingChild = "missing_child"
    case equipmentFailure = "equipment_failure"
    case transportFailure = "transport_failure"
    case timelineCrisis = "timeline_crisis"

    case vendorOverdue = "vendor_overdue"
    case coordinatorOffline = "coordinator_offline"
    case batteryLow = "battery_low"
    case weather
    case custody
    case departure
    case overcrowded
    /// Before a hard item: people without a device whom nobody has confirmed.
    case rollCall = "roll_call"
    case helpRequest = "help_request"

    public static let emergencyTypes: [AlertKind] = [
        .medical, .fireEvacuation, .severeWeather, .securityThreat, .powerOutage, .vendorNoShow,
        .keyPersonMissing, .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis,
    ]

    /// The priority it has unless a rule says otherwise.
    public var defaultPriority: Priority {
        switch self {
        case .medical, .fireEvacuation, .severeWeather, .securityThreat, .missingChild: .emergency
        case .powerOutage, .vendorNoShow, .keyPersonMissing, .equipmentFailure, .transportFailure,
            .timelineCrisis, .coordinatorOffline, .custody:
            .critical
        case .vendorOverdue, .batteryLow, .weather, .departure, .overcrowded, .rollCall,
            .helpRequest:
            .high
        }
    }

    /// Whom the product promises to tell, whatever a rule adds.
    public var promisedAudience: [AudienceWord] {
        switch self {
        case .keyPersonMissing, .rollCall: [.coordinator, .couple]
        case .batteryLow: [.subject, .helper, .coordinator]
        case .coordinatorOffline: [.emergencyContacts]
        // Who can mend it hears of it first.
        case .powerOutage: [.venue, .coordinator]
        case .overcrowded: [.coordinator, .venue]
        case .medical, .fireEvacuation, .severeWeather, .securityThreat, .vendorNoShow,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .weather, .custody, .departure,
            .helpRequest:
            isTargeted ? [.coordinator, .venue, .security] : [.coordinator]
        }
    }

    /// Whether it says that somebody is not where they should be.
    package var isOfAbsence: Bool {
        self == .vendorOverdue || self == .vendorNoShow || self == .keyPersonMissing
    }

    /// Goes to those who act, not to everyone, until somebody with that right broadcasts it.
    public var isTargeted: Bool { self == .medical || self == .missingChild }

    public var words: String {
        switch self {
        case .severeWeather: "weather"
        case .fireEvacuation: "fire, evacuate"
        case .medical, .securityThreat, .powerOutage, .vendorNoShow, .keyPersonMissing,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .weather, .custody, .departure, .overcrowded,
            .rollCall, .helpRequest:
            rawValue.spaced
        }
    }

    /// What everyone does, where no rule says it.
    public var defaultDoFirst: String {
        switch self {
        case .medical: "Send the EMT to the place; meet the ambulance at the gate"
        case .fireEvacuation: "Everyone out; nobody goes back in"
        case .severeWeather, .weather: "Everyone into shelter"
        case .securityThreat: "Send security to the place; keep guests away"
        case .missingChild: "Close the gate; search the last place first"
        case .powerOutage: "Get a generator to the hall; lights before music"
        case .vendorNoShow: "Call them; then try the stand-in list"
        case .keyPersonMissing: "Radio them, then send the nearest person"
        case .equipmentFailure: "Get the spare from the kit; tell whoever waits for it"
        case .transportFailure: "Call the driver; hold whatever waits for the ride"
        case .timelineCrisis: "Protect hard items; shorten flexible ones"
        case .vendorOverdue: "Call them; check the gate and the dock"
        case .coordinatorOffline: "Radio the silent coordinator"
        case .batteryLow: "Hand over a power bank"
        case .custody: "Ask the holder"
        case .overcrowded: "Open the next room; hold the door"
        case .departure: "Catch them before the gate"
        case .rollCall: "Look, ask or call; then run :roll-call"
        case .helpRequest: "Go and see"
        }
    }
}

/// A written rule of the wedding: when to raise which alert, and what to do first.
public struct AlertRule: Sendable, Equatable, Identifiable, Codable {
    public let id: RuleID
    public var kind: AlertKind
    /// "call_time", "ceremony", "heartbeat", "battery", "cap", or the id of a thing in custody.
    public var trigger: String
    public var priority: Priority
    public var notify: [AudienceWord]
    public var doFirst: String
    public var then: String
    /// When the first step of the ladder calls somebody else; that an emergency is said again after
    /// half a minute stays.
    public var escalateAfter: Duration? { escalateAfterMinutes.map { .minutes($0) } }
    private var escalateAfterMinutes: Int?

    public init(
        id: RuleID, kind: AlertKind, trigger: String, priority: Priority? = nil,
        notify: [AudienceWord] = [], doFirst: String = "",
        then: String = "", escalateAfter: Duration? = nil
    ) {
        self.id = id
        self.kind = kind
        self.trigger = trigger
        self.priority = min(priority ?? kind.defaultPriority, kind.defaultPriority)
        self.notify = notify
        self.doFirst = doFirst.isEmpty ? kind.defaultDoFirst : doFirst
        self.then = then
        escalateAfterMinutes = escalateAfter?.wholeMinutes
    }

    /// What a rule is about: a kind of alert, and of things the one that it names.
    public var watches: String { kind == .custody ? "\(kind.rawValue) \(trigger)" : kind.rawValue }

    /// This rule on top of the standard one: whom that tells is told, as urgently at least.
    public func added(to standard: AlertRule) -> AlertRule {
        var rule = self
        rule.notify = (standard.notify + notify).unique
        rule.priority = min(priority, standard.priority)
        if rule.trigger.isEmpty { rule.trigger = standard.trigger }
        if rule.then.isEmpty { rule.then = standard.then }
        return rule
    }

    /// A standard rule whose id the file gave to another.
    public func renamed(besides taken: Set<RuleID>) -> AlertRule {
        guard taken.contains(id) else { return self }
        return AlertRule(
            id: RuleID("\(id.rawValue)-standard"), kind: kind, trigger: trigger, priority: priority,
            notify: notify, doFirst: doFirst, then: then,
            escalateAfter: escalateAfter)
    }

    /// The rules of a wedding that writes none.
    public static let standard: [AlertRule] = [
        AlertRule(id: "r-late", kind: .vendorOverdue, trigger: "call_time", notify: [.coordinator]),
        AlertRule(
            id: "r-missing", kind: .keyPersonMissing, trigger: "ceremony",
            notify: [.coordinator, .couple]),
        AlertRule(
            id: "r-venue", kind: .coordinatorOffline, trigger: "heartbeat",
            notify: [.emergencyContacts]),
        AlertRule(
            id: "r-batt", kind: .batteryLow, trigger: "battery",
            notify: [.subject, .helper, .coordinator]),
        AlertRule(id: "r-wx", kind: .weather, trigger: "cap", priority: .emergency, notify: [.all]),
        AlertRule(
            id: "r-ring", kind: .custody, trigger: "rings", notify: [.coordinator],
            doFirst: "Ask the holder", then: "Send a runner to the last place; borrow a band"),
    ]
}

/// A written rule that keeps an alert quiet, because it is known and needs nobody. The alert is
/// listed all the same.
public struct SuppressionRule: Sendable, Equatable, Identifiable, Codable {
    public let id: RuleID
    public let kind: AlertKind
    /// The person, zone or thing; nil for any.
    public let about: String?
    public let from: Timestamp?
    public let until: Timestamp?
    public let reason: String

    public init(
        id: RuleID, kind: AlertKind, about: String? = nil, from: Timestamp? = nil,
        until: Timestamp? = nil, reason: String
    ) {
        (self.id, self.kind, self.about) = (id, kind, about)
        (self.from, self.until, self.reason) = (from, until, reason)
    }

    /// Danger to people is never kept quiet.
    public func holds(_ alert: Alert) -> Bool {
        alert.kind == kind && !alert.isEmergency && (about.map { $0 == alert.about } ?? true)
            && (from.map { alert.raisedAt >= $0 } ?? true)
            && (until.map { alert.raisedAt < $0 } ?? true)
    }
}

/// One step of calling louder.
public struct EscalationStep: Sendable, Equatable {
    public enum Target: Sendable, Equatable, Codable {
        case repeatAndSound, nextCaptainOrDeputies, deputies, emergencyContacts, coordinatorAgain
    }

    public let after: Duration
    public let target: Target
    /// Of emergency contacts, which: they are called one after the other.
    public let place: Int

    public init(after: Duration, target: Target, place: Int = 0) {
        (self.after, self.target, self.place) = (after, target, place)
    }

    /// Between one emergency contact and the next.
    public static let contactInterval: Duration = .minutes(1)
}

extension Priority {
    /// What happens while nobody acknowledges, in order.
    public var ladder: [EscalationStep] {
        switch self {
        case .emergency:
            [
                EscalationStep(after: .seconds(30), target: .repeatAndSound),
                EscalationStep(after: .minutes(2), target: .nextCaptainOrDeputies),
                EscalationStep(after: .minutes(5), target: .emergencyContacts),
            ]
        case .critical:
            [
                EscalationStep(after: .minutes(5), target: .deputies),
                EscalationStep(after: .minutes(10), target: .emergencyContacts),
            ]
        case .high: [EscalationStep(after: .minutes(10), target: .coordinatorAgain)]
        case .normal, .low: []
        }
    }
}

extension WeddingDay {
    /// What everyone does first, with the place that the plan has for it, if it has one.
    public func doFirst(_ kind: AlertKind, _ rule: AlertRule?) -> String {
        let words = rule?.doFirst ?? kind.defaultDoFirst
        let place: String? =
            switch kind {
            case .weather, .severeWeather: mainShelter.map { "Shelter: \($0.plainName)" }
            case .fireEvacuation: assemblyPlace.map { "Assembly point: \($0.plainName)" }
            case .medical, .securityThreat, .powerOutage,
                .vendorNoShow, .keyPersonMissing, .missingChild, .equipmentFailure,
                .transportFailure, .timelineCrisis, .vendorOverdue, .coordinatorOffline,
                .batteryLow, .custody, .departure, .overcrowded, .rollCall, .helpRequest:
                nil
            }
        return place.map { words.ended + " " + $0 } ?? words
    }
}
