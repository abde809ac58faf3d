import RealtimeProtocol
import Wedding

/// What somebody asks to be added, raised or sent, without what is the core's to give.
extension RequestDoor {
    /// Whoever raises one says what it is, where, about whom, and whether it is a drill.
    func admit(_ alert: Alert) -> Alert {
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
    func admit(
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
            throw .illegalStep("This alert has no further escalation step.")
        }
        return Escalation(
            step: taken + 1, target: step.target, zones: [],
            people: state.targets(step, [], alert))
    }

    func admit(_ message: Message) -> Message {
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

    func admit(_ item: TimelineItem) throws(ProtocolError) -> TimelineItem {
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
