import RealtimeProtocol
import Wedding

/// Watches the day and says which alerts to raise, escalate or let go. Asked once a second and
/// after every event that could matter; remembers what it has already said.
struct AlertEngine: Sendable {
    /// One person's ladder before one moment. A moment that is moved begins a new ladder.
    struct LadderKey: Hashable, Sendable, Codable {
        let person: PersonID
        let item: ItemID
        let moment: Timestamp
    }

    enum LadderStep: Int, Sendable, Comparable, Codable {
        case notice, alert, backup, contacts

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

        var before: Duration {
            switch self {
            case .notice: AlertPolicy.missingNotice
            case .alert: AlertPolicy.missingAlert
            case .backup: AlertPolicy.standInBefore
            case .contacts: AlertPolicy.callOutBefore
            }
        }
    }

    /// Whose call time is watched, whose absence before a hard item, whose silence; read once,
    /// because roles and anchors do not change through the day.
    let called: [Person]
    let hardItems: [ItemID]
    let leads: [Person]

    /// What it has already said.
    struct History: Sendable, Codable {
        var ladders: [LadderKey: LadderStep] = [:]
        var saidOverdue: [PersonID: Timestamp] = [:]
        var saidNoShow: [PersonID: Timestamp] = [:]
        var askedCustody: Set<CustodyID> = []
        var batteryNoticed: Set<PersonID> = []
        var batteryCritical: Set<PersonID> = []
        var batteryBefore: [PersonID: Reading] = [:]
        var weatherSeen: Set<String> = []
        /// Zones that are over nine tenths full.
        var crowded: Set<ZoneID> = []
        /// When an emergency contact was last called for an alert.
        var contactCalledAt: [AlertID: Timestamp]?
        /// When a phone that was low had power, and since when it is low again.
        var powerAt: [PersonID: Timestamp]?
        var lowAgain: [PersonID: Timestamp]?
        /// Hard times that were called late, by the time they were planned for.
        var lateTimes: [ItemID: Timestamp]?
        var nextNumber = 1
    }

    struct Reading: Sendable, Codable {
        let percent: Int
        let at: Timestamp
    }

    var history = History()

    init(day: WeddingDay) {
        called = day.people.filter { $0.callTime != nil && ($0.role.isVendor || $0.isKey) }
        hardItems = day.items.filter { $0.anchor == .hard || $0.id == day.ceremony }.map(\.id)
        leads = [Role.coordinator, .venueManager].compactMap { day.lead(of: $0) }
    }

    /// What the engine looks at.
    struct View {
        let state: DayState
        let now: Timestamp
        let lastHeard: (PersonID) -> Timestamp?

        var mode: DayMode { state.day.mode(at: now) }

        func lastSeen(_ person: PersonID) -> Timestamp? {
            [state.presence[person]?.lastSeen, lastHeard(person)].compactMap { $0 }.max()
        }
    }

    typealias Draft = WeddingDataSync.Draft

    mutating func newID() -> AlertID {
        defer { history.nextNumber += 1 }
        return AlertID("a-" + (history.nextNumber < 10 ? "0" : "") + "\(history.nextNumber)")
    }

    /// Everything that became due by `view.now`. What is raised is followed up after the day is
    /// closed too; nothing new is looked for then.
    mutating func sweep(_ view: View) -> [Draft] {
        let open = shelves(view) + ladders(view)
        guard view.state.closedAt == nil else { return open }
        return overdue(view) + missing(view) + rollCalls(view) + seenAgain(view)
            + silentCoordinators(view) + custodyChecks(view) + stillLow(view) + lateTimes(view)
            + open
    }

    /// What an entry just taken into the log causes at once.
    mutating func react(to event: LogEvent, _ view: View) -> [Draft] {
        let sightings = [event.change.presenceSubject, event.by.person].compactMap { $0 }.unique
        let drafts = sightings.sorted().flatMap { seen($0, view) } + consequences(of: event, view)
        return drafts.map { settled($0, by: event.by, view) }
    }

    /// Whoever answers for an alert and says that the one it is about is there, or has the thing,
    /// has seen it: nothing is left to acknowledge.
    private func settled(_ draft: Draft, by actor: Actor, _ view: View) -> Draft {
        guard case .alert(.causeGone(let id)) = draft.change, let alert = view.state.alert(id),
            alert.kind.isOfAbsence || alert.kind == .custody, let person = actor.person,
            view.state.day.people[person]?.role.level(.emergency) ?? .none >= .manage
        else { return draft }
        var draft = draft
        (draft.change, draft.by) = (.alert(.resolve(id)), actor)
        return draft
    }

    private mutating func consequences(of event: LogEvent, _ view: View) -> [Draft] {
        switch event.change {
        case .presence(let change): consequences(of: change, view)
        case .guest(let change): consequences(of: change, view)
        case .task(let change): consequences(of: change, view)
        case .alert(let change): consequences(of: change, at: event.at)
        case .day(let change): consequences(of: change, by: event.by, view)
        case .timeline, .edit, .message, .access: []
        }
    }

    private mutating func consequences(of change: PresenceChange, _ view: View) -> [Draft] {
        switch change {
        case .checkIn(let person, _, _), .move(let person, _):
            return arrived(person, view) + crowds(view)
        case .activity(let person, let activity):
            let isGone = activity == .departed
            return (isGone ? departed(person, view) : arrived(person, view)) + crowds(view)
        case .correct(let person, let before):
            // Whoever is not here after all is called out like everybody else.
            if !before.isCheckedIn {
                (history.saidOverdue[person], history.saidNoShow[person]) = (nil, nil)
            }
            return crowds(view)
        case .battery(let person, let percent, let isCharging):
            return battery(person, percent, isCharging, view)
        case .eta: return []
        }
    }

