import RealtimeProtocol
import Wedding

/// What somebody asks to be added, raised or sent, with what is the core's to give; ids come with
/// its place in the log.
extension RequestDoor {
    /// Whoever raises one says what it is, where, about whom, and whether it is a drill.
    func alert(_ call: AlertCall, by actor: Actor, _ text: String) -> Alert {
        let mayManage = speaker.emergencyLevel(in: state) >= .manage
        // The rule by which it is known here, if it is one of this wedding's for such an alert.
        let named = state.day.rules[RuleID(call.rule)].flatMap { $0.kind == call.kind ? $0 : nil }
        // A feed's alarms keep the name of what measured them; people's are known by their kind.
        let known = speaker.isFeed ? name(call.rule) : call.kind.rawValue
        let rule = state.day.rules.first { $0.kind == call.kind }
        let isDrill = call.isDrill && mayManage
        var alert = Alert(
            id: "", kind: call.kind, rule: named?.id.rawValue ?? known, about: name(call.about),
            priority: priority(of: call), text: (isDrill ? "DRILL: " : "") + text, raisedAt: now,
            raisedBy: actor, zone: call.zone, audience: [],
            doFirst: state.day.doFirst(call.kind, rule), then: rule?.then ?? "", isDrill: isDrill)
        // Who hears an alert is not the sender's to narrow, nor, without that right, to widen.
        alert.audience =
            alert.isEmergency && !alert.kind.isTargeted
            ? [.all] : (alert.kind.promisedAudience + (mayManage ? call.audience : [])).unique
        return alert
    }

    func priority(of call: AlertCall) -> Priority {
        speaker.emergencyLevel(in: state) >= .manage ? call.priority : call.kind.defaultPriority
    }

    /// A person says it once more to everyone, or calls one step louder, never past the last.
    func escalation(
        _ loudness: Request.Loudness, of id: AlertID
    ) throws(ProtocolError) -> Escalation {
        guard let alert = state.alert(id) else { throw .notFound("alert \(id)") }
        switch loudness {
        case .again:
            let again = EscalationStep(after: .zero, target: .repeatAndSound)
            return Escalation(
                step: 0, target: again.target, zones: [], people: state.targets(again, [], alert))
        case .further:
            let taken = alert.stepsTaken.values.max() ?? 0
            guard alert.isOpen, let step = state.ladder(of: alert)[safe: taken] else {
                throw .illegalStep("This alert has no further escalation step.")
            }
            return Escalation(
                step: taken + 1, target: step.target, zones: [],
                people: state.targets(step, [], alert))
        }
    }

    /// Words are never an emergency; how urgent they may be depends on who speaks.
    func message(_ draft: MessageDraft, by actor: Actor, _ text: String) -> Message {
        let level = speaker.user?.role.level(.messaging) ?? .manage
        let most: Priority = level >= .manage ? .critical : level >= .edit ? .high : .normal
        let announces = speaker.user?.role.level(.timeline) ?? .manage >= .edit
        // The run of show that stands, or the next one where this unit makes it.
        let version = draft.version.flatMap {
            announces && (1...state.day.version + 1).contains($0) ? $0 : nil
        }
        var message = Message(
            id: "", from: actor, to: draft.to, text: text, priority: max(draft.priority, most),
            sentAt: now, version: version)
        message.near = draft.near
        return message
    }

    private func checkID(_ id: String) throws(ProtocolError) {
        guard (1...limits.idBytesMax).contains(id.utf8.count), id == id.sanitised else {
            throw .invalid("An id has 1 to \(limits.idBytesMax) printable bytes.")
        }
    }

    func admit(_ item: TimelineItem) throws(ProtocolError) -> TimelineItem {
        try checkID(item.id.rawValue)
        var item = item
        item.title = name(item.title)
        (item.status, item.startedAt, item.endedAt) = (.planned, nil, nil)
        (item.order, item.delayMinutes, item.originalStart) = (0, 0, item.start)
        (item.standbyAt, item.calledFor, item.ready, item.decision) = (nil, nil, nil, nil)
        (item.titleLatin, item.publicTitle) = (
            item.titleLatin.map(name), item.publicTitle.map(name)
        )
        (item.cue, item.notes) = (item.cue.map(clean), item.notes.map(clean))
        item.tags = item.tags.prefix(limits.tagsMax).map(name)
        return item
    }

    func admit(_ duty: Duty) throws(ProtocolError) -> Duty {
        try checkID(duty.id.rawValue)
        var duty = duty
        (duty.title, duty.isDone) = (name(duty.title), false)
        return duty
    }

    func admit(_ guest: Guest) throws(ProtocolError) -> Guest {
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
    func admit(_ notice: WeatherNotice) -> WeatherNotice {
        let area = notice.area.map(bounded)
        let venue = state.day.weatherPlace
        let covers = area.flatMap { $0.covers(venue?.place, codes: venue?.codes ?? []) }
        var admitted = WeatherNotice(
            id: name(notice.id), kind: notice.kind, headline: clean(notice.headline),
            severity: name(notice.severity), urgency: name(notice.urgency),
            certainty: name(notice.certainty), until: notice.until, onset: notice.onset,
            coversVenue: covers ?? (speaker.isFeed && notice.coversVenue))
        (admitted.status, admitted.area) = (notice.status.map(name), area)
        return admitted
    }

    private func bounded(_ area: WeatherArea) -> WeatherArea {
        WeatherArea(
            polygons: area.polygons.prefix(8).map { Array($0.prefix(200)) },
            circles: Array(area.circles.prefix(8)), codes: area.codes.prefix(100).map(name))
    }
}
