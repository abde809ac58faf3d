import RealtimeProtocol
import Wedding

/// Watches the day and says which alerts to raise, escalate or let go. Asked once a second and
/// after every event that could matter; remembers what it has already said.
struct AlertDesk: Sendable {
    /// One person's ladder before one moment. A moment that is moved begins a new ladder.
    private struct LadderKey: Hashable, Sendable {
        let person: PersonID
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

    /// Whose call time is watched, whose absence before a hard moment, and whose silence; read once,
    /// because roles and anchors do not change through the day.
    private let called: [Person]
    private let hardItems: [ItemID]
    private let leads: [Person]

    private var ladders: [LadderKey: LadderStep] = [:]
    private var saidOverdue: [PersonID: Timestamp] = [:]
    private var saidNoShow: [PersonID: Timestamp] = [:]
    private var askedCustody: Set<CustodyID> = []
    private var batteryNoticed: Set<PersonID> = []
    private var batteryBefore: [PersonID: (percent: Int, at: Timestamp)] = [:]
    private var weatherSeen: Set<String> = []
    private var nextID = 1

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
        case .checkIn(let person, _), .move(let person, _): return seen(person, view)
        case .activity(let person, let activity):
            if activity == .departed { return departed(person, view) }
            return activity.isOnSite ? seen(person, view) : []
        case .battery(let person, let percent, let isCharging):
            return battery(person, percent, isCharging, view)
        case .weather(let notice): return weather(notice, view)
        case .custody(let id, let holder):
            guard case .person = holder else { return [] }
            return causeGone(of: .custody, about: id.rawValue, "\(view.state.day.custody[id]?.name ?? "") accounted for", view)
        default: return []
        }
    }

    // A person turned up: whatever said they were not there has lost its cause.
    private func seen(_ person: PersonID, _ view: View) -> [Draft] {
        let place = view.state.presence[person]?.zone.map { " at " + view.state.day.name(of: $0) }
        let text = "\(view.state.day.name(of: person)) checked in\(place ?? "")"
        return [.vendorOverdue, .vendorNoShow, .keyPersonMissing].flatMap {
            causeGone(of: $0, about: person.rawValue, text, view)
        }
    }

    private func causeGone(
        of kind: AlertKind, about: String, _ text: String, _ view: View
    ) -> [Draft] {
        view.state.alerts.filter {
            $0.kind == kind && $0.about == about && $0.isOpen && $0.state != .returned
        }.map {
            Draft(change: .causeGone($0.id), by: .system, text: text, priority: .normal)
        }
    }
}

// MARK: Rules of time

extension AlertDesk {
    private func rule(_ kind: AlertKind, _ view: View) -> AlertRule? {
        view.state.day.rules.first { $0.kind == kind }
    }

    private mutating func raise(
        _ kind: AlertKind, about: String, _ text: String, _ view: View, rule: AlertRule? = nil,
        priority: Priority? = nil, audience: [AudienceWord]? = nil, decideBy: Timestamp? = nil,
        then: String? = nil
    ) -> Draft {
        let rank = priority ?? rule?.priority ?? kind.defaultPriority
        let alert = Alert(
            id: newID(), kind: kind, rule: rule?.id.rawValue ?? kind.rawValue, about: about,
            priority: rank, text: text, raisedAt: view.now, raisedBy: .system,
            audience: audience ?? rule?.notify ?? [.coordinator],
            doFirst: rule?.doFirst ?? kind.defaultDoFirst, then: then ?? rule?.then ?? "",
            decideBy: decideBy)
        return Draft(change: .raise(alert), by: .system, text: text, priority: rank)
    }

    /// Fifteen minutes after the call time, and again as a no-show.
    private mutating func overdue(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        for person in called {
            guard let call = person.callTime, view.now >= call + .minutes(15) else { continue }
            let presence = view.state.presence[person.id] ?? Presence()
            guard presence.checkedInAt == nil else { continue }
            let clock = view.state.day.clock
            let title = person.title.capitalizedFirst
            if saidOverdue[person.id] != call, let rule = rule(.vendorOverdue, view) {
                saidOverdue[person.id] = call
                let state = presence.activity == .notStarted ? "" : ", " + presence.activity.words
                let text =
                    "\(title) \(person.name) overdue, call time \(clock.local(call).hourMinute)"
                    + state
                drafts.append(
                    raise(.vendorOverdue, about: person.id.rawValue, text, view, rule: rule))
            }
            let patience = presence.eta.map { $0 + .minutes(15) } ?? call + .minutes(30)
            if view.now >= patience, saidNoShow[person.id] != call {
                saidNoShow[person.id] = call
                let standIn = person.backup.map { "; stand-in \(view.state.day.name(of: $0))" }
                let text = "\(title) \(person.name) has not come\(standIn ?? "")"
                drafts.append(raise(.vendorNoShow, about: person.id.rawValue, text, view))
            }
        }
        return drafts
    }

