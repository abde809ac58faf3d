import RealtimeProtocol
import Wedding

extension AlertEngine {
    /// Low is told to the person and their helper; critical calls louder. Silent while charging.
    mutating func battery(
        _ id: PersonID, _ percent: Int, _ isCharging: Bool, _ view: View
    ) -> [Draft] {
        defer { history.batteryBefore[id] = Reading(percent: percent, at: view.now) }
        guard view.mode.watchesBatteries, let person = view.state.day.people[id], person.isKey,
            let rule = rule(.batteryLow, view)
        else { return [] }
        let open = openAlert(.batteryLow, id.rawValue, view)
        if isCharging || percent >= AlertPolicy.batteryCritical + AlertPolicy.batteryRearm {
            history.batteryCritical.remove(id)
        }
        if isCharging || percent >= AlertPolicy.batteryNotice + AlertPolicy.batteryRearm {
            history.batteryNoticed.remove(id)
        }
        if isCharging || percent >= AlertPolicy.batteryLow + AlertPolicy.batteryRearm {
            history.lowAgain?[id] = nil
            let gone = causeGone(
                of: .batteryLow, about: id.rawValue,
                "\(person.givenName)'s phone \(isCharging ? "is charging" : "has power again")",
                view)
            if !gone.isEmpty {
                history.powerAt = (history.powerAt ?? [:]).merging([id: view.now]) { $1 }
            }
            if isCharging || !gone.isEmpty { return gone }
        }
        let who = person.title.isEmpty ? person.givenName : person.title.capitalizedFirst
        let end = forecast(id, percent, view)
        let text = "\(who)'s phone at \(percent) percent, not charging" + end
        guard percent <= AlertPolicy.batteryLow else {
            // A full-looking battery that will not last through the ceremony is told, too.
            guard percent <= AlertPolicy.batteryNotice || !end.isEmpty,
                history.batteryNoticed.insert(id).inserted
            else { return [] }
            return [message(text, to: [.subject, .helper], .normal, about: id, view)]
        }
        if open == nil, isLooseCable(id, view) { return [] }
        guard let open else {
            return [
                raise(
                    .batteryLow, about: id.rawValue, text, view, rule: rule,
                    priority: percent <= AlertPolicy.batteryCritical ? .critical : rule.priority)
            ]
        }
        guard percent <= AlertPolicy.batteryCritical, history.batteryCritical.insert(id).inserted
        else {
            return []
        }
        let escalation = Escalation(
            step: 1, target: .coordinatorAgain, zones: [],
            people: view.state.day.people(for: [.coordinator], AudienceContext()))
        return [
            Draft(
                change: .alert(.escalate(open.id, escalation)), by: .system, text: text,
                priority: .critical)
        ]
    }

    /// What returned and nobody has seen yet is the same trouble still; what has just had power is
    /// looked at again later.
    private mutating func isLooseCable(_ id: PersonID, _ view: View) -> Bool {
        let isWaiting = view.state.alerts.contains {
            $0.kind == .batteryLow && $0.about == id.rawValue && $0.state == .returned
        }
        guard let power = history.powerAt?[id], view.now - power < AlertPolicy.looseCable else {
            return isWaiting
        }
        history.lowAgain = (history.lowAgain ?? [:]).merging([id: view.now]) { old, _ in old }
        return true
    }

    /// Phones that stayed low after their cable came loose.
    mutating func stillLow(_ view: View) -> [Draft] {
        guard let again = history.lowAgain, !again.isEmpty else { return [] }
        let low = again.keys.filter { view.now - again[$0]! >= AlertPolicy.staysLow }
        return low.sorted().flatMap { id -> [Draft] in
            history.lowAgain?[id] = nil
            history.powerAt?[id] = nil
            guard let presence = view.state.presence[id], let percent = presence.battery else {
                return []
            }
            return battery(id, percent, presence.isCharging, view)
        }
    }

    /// ", empty by 14:20" when the last two readings say that it ends before the ceremony does.
    func forecast(_ id: PersonID, _ percent: Int, _ view: View) -> String {
        guard let before = history.batteryBefore[id], before.percent > percent,
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
    mutating func weather(
        _ notice: WeatherNotice, from service: Actor, _ view: View
    ) -> [Draft] {
        if notice.kind == .cancel {
            return view.state.alerts
                .filter { $0.kind == .weather && $0.isOpen && $0.isEmergency }
                .map {
                    Draft(
                        change: .alert(.update($0.id)), by: .system,
                        text:
                            "The weather service cancelled its warning; a person must call all clear",
                        priority: $0.priority)
                }
        }
        guard notice.isEmergency, history.weatherSeen.insert(notice.id).inserted else { return [] }
        let storm = view.state.alerts.last { $0.kind == .weather && $0.isOpen && $0.isEmergency }
        if notice.kind == .update, let storm {
            return [
                Draft(
                    change: .alert(.update(storm.id)), by: .system,
                    text: "The weather service updated its warning: \(notice.headline)",
                    priority: storm.priority)
            ]
        }
        let until = notice.until.map { " until \(view.state.day.clock.local($0).hourMinute)" } ?? ""
        let shelter = view.state.day.mainShelter.map { "inside the \($0.plainName)" } ?? "inside"
        let headline = notice.headline.uppercased()
        var draft = raise(
            .weather, about: "all", "\(headline)\(until). Everyone \(shelter) now.", view,
            priority: .emergency, audience: [.all])
        if case .alert(.raise(var alert)) = draft.change {
            (alert.impactAt, alert.raisedBy) = (notice.onset, service)
            draft.change = .alert(.raise(alert))
        }
        return [draft]
    }

    /// An envelope that was never handed over; an item still to come.
    func departed(_ id: PersonID, _ view: View) -> [Draft] {
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
