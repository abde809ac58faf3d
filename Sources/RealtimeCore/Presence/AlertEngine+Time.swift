import RealtimeProtocol
import Wedding

extension AlertEngine {
    func rule(_ kind: AlertKind, _ view: View) -> AlertRule? {
        view.state.day.rules.first { $0.kind == kind }
    }

    mutating func raise(
        _ kind: AlertKind, about: String, _ text: String, _ view: View, rule: AlertRule? = nil,
        priority: Priority? = nil, audience: [AudienceWord]? = nil, decideBy: Timestamp? = nil,
        then: String? = nil
    ) -> Draft {
        let rule = rule ?? self.rule(kind, view)
        let rank = priority ?? rule?.priority ?? kind.defaultPriority
        let promised = kind.promisedAudience + (rule?.notify ?? [])
        let alert = Alert(
            id: newID(), kind: kind, rule: rule?.id.rawValue ?? kind.rawValue, about: about,
            priority: rank, text: text, raisedAt: view.now, raisedBy: .system,
            audience: audience ?? promised.unique,
            doFirst: view.state.day.doFirst(kind, rule),
            then: then ?? rule?.then ?? "",
            decideBy: decideBy)
        return Draft(change: .alert(.raise(alert)), by: .system, text: text, priority: rank)
    }

    /// The ladder before the ceremony for key people; for other hard items only the owner, told
    /// to the coordinator alone.
    mutating func missing(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        for id in hardItems {
            guard let item = view.state.day.items[id], item.status == .planned,
                view.now >= item.start - AlertPolicy.missingNotice, view.now < item.start
            else { continue }
            let isCeremony = id == view.state.day.ceremony
            for person in view.state.day.people {
                guard isCeremony ? person.isKey : person.id == item.owner else { continue }
                drafts += climb(person, item, isCeremony: isCeremony, view)
            }
        }
        return drafts
    }

    mutating func climb(
        _ person: Person, _ item: TimelineItem, isCeremony: Bool, _ view: View
    ) -> [Draft] {
        let key = LadderKey(person: person.id, item: item.id, moment: item.start)
        let remaining = item.start - view.now
        let steps: [LadderStep] = isCeremony ? [.notice, .alert, .backup, .contacts] : [.alert]
        guard let step = steps.last(where: { remaining <= $0.before }),
            history.ladders[key].map({ $0 < step }) ?? true,
            standing(person, for: item, view) == .missing
        else { return [] }
        history.ladders[key] = step
        if step == .notice { return [notice(person, item, view)] }
        guard let open = openAlert(.keyPersonMissing, person.id.rawValue, view) else {
            let alert = raiseMissing(person, item, isCeremony: isCeremony, view)
            // Lost this late, they are called out at once and in full.
            guard step == .contacts, case .alert(.raise(let raised)) = alert.change else {
                return [alert]
            }
            return [alert, callOut(raised, view)]
        }
        switch step {
        case .notice, .alert:
            return [update(open, "\(item.title.sentenceCase) in \(remaining.words)")]
        case .backup:
            let name = person.backup.map { view.state.day.name(of: $0) } ?? "a stand-in"
            return [update(open, "Still not seen: get \(name) ready to take over")]
        case .contacts: return [callOut(open, view)]
        }
    }

    private func update(_ alert: Alert, _ text: String) -> Draft {
        Draft(change: .alert(.update(alert.id)), by: .system, text: text, priority: alert.priority)
    }

    /// Five minutes before: deputies and the first emergency contact, whatever the ladder had
    /// reached; the next contacts follow, a minute apart.
    private func callOut(_ alert: Alert, _ view: View) -> Draft {
        let day = view.state.day
        let steps = view.state.ladder(of: alert)
        let first = steps.firstIndex { $0.target == .emergencyContacts } ?? steps.count - 1
        let contacts = view.state.contacts(for: alert).prefix(1)
        let escalation = Escalation(
            step: first + 1, target: .emergencyContacts, zones: [],
            people: (day.deputies + contacts).unique)
        return Draft(
            change: .alert(.escalate(alert.id, escalation)), by: .system,
            text: "Five minutes left: \(calledOut(Array(contacts), day))", priority: alert.priority)
    }

    /// "Lead photographer Iris Tanaka", or the name alone.
    func known(_ person: Person) -> String {
        person.title.isEmpty ? person.name : "\(person.title.capitalizedFirst) \(person.name)"
    }

    /// A device that beats again is a sighting too: whoever was called out is not missing any more.
    mutating func seenAgain(_ view: View) -> [Draft] {
        view.state.alerts.flatMap { alert -> [Draft] in
            guard alert.kind == .keyPersonMissing, alert.isOpen, alert.state != .returned,
                let person = view.state.day.people[PersonID(alert.about)],
                let heard = view.lastHeard(person.id), heard > alert.raisedAt,
                view.now - heard <= view.mode.absenceTolerance
            else { return [] }
            rearm(person.id, view)
            return causeGone(
                of: .keyPersonMissing, about: alert.about, "\(person.name)'s device is back online",
                view)
        }
    }