    private mutating func consequences(of change: GuestChange, _ view: View) -> [Draft] {
        switch change {
        case .arrive, .leave: crowds(view)
        case .add, .rsvp, .seat: []
        }
    }

    private func consequences(of change: TaskChange, _ view: View) -> [Draft] {
        switch change {
        case .custody(let id, .person):
            causeGone(
                of: .custody, about: id.rawValue,
                "\(view.state.day.custody[id]?.name ?? "") accounted for", view)
        case .add, .finish, .custody, .custodyCheck, .piece, .pay: []
        }
    }

    private mutating func consequences(of change: AlertChange, at moment: Timestamp) -> [Draft] {
        switch change {
        case .escalate(let id, let step):
            if step.target == .emergencyContacts {
                history.contactCalledAt = (history.contactCalledAt ?? [:])
                    .merging([id: moment]) { $1 }
            }
        case .raise, .acknowledge, .update, .broadcast, .assign, .resolve, .causeGone, .shelve,
            .unshelve, .cancel, .allClear:
            break
        }
        return []
    }

    private mutating func consequences(
        of change: DayChange, by actor: Actor, _ view: View
    ) -> [Draft] {
        switch change {
        case .weather(let notice): weather(notice, from: actor, view)
        case .close: []
        }
    }

    /// Any sign of somebody, by whoever: they are not missing.
    private mutating func seen(_ person: PersonID, _ view: View) -> [Draft] {
        let drafts = causeGone(
            of: .keyPersonMissing, about: person.rawValue,
            "\(view.state.day.name(of: person)) seen\(place(person, view))", view)
        if !drafts.isEmpty { rearm(person, view) }
        return drafts
    }

    /// Somebody who was here and is lost again before the same moment is called out again.
    mutating func rearm(_ person: PersonID, _ view: View) {
        guard view.state.presence[person]?.isCheckedIn == true else { return }
        for key in history.ladders.keys where key.person == person {
            history.ladders[key] = .notice
        }
    }

    func place(_ person: PersonID, _ view: View) -> String {
        view.state.presence[person]?.zone.map { " at " + view.state.day.name(of: $0) } ?? ""
    }

    func causeGone(
        of kind: AlertKind, about: String, _ text: @autoclosure () -> String, _ view: View
    ) -> [Draft] {
        let alerts = view.state.alerts
        // By place: to copy each alert would cost more than to look at it.
        return alerts.indices.compactMap { place in
            guard alerts[place].kind == kind, alerts[place].about == about, alerts[place].isOpen,
                alerts[place].state != .returned
            else { return nil }
            return Draft(
                change: .alert(.causeGone(alerts[place].id)), by: .system, text: text(),
                priority: .normal)
        }
    }
}

extension AlertEngine {
    /// After a restart: what stands in the log was said.
    mutating func restore(_ event: LogEvent, _ view: View) {
        let next = history.nextNumber
        _ = react(to: event, view)
        history.nextNumber = next
        switch event.change {
        case .alert(let change): restore(change, by: event.by, next, view)
        case .task(.custodyCheck(let id)):
            if event.by == .system { history.askedCustody.insert(id) }
        case .task(.add), .task(.finish), .task(.custody), .task(.pay), .task(.piece): break
        // What they say of now stands in the day itself.
        case .presence, .timeline, .edit, .guest, .message, .access, .day: break
        }
    }

    private mutating func restore(
        _ change: AlertChange, by actor: Actor, _ next: Int, _ view: View
    ) {
        switch change {
        case .raise(let alert):
            if let number = Int(alert.id.rawValue.dropFirst(2)) {
                history.nextNumber = max(next, number + 1)
            }
            if actor == .system { recallRaise(of: alert, view) }
        case .escalate(let id, let step):
            if step.target == .emergencyContacts {
                climbed(view.state.alert(id), to: .contacts, view)
            }
        case .causeGone(let id):
            if let alert = view.state.alert(id), alert.kind == .keyPersonMissing {
                rearm(PersonID(alert.about), view)
            }
        case .acknowledge, .update, .broadcast, .assign, .resolve, .shelve, .unshelve, .cancel,
            .allClear:
            break
        }
    }

    private mutating func recallRaise(of alert: Alert, _ view: View) {
        let late = alert.waitsFor ?? [PersonID(alert.about)]
        switch alert.kind {
        case .vendorOverdue:
            for id in late { history.saidOverdue[id] = view.state.day.people[id]?.callTime }
        case .vendorNoShow:
            for id in late { history.saidNoShow[id] = view.state.day.people[id]?.callTime }
        case .keyPersonMissing: climbed(alert, to: .alert, view)
        case .timelineCrisis:
            let item = view.state.day.items[ItemID(alert.about)]
            if let item {
                history.lateTimes = (history.lateTimes ?? [:]).merging([item.id: item.start]) { $1 }
            }
        case .medical, .fireEvacuation, .severeWeather, .securityThreat, .powerOutage,
            .missingChild, .equipmentFailure, .transportFailure, .coordinatorOffline, .batteryLow,
            .weather, .custody, .departure,
            .overcrowded, .rollCall, .helpRequest:
            break
        }
    }

    private mutating func climbed(_ alert: Alert?, to step: LadderStep, _ view: View) {
        guard let alert, alert.kind == .keyPersonMissing, let decideBy = alert.decideBy else {
            return
        }
        for id in hardItems {
            guard let item = view.state.day.items[id],
                item.start - AlertPolicy.standInBefore == decideBy
            else {
                continue
            }
            let key = LadderKey(person: PersonID(alert.about), item: id, moment: item.start)
            history.ladders[key] = step
        }
    }
}