    /// The ladder before the ceremony for key people; for other hard items only the owner, told
    /// to the coordinator alone.
    private mutating func missing(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        for id in hardItems {
            guard let item = view.state.day.items[id], item.status == .planned,
                view.now >= item.start - .minutes(60), view.now < item.start
            else { continue }
            let isCeremony = id == view.state.day.ceremony
            for person in view.state.day.people {
                guard isCeremony ? person.isKey : person.id == item.owner else { continue }
                drafts += climb(person, item, isCeremony: isCeremony, view)
            }
        }
        return drafts
    }

    private mutating func climb(
        _ person: Person, _ item: TimelineItem, isCeremony: Bool, _ view: View
    ) -> [Draft] {
        let key = LadderKey(person: person.id, moment: item.start)
        let remaining = item.start - view.now
        let steps: [LadderStep] = isCeremony ? [.notice, .alert, .backup, .contacts] : [.alert]
        guard let step = steps.last(where: { remaining <= $0.before }),
            ladders[key].map({ $0 < step }) ?? true, isMissing(person, view)
        else { return [] }
        let isRaised = ladders[key].map { $0 >= .alert } ?? false
        ladders[key] = step
        switch step {
        case .notice: return [notice(person, item, view)]
        case .alert: return [raiseMissing(person, item, isCeremony: isCeremony, view)]
        case .backup, .contacts:
            guard isRaised else {
                return [raiseMissing(person, item, isCeremony: isCeremony, view)]
            }
            return insist(step, person, view)
        }
    }

    private func isMissing(_ person: Person, _ view: View) -> Bool {
        if let call = person.callTime, view.now < call { return false }
        let presence = view.state.presence[person.id] ?? Presence()
        if presence.activity == .departed { return false }
        guard presence.isCheckedIn, let seen = view.lastSeen(person.id) else { return true }
        return view.now - seen > view.mode.absenceTolerance
    }

    private func notice(_ person: Person, _ item: TimelineItem, _ view: View) -> Draft {
        let text =
            "\(person.title.capitalizedFirst) \(person.name) \(sighting(person, view)). "
            + "\(item.title.sentenceCase) in \((item.start - view.now).words)."
        return message(text, to: [.coordinator], .normal, about: person.id, view)
    }

    private func message(
        _ text: String, to words: [AudienceWord], _ priority: Priority, about person: PersonID,
        _ view: View
    ) -> Draft {
        let message = Message(
            id: MessageID("n-\(view.state.offset + 1)-\(person)"), from: .system, to: words,
            text: text, priority: priority, sentAt: view.now,
            recipients: view.state.day.people(for: words, AudienceContext(subject: person)))
        return Draft(change: .send(message), by: .system, text: text, priority: priority)
    }

    private mutating func raiseMissing(
        _ person: Person, _ item: TimelineItem, isCeremony: Bool, _ view: View
    ) -> Draft {
        let day = view.state.day
        let start = day.clock.local(item.start).hourMinute
        let text =
            "\(person.title.capitalizedFirst) \(sighting(person, view)). "
            + "\(item.title.sentenceCase) \(start)"
        let backup = person.backup.map { "\(day.name(of: $0)) takes the part" }
        return raise(
            .keyPersonMissing, about: person.id.rawValue, text, view,
            rule: rule(.keyPersonMissing, view), audience: isCeremony ? nil : [.coordinator],
            decideBy: item.start - .minutes(15), then: backup)
    }

    /// "not seen since 14:49 (Stone Cellar, no signal)".
    private func sighting(_ person: Person, _ view: View) -> String {
        guard let seen = view.lastSeen(person.id) else { return "not checked in" }
        let day = view.state.day
        let zone = view.state.presence[person.id]?.lastSeenZone.flatMap { day.zones[$0] }
        let place = zone.map { zone in
            " (\(zone.plainName)" + (zone.signal == .none ? ", no signal)" : ")")
        }
        return "not seen since \(day.clock.local(seen).hourMinute)\(place ?? "")"
    }

