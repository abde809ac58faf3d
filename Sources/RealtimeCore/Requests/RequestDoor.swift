import RealtimeProtocol
import Wedding

/// What a wish becomes before anything is decided about it: every text clean and short, and nothing
/// left that only the core may say. Every kind has its answer here; a new one compiles only with
/// its own.
struct RequestDoor {
    let state: DayState
    let limits: CoreLimits

    /// A feed's alarms keep the name of what measured them; people's are known by their kind.
    let isFeed: Bool

    init(state: DayState, limits: CoreLimits, isFeed: Bool = false) {
        (self.state, self.limits, self.isFeed) = (state, limits, isFeed)
    }

    func admit(
        _ submission: Submission, at now: Timestamp
    ) throws(ProtocolError) -> Submission {
        Submission(
            id: submission.id, change: try admit(submission.change), actor: submission.actor,
            via: submission.via, saidAt: said(submission.saidAt, at: now),
            text: clean(submission.text), priority: submission.priority,
            audience: submission.audience)
    }

    /// Nobody speaks from the future, nor from before what a console keeps while it is offline.
    private func said(_ moment: Timestamp, at now: Timestamp) -> Timestamp {
        max(min(moment, now), now - limits.saidBeforeMax)
    }

    func clean(_ text: String) -> String {
        text.sanitised.bounded(scalars: limits.textScalarsMax, bytes: limits.textBytesMax)
    }

    /// A name, a title, a word: shorter than a sentence.
    func name(_ text: String) -> String {
        text.sanitised.bounded(scalars: limits.nameScalarsMax, bytes: limits.nameScalarsMax * 4)
    }

    private func admit(_ change: Change) throws(ProtocolError) -> Change {
        switch change {
        case .move, .activity, .eta, .battery, .startItem, .endItem, .skipItem, .standby,
            .go, .text, .acceptProposal, .declineProposal, .deleteItem, .shift, .publish,
            .acknowledge, .updateAlert, .broadcast, .assign, .resolve, .shelve, .unshelve, .cancel,
            .allClear, .rsvp, .guestsArrive, .guestsLeave, .seat, .finishDuty, .custody,
            .custodyCheck, .pay, .confirm, .agreeAccess, .endAccess, .closeDay:
            return change
        case .checkIn(let person, let zone, let crew):
            // Only a company has a crew.
            let isCompany = state.day.people[person]?.vendor != nil
            return .checkIn(person, zone: zone, crew: isCompany ? crew : nil)
        case .decide(let item, let words): return .decide(item, clean(words))
        case .edit(let entity, let edit, let base):
            return .edit(entity, FieldEdit(edit.field, clean(edit.value)), base: base)
        case .propose:
            throw .forbidden("Edit it: without the right it is a proposal.")
        case .addItem(let item): return .addItem(try admit(item))
        case .moveItem(let item, let after, _): return .moveItem(item, after: after, order: 0)
        case .atomic(let parts, let conditions):
            var admitted: [Change] = []
            for part in parts { admitted.append(try admit(part)) }
            return .atomic(admitted, conditions)
        case .resolveConflict(let id, let decision):
            let value = FieldEdit(decision.value.field, clean(decision.value.value))
            return .resolveConflict(
                id, Conflict.Decision(by: .system, at: .zero, value: value, text: ""))
        case .raise(let alert): return .raise(admit(alert))
        case .escalate(let id, let step): return .escalate(id, try admit(step, of: id))
        case .addGuest(let guest): return .addGuest(try admit(guest))
        case .addDuty(let duty): return .addDuty(try admit(duty))
        case .send(let message): return .send(admit(message))
        case .note(let subject): return .note(subject: name(subject))
        case .weather(let notice): return .weather(admit(notice))
        case .grantAccess(let grant):
            return .grantAccess(
                AccessGrant(to: grant.to, minutes: grant.minutes, alert: grant.alert))
        case .settle, .ripple, .causeGone:
            throw .forbidden("\(change.kind) is for the host alone to say in this form.")
        }
    }

    private func clean(_ value: FieldValue) -> FieldValue {
        switch value {
        case .text(let text): .text(clean(text))
        case .adding(let element): .adding(name(element))
        case .removing(let element): .removing(name(element))
        case .number, .moment, .nothing: value
        }
    }

