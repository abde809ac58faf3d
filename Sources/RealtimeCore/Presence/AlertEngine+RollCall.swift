import RealtimeProtocol
import Wedding

/// Before a hard item everyone whom it needs is accounted for: by their device, by their place,
/// or by somebody who looked.
extension AlertEngine {
    /// How somebody stands before an item.
    enum Standing: Sendable {
        case accounted
        /// Here, as somebody said, without a device that could say where they are now.
        case unconfirmed
        case missing
    }

    func standing(_ person: Person, for item: TimelineItem, _ view: View) -> Standing {
        // Whoever is called for later than they are needed is not here for it either.
        if let call = person.callTime, call < item.start, view.now < call { return .accounted }
        let presence = view.state.presence[person.id] ?? Presence()
        if presence.activity == .departed { return .missing }
        guard presence.isCheckedIn, let seen = view.lastSeen(person.id) else { return .missing }
        // Somebody saw them go.
        if presence.zone.flatMap({ view.state.day.zones[$0] })?.kind == .offSite { return .missing }
        let isThere = view.state.isAtPlace(person.id, of: item)
        if view.lastHeard(person.id) != nil {
            if view.now - seen <= view.mode.absenceTolerance { return .accounted }
            return isThere ? .accounted : .missing
        }
        let opens = RollCall.opens(isCeremony: item.id == view.state.day.ceremony)
        return isThere || seen >= item.start - opens ? .accounted : .unconfirmed
    }

    /// A list to work through, and an alert for whoever is still on it when the time is short.
    mutating func rollCalls(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        let isAsking = isAsking(view)
        for id in hardItems {
            guard let item = view.state.day.items[id] else { continue }
            let isCeremony = id == view.state.day.ceremony
            let remaining = item.start - view.now
            guard item.status == .planned, remaining > .zero,
                remaining <= RollCall.opens(isCeremony: isCeremony)
            else {
                if isAsking { drafts += closeRollCall(item, view) }
                continue
            }
            drafts += rollCall(item, remaining, isCeremony: isCeremony, view)
        }
        return drafts
    }

    /// Whether any list is open, or an alert of one.
    private func isAsking(_ view: View) -> Bool {
        let duties = view.state.day.duties
        return duties.indices.contains { duties[$0].isRollCall && !duties[$0].isDone }
            || view.state.alerts.contains { $0.kind == .rollCall && $0.isOpen }
    }

    private mutating func rollCall(
        _ item: TimelineItem, _ remaining: Duration, isCeremony: Bool, _ view: View
    ) -> [Draft] {
        let needed = view.state.neededPeople(for: item)
        let unconfirmed = needed.filter { standing($0, for: item, view) == .unconfirmed }
        guard !unconfirmed.isEmpty else { return closeRollCall(item, view) }
        var drafts = finish(item, besides: item.rollCall, view)
        drafts += openRollCall(item, isCeremony: isCeremony, view)
        // Of other moments than the ceremony only the owner is watched.
        let watched = unconfirmed.filter { isCeremony || $0.id == item.owner }
        guard !watched.isEmpty, remaining <= RollCall.isDue(isCeremony: isCeremony) else {
            return drafts
        }
        let isCritical = remaining <= RollCall.isCritical(isCeremony: isCeremony)
        let priority: Priority = isCritical ? .critical : .high
        let open = openAlert(.rollCall, item.id.rawValue, view)
        guard open.map({ $0.priority > priority }) ?? !wasSaid(item, priority, view) else {
            return drafts
        }
        let start = view.state.day.clock.local(item.start).hourMinute
        let text =
            "Not confirmed for \(item.title.sentenceCase) \(start): "
            + watched.map { lastKnown($0, view) }.spoken(limit: 8)
        drafts += causeGone(
            of: .rollCall, about: item.id.rawValue, "raised again as \(priority.word)", view)
        drafts.append(
            raise(
                .rollCall, about: item.id.rawValue, text, view, priority: priority,
                audience: isCeremony ? nil : [.coordinator]))
        return drafts
    }

    /// Whether an alert of this rank was raised for this moment, and somebody ended it.
    private func wasSaid(_ item: TimelineItem, _ priority: Priority, _ view: View) -> Bool {
        view.state.alerts.contains {
            $0.kind == .rollCall && $0.about == item.id.rawValue && $0.priority <= priority
                && $0.raisedAt >= item.start - RollCall.opens(isCeremony: true)
        }
    }

    /// "Olga Ray (Garden 13:20, +44-20-5550-0107)".
    private func lastKnown(_ person: Person, _ view: View) -> String {
        let presence = view.state.presence[person.id]
        let zone = (presence?.lastSeenZone).flatMap { view.state.day.zones[$0]?.plainName }
        let seen = view.lastSeen(person.id).map { view.state.day.clock.local($0).hourMinute }
        let place = [zone, seen].compactMap { $0 }.joined(separator: " ")
        return "\(person.name) ("
            + [place, person.phone].compactMap { $0 }.filter { !$0.isEmpty }
            .joined(separator: ", ") + ")"
    }

    private func openRollCall(
        _ item: TimelineItem, isCeremony: Bool, _ view: View
    ) -> [Draft] {
        let id = item.rollCall
        guard view.state.day.duties[id] == nil else { return [] }
        let start = view.state.day.clock.local(item.start).hourMinute
        let title = "Roll call: \(item.title.sentenceCase) \(start)"
        let duty = Duty(
            id: id, title: title, owner: view.state.day.lead(of: .coordinator)?.id,
            due: item.start - RollCall.isDue(isCeremony: isCeremony), item: item.id)
        return [Draft(change: .task(.add(duty)), by: .system, text: title, priority: .normal)]
    }

    /// Lists for this item; one that was moved has had others.
    private func finish(_ item: TimelineItem, besides kept: DutyID?, _ view: View) -> [Draft] {
        view.state.day.duties.compactMap { duty in
            let isRollCall = duty.item == item.id && duty.isRollCall
            guard isRollCall, !duty.isDone, duty.id != kept else { return nil }
            return Draft(
                change: .task(.finish(duty.id)), by: .system,
                text: "Roll call over: \(item.title.sentenceCase)", priority: .low)
        }
    }

    private func closeRollCall(_ item: TimelineItem, _ view: View) -> [Draft] {
        finish(item, besides: nil, view)
            + causeGone(
                of: .rollCall, about: item.id.rawValue,
                "everyone confirmed for \(item.title.sentenceCase)", view)
    }
}
