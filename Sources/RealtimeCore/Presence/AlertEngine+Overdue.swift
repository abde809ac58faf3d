import RealtimeProtocol
import Wedding

/// People who do not come. Those of one coach or one company are one cause, and one alert.
extension AlertEngine {
    /// Fifteen minutes after the call time, and again as a no-show. Of whom it is known when they
    /// come, nobody is reminded before that is past.
    mutating func overdue(_ view: View) -> [Draft] {
        // By place, and the clock first: this is asked each second.
        let absent = called.indices.filter { place in
            guard let call = called[place].callTime, view.now >= call + AlertPolicy.overdueAfter
            else { return false }
            guard let presence = view.state.presence[called[place].id] else { return true }
            let isExpected = presence.eta.map { view.now < $0 + AlertPolicy.estimateGrace }
            return presence.checkedInAt == nil && isExpected != true
        }.map { called[$0] }
        guard !absent.isEmpty else { return [] }
        return late(absent, view) + noShows(absent, view)
    }

    private mutating func late(_ absent: [Person], _ view: View) -> [Draft] {
        guard let rule = rule(.vendorOverdue, view) else { return [] }
        let due = absent.filter { history.saidOverdue[$0.id] != $0.callTime }
        for person in due { history.saidOverdue[person.id] = person.callTime }
        return byCause(due, view).flatMap { group in
            let activity = (view.state.presence[group[0].id] ?? Presence()).activity
            let state = activity == .notStarted || group.count > 1 ? "" : ", " + activity.words
            let text =
                "\(who(group)) overdue, \(callTimes(of: group, view))\(state)\(need(group, view))"
            return tell(group, .vendorOverdue, text, view, rule: rule)
        }
    }

    private mutating func noShows(_ absent: [Person], _ view: View) -> [Draft] {
        let due = absent.filter { person in
            guard let call = person.callTime else { return false }
            let eta = view.state.presence[person.id]?.eta
            let patience =
                eta.map { $0 + AlertPolicy.estimateGrace } ?? call + AlertPolicy.noShowAfter
            return view.now >= patience && history.saidNoShow[person.id] != call
        }
        for person in due { history.saidNoShow[person.id] = person.callTime }
        return byCause(due, view).flatMap { group in
            let standIn = group.count == 1 ? group[0].backup : nil
            let words = standIn.map { "; stand-in \(view.state.day.name(of: $0))" } ?? ""
            let verb = group.count == 1 ? "has" : "have"
            return tell(
                group, .vendorNoShow, "\(who(group)) \(verb) not arrived\(words)", view, rule: nil)
        }
    }

    /// "; needed for 15:30 Ceremony": the first that waits for any of them.
    private func need(_ group: [Person], _ view: View) -> String {
        let day = view.state.day
        let item = day.runOfShow.first { item in
            item.status == .planned && item.start > view.now && item.kind != .transport
                && group.contains { item.involves($0.id) }
        }
        return item.map {
            "; needed for \(day.clock.local($0.start).hourMinute) \($0.title.sentenceCase)"
        } ?? ""
    }

    private func callTimes(of group: [Person], _ view: View) -> String {
        let times = group.compactMap(\.callTime)
        guard let first = times.min(), let last = times.max() else { return "" }
        let clock = view.state.day.clock
        let words = [first, last].map { clock.local($0).hourMinute }.unique
        return words.count == 1
            ? "call time \(words[0])" : "call times \(words[0]) to \(words[1])"
    }

    /// A new alert, or a word more to the one that stands for their cause.
    private mutating func tell(
        _ group: [Person], _ kind: AlertKind, _ text: String, _ view: View, rule: AlertRule?
    ) -> [Draft] {
        if let open = openAlert(kind, waitingFor: group[0], view) {
            return [
                Draft(
                    change: .alert(.update(open.id)), by: .system, text: text,
                    priority: open.priority)
            ]
        }
        var draft = raise(kind, about: group[0].id.rawValue, text, view, rule: rule)
        if group.count > 1, case .alert(.raise(var alert)) = draft.change {
            alert.waitsFor = group.map(\.id)
            draft.change = .alert(.raise(alert))
        }
        return [draft]
    }

    private func openAlert(_ kind: AlertKind, waitingFor person: Person, _ view: View) -> Alert? {
        let mates = companions(of: person, view)
        return view.state.alerts.last { alert in
            alert.kind == kind && alert.isOpen && alert.state != .returned
                && !waiters(of: alert).isDisjoint(with: mates)
        }
    }

    private func waiters(of alert: Alert) -> Set<PersonID> {
        Set(alert.waitsFor ?? [PersonID(alert.about)])
    }

    private func who(_ group: [Person]) -> String {
        guard group.count > 1 else { return known(group[0]) }
        return "\(group.count) people, \(group.map(\.name).spoken(limit: 5)),"
    }

    /// While nobody at all has checked in, that nobody did is the one cause.
    private func byCause(_ people: [Person], _ view: View) -> [[Person]] {
        guard view.state.presence.values.contains(where: { $0.checkedInAt != nil }) else {
            return people.isEmpty ? [] : [people]
        }
        var groups: [[Person]] = []
        for person in people {
            let mates = companions(of: person, view)
            if let place = groups.firstIndex(where: { mates.contains($0[0].id) }) {
                groups[place].append(person)
            } else {
                groups.append([person])
            }
        }
        return groups
    }

    /// Who comes with them, themselves included: by the coach that brings them, or else of the same
    /// company at the same time.
    func companions(of person: Person, _ view: View) -> [PersonID] {
        let day = view.state.day
        if let coach = day.items.first(where: {
            $0.kind == .transport && $0.people.contains(person.id)
        }) {
            return coach.people
        }
        guard let vendor = person.vendor else { return [person.id] }
        return called.filter { $0.vendor == vendor && $0.callTime == person.callTime }.map(\.id)
    }

    /// Here, as a fact: nobody waits for them any more. Who comes first of several leaves the alert
    /// to the others.
    func arrived(_ id: PersonID, _ view: View) -> [Draft] {
        guard view.state.presence[id]?.isCheckedIn == true, let person = view.state.day.people[id]
        else { return [] }
        let name = view.state.day.name(of: id)
        return [AlertKind.vendorOverdue, .vendorNoShow].flatMap { kind -> [Draft] in
            guard let open = openAlert(kind, waitingFor: person, view) else { return [] }
            let said = kind == .vendorOverdue ? history.saidOverdue : history.saidNoShow
            let waited = called.filter { other in
                said[other.id] != nil && view.state.presence[other.id]?.checkedInAt == nil
                    && openAlert(kind, waitingFor: other, view)?.id == open.id
            }
            guard waited.isEmpty else {
                let rest = waited.map(\.name).spoken(limit: 5)
                return [
                    Draft(
                        change: .alert(.update(open.id)), by: .system,
                        text: "\(name) checked in; still waiting for: \(rest)",
                        priority: open.priority)
                ]
            }
            return causeGone(
                of: kind, about: open.about, "\(name) checked in\(place(id, view))", view)
        }
    }
}