    private func insist(_ step: LadderStep, _ person: Person, _ view: View) -> [Draft] {
        guard let alert = openAlert(.keyPersonMissing, person.id.rawValue, view) else { return [] }
        let day = view.state.day
        guard step == .contacts else {
            let name = person.backup.map { day.name(of: $0) } ?? "a stand-in"
            let text = "Still not seen: make \(name) ready to take the part"
            return [
                Draft(
                    change: .updateAlert(alert.id), by: .system, text: text,
                    priority: alert.priority)
            ]
        }
        let contacts = day.people(for: [.emergencyContacts], AudienceContext())
        let escalation = Escalation(
            step: 99, target: .emergencyContacts, zones: [], people: contacts)
        return [
            Draft(
                change: .escalate(alert.id, escalation), by: .system,
                text: "Five minutes left: emergency contacts told", priority: alert.priority)
        ]
    }

    private func openAlert(_ kind: AlertKind, _ about: String, _ view: View) -> Alert? {
        view.state.alerts.last { $0.kind == kind && $0.about == about && $0.isOpen }
    }

    /// The lead coordinator and the lead of the venue, a minute without a beat.
    private mutating func silentCoordinators(_ view: View) -> [Draft] {
        guard view.mode == .weddingDay, let rule = rule(.coordinatorOffline, view) else { return [] }
        var drafts: [Draft] = []
        for person in leads {
            guard view.state.presence[person.id]?.isCheckedIn == true,
                let heard = view.lastHeard(person.id)
            else { continue }
            let silence = view.now - heard
            if silence < view.mode.heartbeat * 2 {
                drafts += causeGone(
                    of: .coordinatorOffline, about: person.id.rawValue,
                    "\(person.name) is back online", view)
            } else if silence >= .seconds(60),
                openAlert(.coordinatorOffline, person.id.rawValue, view).map({
                    $0.state == .returned
                }) ?? true
            {
                let text =
                    "\(person.title.capitalizedFirst) \(person.name) offline for "
                    + "\(silence.words)"
                drafts.append(
                    raise(.coordinatorOffline, about: person.id.rawValue, text, view, rule: rule))
            }
        }
        return drafts
    }

    /// Only things that a rule names are asked for; the rest show as due.
    private mutating func custodyChecks(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        for thing in view.state.day.custody where !askedCustody.contains(thing.id) {
            guard let due = thing.confirmBy, view.now >= due,
                let rule = view.state.day.rules.first(where: { $0.trigger == thing.id.rawValue })
            else { continue }
            askedCustody.insert(thing.id)
            let ahead = view.state.day.ceremonyItem.map {
                "T-\(max(0, ($0.start - view.now).wholeMinutes)): "
            }
            let text = "\(ahead ?? "")who has \(thing.name.decapitalizedFirst)?"
            drafts.append(
                Draft(
                    change: .custodyCheck(thing.id), by: .system, text: text,
                    priority: rule.priority))
            let holder = thing.lastHolder.map { view.state.day.name(of: $0) } ?? "nobody"
            drafts.append(
                raise(
                    .custody, about: thing.id.rawValue,
                    "\(thing.name) not confirmed, last with \(holder)", view, rule: rule))
        }
        return drafts
    }

    private func shelves(_ view: View) -> [Draft] {
        view.state.alerts.compactMap { alert in
            guard case .shelved(let until) = alert.state, view.now >= until else { return nil }
            return Draft(
                change: .unshelve(alert.id), by: .system, text: "Shelf time is over",
                priority: alert.priority)
        }
    }
}

// MARK: Rules of events