    /// Whoever raises one says what it is, where, about whom, and whether it is a drill.
    private func admit(_ alert: Alert) -> Alert {
        // The rule by which it is known here, if it is one of this wedding's for such an alert.
        let rule = state.day.rules[RuleID(alert.rule)].flatMap { $0.kind == alert.kind ? $0 : nil }
        let name = rule?.id.rawValue ?? (isFeed ? self.name(alert.rule) : alert.kind.rawValue)
        return Alert(
            id: "", kind: alert.kind, rule: name,
            about: self.name(alert.about), priority: alert.priority, text: clean(alert.text),
            raisedAt: .zero, raisedBy: .system, zone: alert.zone, audience: alert.audience,
            isDrill: alert.isDrill)
    }

    /// A person says it once more to everyone, or calls one step louder, never past the last.
    private func admit(
        _ asked: Escalation, of id: AlertID
    ) throws(ProtocolError) -> Escalation {
        guard let alert = state.alert(id) else { throw .notFound("alert \(id)") }
        if asked.step == 0 {
            let again = EscalationStep(after: .zero, target: .repeatAndSound)
            return Escalation(
                step: 0, target: again.target, zones: [], people: state.targets(again, [], alert))
        }
        let taken = alert.stepsTaken.values.max() ?? 0
        guard alert.isOpen, let step = state.ladder(of: alert)[safe: taken] else {
            throw .illegalStep("This alert has no further step to call.")
        }
        return Escalation(
            step: taken + 1, target: step.target, zones: [],
            people: state.targets(step, [], alert))
    }

    private func admit(_ message: Message) -> Message {
        var admitted = Message(
            id: "", from: .system, to: message.to, text: clean(message.text),
            priority: message.priority, sentAt: .zero, version: message.version)
        admitted.near = message.near
        return admitted
    }

    private func checkID(_ id: String) throws(ProtocolError) {
        guard (1...limits.idBytesMax).contains(id.utf8.count), id == id.sanitised else {
            throw .invalid("An id has 1 to \(limits.idBytesMax) printable bytes.")
        }
    }

    private func admit(_ item: TimelineItem) throws(ProtocolError) -> TimelineItem {
        try checkID(item.id.rawValue)
        var item = item
        item.title = name(item.title)
        (item.status, item.startedAt, item.endedAt) = (.planned, nil, nil)
        (item.order, item.delayMinutes, item.originalStart) = (0, 0, item.start)
        (item.standbyAt, item.decision) = (nil, nil)
        (item.titleLatin, item.publicTitle) = (
            item.titleLatin.map(name), item.publicTitle.map(name)
        )
        (item.cue, item.notes) = (item.cue.map(clean), item.notes.map(clean))
        item.tags = item.tags.prefix(limits.tagsMax).map(name)
        return item
    }

    private func admit(_ duty: Duty) throws(ProtocolError) -> Duty {
        try checkID(duty.id.rawValue)
        var duty = duty
        (duty.title, duty.isDone) = (name(duty.title), false)
        return duty
    }

    private func admit(_ guest: Guest) throws(ProtocolError) -> Guest {
        try checkID(guest.id.rawValue)
        var guest = guest
        (guest.firstName, guest.lastName) = (name(guest.firstName), name(guest.lastName))
        guest.nameLatin = guest.nameLatin.map(name)
        (guest.party, guest.side) = (name(guest.party), name(guest.side))
        (guest.meal, guest.diet) = (guest.meal.map(clean), guest.diet.map(clean))
        (guest.phone, guest.email) = (guest.phone.map(name), guest.email.map(name))
        guest.notes = guest.notes.map(clean)
        return guest
    }

    /// What a person types covers the venue only where its area does; a service that names none is
    /// believed.
    private func admit(_ notice: WeatherNotice) -> WeatherNotice {
        let area = notice.area.map(bounded)
        let venue = state.day.weatherPlace
        let covers = area.flatMap { $0.covers(venue?.place, codes: venue?.codes ?? []) }
        var admitted = WeatherNotice(
            id: name(notice.id), kind: notice.kind, headline: clean(notice.headline),
            severity: name(notice.severity), urgency: name(notice.urgency),
            certainty: name(notice.certainty), until: notice.until, onset: notice.onset,
            coversVenue: covers ?? (isFeed && notice.coversVenue))
        (admitted.status, admitted.area) = (notice.status.map(name), area)
        return admitted
    }

    private func bounded(_ area: WeatherArea) -> WeatherArea {
        WeatherArea(
            polygons: area.polygons.prefix(8).map { Array($0.prefix(200)) },
            circles: Array(area.circles.prefix(8)), codes: area.codes.prefix(100).map(name))
    }
}