    func notice(_ person: Person, _ item: TimelineItem, _ view: View) -> Draft {
        let text =
            "\(known(person)) \(sighting(person, view)). "
            + "\(item.title.sentenceCase) in \((item.start - view.now).words)."
        return message(text, to: [.coordinator], .normal, about: person.id, view)
    }

    func message(
        _ text: String, to words: [AudienceWord], _ priority: Priority, about person: PersonID,
        _ view: View
    ) -> Draft {
        let message = Message(
            id: MessageID("n-\(view.state.offset + 1)-\(person)"), from: .system, to: words,
            text: text, priority: priority, sentAt: view.now,
            recipients: view.state.day.people(for: words, AudienceContext(subject: person)))
        return Draft(change: .message(.send(message)), by: .system, text: text, priority: priority)
    }

    mutating func raiseMissing(
        _ person: Person, _ item: TimelineItem, isCeremony: Bool, _ view: View
    ) -> Draft {
        let day = view.state.day
        let start = day.clock.local(item.start).hourMinute
        let text =
            "\(person.title.isEmpty ? person.name : person.title.capitalizedFirst) "
            + "\(sighting(person, view, then: ": send the nearest")). "
            + "\(item.title.sentenceCase) \(start)"
        let backup = person.backup.map { "\(day.name(of: $0)) takes over" }
        return raise(
            .keyPersonMissing, about: person.id.rawValue, text, view,
            rule: rule(.keyPersonMissing, view), audience: isCeremony ? nil : [.coordinator],
            decideBy: item.start - AlertPolicy.standInBefore, then: backup)
    }

    /// "not seen since 14:49 (likely in Stone Cellar, no signal)". Where a device says nothing, its
    /// silence says little: whoever went there is there still.
    func sighting(_ person: Person, _ view: View, then words: String = "") -> String {
        guard let seen = view.lastSeen(person.id) else { return "not checked in" }
        let day = view.state.day
        let zone = view.state.presence[person.id]?.lastSeenZone.flatMap { day.zones[$0] }
        let place = zone.map { zone in
            zone.signal == .none
                ? " (likely in \(zone.plainName), no signal\(words))" : " (\(zone.plainName))"
        }
        return "not seen since \(day.clock.local(seen).hourMinute)\(place ?? "")"
    }

    func openAlert(_ kind: AlertKind, _ about: String, _ view: View) -> Alert? {
        view.state.alerts.last {
            $0.kind == kind && $0.about == about && $0.isOpen && $0.state != .returned
        }
    }

    /// The lead coordinator and the lead of the venue, a minute without a beat.
    mutating func silentCoordinators(_ view: View) -> [Draft] {
        guard view.mode == .weddingDay, let rule = rule(.coordinatorOffline, view) else {
            return []
        }
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
            } else if silence >= AlertPolicy.leadSilence,
                openAlert(.coordinatorOffline, person.id.rawValue, view) == nil
            {
                let text =
                    "\(known(person)) offline for "
                    + "\(silence.words)"
                drafts.append(raiseOffline(person, text, rule, view))
            }
        }
        return drafts
    }

    /// The first emergency contact is told at once; its ladder goes on to the next.
    private mutating func raiseOffline(
        _ person: Person, _ text: String, _ rule: AlertRule, _ view: View
    ) -> Draft {
        let contacts = view.state.day.contactPeople.filter { $0 != person.id }
        let words =
            rule.notify.filter { $0 != .emergencyContacts }
            + contacts.prefix(1).map(AudienceWord.person)
        return raise(
            .coordinatorOffline, about: person.id.rawValue, text, view, rule: rule,
            audience: words.unique)
    }

    /// Only things that a rule names are asked for; the rest show as due.
    mutating func custodyChecks(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        for thing in view.state.day.custody where !history.askedCustody.contains(thing.id) {
            guard let due = thing.confirmBy, view.now >= due,
                let rule = view.state.day.rules.first(where: { $0.trigger == thing.id.rawValue })
            else { continue }
            history.askedCustody.insert(thing.id)
            // Who said so within half an hour need not be asked again.
            if case .person = thing.holder, let heard = thing.heardAt,
                view.now - heard <= AlertPolicy.custodyLife
            {
                continue
            }
            let ahead = view.state.day.ceremonyItem.map {
                "T-\(max(0, ($0.start - view.now).wholeMinutes)): "
            }
            let text = "\(ahead ?? "")who has \(thing.name.decapitalizedFirst)?"
            drafts.append(
                Draft(
                    change: .task(.custodyCheck(thing.id)), by: .system, text: text,
                    priority: rule.priority))
            let holder = thing.lastHolder.map { view.state.day.name(of: $0) } ?? "nobody"
            drafts.append(
                raise(
                    .custody, about: thing.id.rawValue,
                    "\(thing.name) not confirmed, last with \(holder)", view, rule: rule))
        }
        return drafts
    }

    func shelves(_ view: View) -> [Draft] {
        view.state.alerts.compactMap { alert in
            guard case .shelved(let until) = alert.state, view.now >= until else { return nil }
            return Draft(
                change: .alert(.unshelve(alert.id)), by: .system, text: "Shelving has ended",
                priority: alert.priority)
        }
    }
}