extension AlertDesk {
    /// Low is told to the person and their helper; critical calls louder. Silent while charging.
    private mutating func battery(
        _ id: PersonID, _ percent: Int, _ isCharging: Bool, _ view: View
    ) -> [Draft] {
        defer { batteryBefore[id] = (percent, view.now) }
        guard view.mode.watchesBatteries, let person = view.state.day.people[id], person.isKey,
            let rule = rule(.batteryLow, view)
        else { return [] }
        let open = openAlert(.batteryLow, id.rawValue, view)
        if isCharging || percent > Battery.low + Battery.rearm {
            if isCharging || percent > Battery.notice + Battery.rearm { batteryNoticed.remove(id) }
            return causeGone(
                of: .batteryLow, about: id.rawValue,
                "\(person.givenName)'s phone \(isCharging ? "is charging" : "has power again")",
                view)
        }
        let who = person.title.isEmpty ? person.givenName : person.title.capitalizedFirst
        let text = "\(who)'s phone at \(percent) percent, not charging" + forecast(id, percent, view)
        guard percent <= Battery.low else {
            guard percent <= Battery.notice, batteryNoticed.insert(id).inserted else { return [] }
            return [message(text, to: [.subject, .helper], .normal, about: id, view)]
        }
        guard let open else {
            return [
                raise(
                    .batteryLow, about: id.rawValue, text, view, rule: rule,
                    priority: percent <= Battery.critical ? .critical : rule.priority)
            ]
        }
        guard percent <= Battery.critical, open.stepsTaken["critical"] == nil else { return [] }
        let escalation = Escalation(
            step: 1, target: .coordinatorAgain, zones: [],
            people: view.state.day.people(for: [.coordinator], AudienceContext()))
        return [
            Draft(
                change: .escalate(open.id, escalation), by: .system, text: text,
                priority: .critical)
        ]
    }

    private enum Battery {
        static let notice = 30, low = 20, critical = 10, rearm = 5
    }

    /// ", empty by 14:20" when the last two readings say that it ends before the ceremony does.
    private func forecast(_ id: PersonID, _ percent: Int, _ view: View) -> String {
        guard let before = batteryBefore[id], before.percent > percent,
            let ceremony = view.state.day.ceremonyItem
        else { return "" }
        let perPercent =
            (view.now - before.at).milliseconds / Int64(before.percent - percent)
        let empty = view.now + .milliseconds(perPercent * Int64(percent))
        guard empty < ceremony.end else { return "" }
        return ", empty by \(view.state.day.clock.local(empty).hourMinute)"
    }

    /// Once for each notice, however often it is delivered. A service's cancel is told, but the
    /// all-clear stays ours to say.
    private mutating func weather(_ notice: WeatherNotice, _ view: View) -> [Draft] {
        if notice.kind == .cancel {
            return view.state.alerts.filter { $0.rule == "r-wx" || $0.kind == .weather }
                .filter { $0.isOpen && $0.isEmergency }
                .map {
                    Draft(
                        change: .updateAlert($0.id), by: .system,
                        text: "The service cancelled its warning; all clear is said by a person",
                        priority: $0.priority)
                }
        }
        guard notice.isEmergency, weatherSeen.insert(notice.id).inserted,
            let rule = rule(.weather, view) ?? rule(.severeWeather, view)
        else { return [] }
        let until = notice.until.map { " until \(view.state.day.clock.local($0).hourMinute)" } ?? ""
        let shelter = view.state.day.mainShelter.map { "inside the \($0.plainName)" } ?? "inside"
        let headline = notice.headline.uppercased()
        return [
            raise(
                .weather, about: "all", "\(headline)\(until). Everyone \(shelter) now.", view,
                rule: rule, priority: .emergency, audience: [.all])
        ]
    }

    /// An envelope that was never handed over; an item still to come.
    private func departed(_ id: PersonID, _ view: View) -> [Draft] {
        let day = view.state.day
        guard let person = day.people[id] else { return [] }
        var texts: [String] = []
        let envelopes = day.payments.filter {
            $0.vendor == person.vendor && $0.isEnvelope && $0.status == .pending
        }
        for envelope in envelopes {
            texts.append("\(person.name) left; envelope \(envelope.amountWords) not handed over")
        }
        if let item = day.runOfShow.first(where: { $0.status == .planned && $0.involves(id) }) {
            let start = day.clock.local(item.start).hourMinute
            texts.append("\(person.name) left; \(start) \(item.title) is still to come")
        }
        guard !texts.isEmpty else { return [] }
        return [message(texts.joined(separator: "; "), to: [.coordinator], .high, about: id, view)]
    }
}

extension String {
    /// "lead photographer" at the start of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
    /// "Both rings" inside a sentence.
    var decapitalizedFirst: String { prefix(1).lowercased() + dropFirst() }
}
