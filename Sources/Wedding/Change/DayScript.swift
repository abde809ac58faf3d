/// A day that was or could be: who said what, when. Played through the core by the demo and tests.
public struct DayScript: Sendable {
    public struct Row: Sendable {
        /// Line of the file, for messages.
        public let line: Int
        public let saidAt: Timestamp
        /// When the core receives it.
        public let receivedAt: Timestamp
        public let via: Medium
        public let actor: Actor
        public let action: Action
        public let text: String
        public let priority: Priority
        /// Whom the sender asks to be told, beyond what the routing table says.
        public let audience: [AudienceWord]

        public init(
            line: Int, saidAt: Timestamp, receivedAt: Timestamp, via: Medium, actor: Actor,
            action: Action, text: String, priority: Priority, audience: [AudienceWord]
        ) {
            self.line = line
            self.saidAt = saidAt
            self.receivedAt = receivedAt
            self.via = via
            self.actor = actor
            self.action = action
            self.text = text
            self.priority = priority
            self.audience = audience
        }
    }

    public enum Action: Sendable {
        case ask(Request)
        /// The same of several people or things, said at once.
        case changes([Change])
        /// The alert's id is the script's own name; `rule` and `about` tell which one is meant.
        case onAlert(AlertReference, AlertAction)
        /// Shuttles say a number, not names.
        case arrivals(count: Int, byShuttle: Bool, zone: ZoneID?)
        /// Everyone who came goes to another place.
        case guestsMove(zone: ZoneID)
        case guestsLeave(count: Int)
        /// "Got it" for the newest announcement of that version.
        case confirmVersion(Int)
        case linkDown(PersonID)
        case linkUp(PersonID)
        /// What the core must find out by itself; never fed in.
        case derived(Derived)
    }

    public struct AlertReference: Sendable, Equatable {
        public let name: String
        public let rule: String
        public let about: String

        public init(name: String, rule: String, about: String) {
            (self.name, self.rule, self.about) = (name, rule, about)
        }
    }

    public enum AlertAction: Sendable {
        case acknowledge(zone: ZoneID?), resolve, update, allClear, cancel
        case shelve(until: Timestamp), assign(PersonID)
    }

    public struct Derived: Sendable, Equatable {
        public let kind: String
        public let subject: String
        public let reference: AlertReference
        public let field: String
        public let value: String
        public let zone: String

        public init(
            kind: String, subject: String, reference: AlertReference, field: String,
            value: String, zone: String
        ) {
            self.kind = kind
            self.subject = subject
            self.reference = reference
            self.field = field
            self.value = value
            self.zone = zone
        }
    }

    public var rows: [Row]
    public init(rows: [Row]) { self.rows = rows }
}
