import RealtimeProtocol
import Wedding

/// Watches the day and says which alerts to raise, escalate or let go. Asked once a second and
/// after every event that could matter; remembers what it has already said.
struct AlertDesk: Sendable {
    /// One person's ladder before one moment. A moment that is moved begins a new ladder.
    struct LadderKey: Hashable, Sendable {
        let person: PersonID
        let item: ItemID
        let moment: Timestamp
    }

    enum LadderStep: Int, Sendable, Comparable {
        case notice, alert, backup, contacts

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

        var before: Duration {
            switch self {
            case .notice: .minutes(60)
            case .alert: .minutes(30)
            case .backup: .minutes(15)
            case .contacts: .minutes(5)
            }
        }
    }

    /// Whose call time is watched, whose absence before a hard moment, whose silence; read once,
    /// because roles and anchors do not change through the day.
    let called: [Person]
    let hardItems: [ItemID]
    let leads: [Person]

    var ladders: [LadderKey: LadderStep] = [:]
    var saidOverdue: [PersonID: Timestamp] = [:]
    var saidNoShow: [PersonID: Timestamp] = [:]
    var askedCustody: Set<CustodyID> = []
    var batteryNoticed: Set<PersonID> = []
    var batteryCritical: Set<PersonID> = []
    var batteryBefore: [PersonID: (percent: Int, at: Timestamp)] = [:]
    var weatherSeen: Set<String> = []
    var nextID = 1

    init(day: WeddingDay) {
        called = day.people.filter { $0.callTime != nil && ($0.role.isVendor || $0.isKey) }
        hardItems = day.items.filter { $0.anchor == .hard || $0.id == day.ceremony }.map(\.id)
        leads = [Role.coordinator, .venueManager].compactMap { day.lead(of: $0) }
    }

    /// What the desk looks at.
    struct View {
        let state: DayState
        let now: Timestamp
        let mode: DayMode
        let lastHeard: (PersonID) -> Timestamp?

        func lastSeen(_ person: PersonID) -> Timestamp? {
            [state.presence[person]?.lastSeen, lastHeard(person)].compactMap { $0 }.max()
        }
    }

    typealias Draft = WeddingDataSync.Draft

    mutating func newID() -> AlertID {
        defer { nextID += 1 }
        return AlertID("a-" + (nextID < 10 ? "0" : "") + "\(nextID)")
    }

    /// Everything that became due by `view.now`.
    mutating func sweep(_ view: View) -> [Draft] {
        guard view.state.closedAt == nil else { return [] }
        return overdue(view) + missing(view) + silentCoordinators(view) + custodyChecks(view)
            + shelves(view) + ladders(view)
    }

    /// What an entry just taken into the log causes at once.
    mutating func react(to event: LogEvent, _ view: View) -> [Draft] {
        switch event.change {
        case .checkIn(let person, _), .move(let person, _), .eta(let person, _):
            if case .eta = event.change, event.by.person != person { return [] }
            return seen(person, view)
        case .activity(let person, let activity):
            if activity == .departed { return departed(person, view) }
            return activity.isOnSite ? seen(person, view) : []
        case .battery(let person, let percent, let isCharging):
            return battery(person, percent, isCharging, view)
        case .weather(let notice): return weather(notice, view)
        case .custody(let id, let holder):
            guard case .person = holder else { return [] }
            return causeGone(
                of: .custody, about: id.rawValue,
                "\(view.state.day.custody[id]?.name ?? "") accounted for", view)
        default: return []
        }
    }

    // A person turned up: whatever said they were not there has lost its cause.
    func seen(_ person: PersonID, _ view: View) -> [Draft] {
        let place = view.state.presence[person]?.zone.map { " at " + view.state.day.name(of: $0) }
        let text = "\(view.state.day.name(of: person)) checked in\(place ?? "")"
        return [.vendorOverdue, .vendorNoShow, .keyPersonMissing].flatMap {
            causeGone(of: $0, about: person.rawValue, text, view)
        }
    }

    func causeGone(
        of kind: AlertKind, about: String, _ text: String, _ view: View
    ) -> [Draft] {
        view.state.alerts.filter {
            $0.kind == kind && $0.about == about && $0.isOpen && $0.state != .returned
        }.map {
            Draft(change: .causeGone($0.id), by: .system, text: text, priority: .normal)
        }
    }
}
