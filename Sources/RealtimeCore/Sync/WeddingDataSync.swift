import RealtimeProtocol
import Wedding

/// Turns an allowed submission into the entries that commit as one unit, or says why not.
///
/// Detects when an edit did not see the one before it, and settles that by the strategy table.
struct WeddingDataSync {
    /// An entry before it has a place in the log.
    struct Draft: Equatable {
        var change: Change
        var by: Actor
        var text: String
        var priority: Priority
    }

    let state: DayState
    let now: Timestamp

    /// - Parameters:
    ///   - user: Whose rights apply; nil for what no person said.
    ///   - isProposal: The sender takes part but may not decide.
    func drafts(
        for submission: Submission, by actor: Actor, user: Person?, isProposal: Bool,
        priority: Priority
    ) throws(ProtocolError) -> [Draft] {
        try ReferenceCheck(state: state).check(submission.change)
        let draft = Draft(
            change: submission.change, by: actor, text: submission.text, priority: priority)
        switch submission.change {
        case .editItem(let id, let edit, let base):
            return try drafts(edit, of: id, base: base, draft, submission, isProposal: isProposal)
        case .shift(let ids, let minutes):
            guard (-1440...1440).contains(minutes) else {
                throw .invalid("A shift is a day at most.")
            }
            if let item = ids.lazy.compactMap({ state.day.items[$0] })
                .first(where: { $0.status != .planned })
            {
                throw .illegalStep(
                    "\(item.title) is \(item.status.rawValue): it stays where it is.")
            }
            return [draft]
        case .seat(let guest, let table): try checkSeat(guest, table)
        case .battery(_, let percent, _):
            guard (0...100).contains(percent) else {
                throw .invalid("A battery has 0 to 100 percent.")
            }
        case .rsvp(let id, let answer): try checkAnswer(id, answer)
        case .acknowledge(let id, let zone):
            try checkMove(.acknowledge, of: id)
            try checkCaptain(user, actor, of: zone)
        case .resolve(let id):
            if state.alert(id)?.asksZones == true {
                throw .illegalStep("This was told to everyone: it ends with all clear.")
            }
            try checkMove(.resolve, of: id)
            if user != nil, submission.text.trimmedSpaces.isEmpty {
                throw .invalid("Say why it is over: the reason is kept.")
            }
        case .send(let message):
            guard !(message.text + submission.text).sanitised.trimmedSpaces.isEmpty else {
                throw .invalid("A message needs words.")
            }
        case .cancel(let id): try checkMove(.cancel, of: id)
        case .allClear(let id): try checkMove(.allClear, of: id)
        case .shelve(let id, let until): try checkShelf(id, until, submission)
        case .startItem(let id), .endItem(let id), .skipItem(let id): try checkStep(id, submission)
        case .grantAccess(let grant):
            try GrantCheck(state: state, now: now).check(grant, submission)
        default: break
        }
        return [draft]
    }

    private func drafts(
        _ edit: ItemEdit, of id: ItemID, base: Int?, _ draft: Draft, _ submission: Submission,
        isProposal: Bool
    ) throws(ProtocolError) -> [Draft] {
        let key = DayState.FieldKey(item: id, field: edit.field)
        try checkTime(edit)
        guard let item = state.day.items[id] else { throw .notFound("item \(id)") }
        if case .end(let end) = edit, end <= item.start {
            throw .invalid("\(item.title) cannot end before it starts.")
        }
        if let base, base < state.revision(key), let standing = state.revisions[key]?.last,
            !isProposal || !wins(over: standing, key, draft)
        {
            return settle(standing, against: edit, key, draft, submission)
        }
        guard !isProposal else {
            throw .forbidden("\(item.title) is changed by a coordinator. Write them your wish.")
        }
        return [draft] + notices(of: edit, item, by: draft.by)
    }

    /// A moment that is nowhere near the wedding is a slip of the hand.
    private func checkTime(_ edit: ItemEdit) throws(ProtocolError) {
        switch edit {
        case .start(let moment), .end(let moment):
            let day = state.day.clock.moment(state.day.date, hour: 12, minute: 0)
            guard abs((moment - day).milliseconds) <= Duration.hours(24 * 14).milliseconds else {
                throw .invalid("That is more than two weeks from the wedding.")
            }
        case .zone, .owner: break
        }
    }

    private func wins(
        over standing: Conflict.Side, _ key: DayState.FieldKey, _ draft: Draft
    ) -> Bool {
        judge(standing, draft, key).incomingWins
    }

    private func judge(
        _ standing: Conflict.Side, _ draft: Draft, _ key: DayState.FieldKey
    ) -> (incomingWins: Bool, rule: Conflict.Rule) {
        Conflict.judge(
            standing: standing.by.person.flatMap { state.day.people[$0] },
            incoming: draft.by.person.flatMap { state.day.people[$0] },
            isCeremony: key.item == state.day.ceremony)
    }

    /// Neither side saw the other.
    private func settle(
        _ standing: Conflict.Side, against edit: ItemEdit, _ key: DayState.FieldKey,
        _ draft: Draft, _ submission: Submission
    ) -> [Draft] {
        let incoming = Conflict.Side(by: draft.by, value: edit, at: submission.saidAt)
        let verdict = judge(standing, draft, key)
        let (winner, loser) = verdict.incomingWins ? (incoming, standing) : (standing, incoming)
        let conflict = Conflict(
            item: key.item, field: key.field, winner: winner, loser: loser, rule: verdict.rule,
            settledAt: now)
        let settled = Draft(
            change: .settle(conflict), by: .system, text: words(conflict), priority: .critical)
        guard verdict.incomingWins, let item = state.day.items[key.item] else { return [settled] }
        return [draft] + notices(of: edit, item, by: draft.by) + [settled]
    }

    private func words(_ conflict: Conflict) -> String {
        let title = state.day.items[conflict.item]?.title.sentenceCase ?? ""
        let loser = conflict.loser.by.person.map { state.day.givenName(of: $0) } ?? "the other side"
        return "\(title) \(words(conflict.winner.value)) (\(reason(conflict))), not "
            + "\(words(conflict.loser.value)). \(loser) notified."
    }

    private func reason(_ conflict: Conflict) -> String {
        func role(_ side: Conflict.Side) -> String {
            side.by.person.flatMap { state.day.people[$0] }.map {
                $0.role.isVendor ? "vendor" : $0.role.rawValue
            } ?? "feed"
        }
        return conflict.rule == .rank
            ? "\(role(conflict.winner)) over \(role(conflict.loser)) by role"
            : conflict.rule.words
    }

    private func words(_ edit: ItemEdit) -> String {
        switch edit {
        case .start(let moment), .end(let moment): state.day.clock.local(moment).hourMinute
        case .zone(let zone): state.day.name(of: zone)
        case .owner(let person): state.day.name(of: person)
        }
    }

    /// What leaves with a new ceremony time, in the same unit: to those who work on it, to guests.
    private func notices(of edit: ItemEdit, _ item: TimelineItem, by actor: Actor) -> [Draft] {
        guard item.id == state.day.ceremony, case .start(let start) = edit else { return [] }
        let new = state.day.clock.local(start)
        let old = state.day.clock.local(item.start)
        let crew = notice(
            "n-\(state.offset + 2)", to: [.vendors, .venue],
            "Ceremony moves to \(new.hourMinute) (was \(old.hourMinute)).", .critical)
        let invited = state.day.people.filter { $0.role == .guest }.map(\.id)
        let guests = notice(
            "n-\(state.offset + 3)", to: [.weddingParty] + invited.map(AudienceWord.person),
            "The ceremony begins at \(new.twelveHour) \(new.meridiem).", .high)
        return [crew, guests]
    }

    private func notice(
        _ id: String, to: [AudienceWord], _ text: String, _ priority: Priority
    ) -> Draft {
        let message = Message(
            id: MessageID(id), from: .system, to: to, text: text, priority: priority, sentAt: now,
            recipients: state.day.people(for: to, AudienceContext()))
        return Draft(change: .send(message), by: .system, text: text, priority: priority)
    }

    private func checkSeat(_ id: GuestID, _ tableID: TableID) throws(ProtocolError) {
        guard state.day.guests[id] != nil else { throw .notFound("guest \(id)") }
        guard let table = state.day.tables[tableID] else { throw .notFound("table \(tableID)") }
        let others = state.day.seated(at: tableID).filter { $0.id != id }
        guard others.count < table.seats else {
            throw .tableFull(name: "Table \(table.number)", seats: table.seats)
        }
    }

    /// A zone is answered for by its captains, or by those who run the emergency.
    private func checkCaptain(
        _ user: Person?, _ actor: Actor, of id: ZoneID?
    ) throws(ProtocolError) {
        guard let id, let zone = state.day.zones[id], let user else { return }
        let runsIt = user.role.level(.emergency) >= .manage
        guard runsIt || actor.person.map(zone.captains.contains) == true else {
            throw .forbidden("\(user.name) is no captain of \(zone.plainName).")
        }
    }

    /// Who comes after all needs the chair that was theirs.
    private func checkAnswer(_ id: GuestID, _ answer: Guest.Answer) throws(ProtocolError) {
        guard let guest = state.day.guests[id] else { throw .notFound("guest \(id)") }
        guard answer.isExpected, !guest.rsvp.isExpected, let table = guest.table else { return }
        try checkSeat(id, table)
    }

    private func checkMove(_ move: AlertMove, of id: AlertID) throws(ProtocolError) {
        guard let alert = state.alert(id) else { throw .notFound("alert \(id)") }
        do { _ = try alert.state.after(move, priority: alert.priority) } catch {
            throw .illegalStep("\(error)")
        }
    }

    private func checkShelf(
        _ id: AlertID, _ until: Timestamp, _ submission: Submission
    ) throws(ProtocolError) {
        try checkMove(.shelve(until: until), of: id)
        let isCritical = state.alert(id)?.priority == .critical
        let longest: Duration = isCritical ? .minutes(5) : .minutes(15)
        guard until > now, until - now <= longest else {
            throw .invalid("An alert of this priority can be shelved for \(longest.words) at most.")
        }
        guard !isCritical || !submission.text.trimmedSpaces.isEmpty else {
            throw .invalid("Say why a critical alert may wait: the reason is kept.")
        }
    }

    private func checkStep(_ id: ItemID, _ submission: Submission) throws(ProtocolError) {
        guard let item = state.day.items[id] else { throw .notFound("item \(id)") }
        let isStart = submission.change.kind == "timeline.start"
        if item.isOver { throw .illegalStep("\(item.title) is already \(item.status.rawValue).") }
        if isStart && item.status == .running {
            throw .illegalStep("\(item.title) is already running.")
        }
        if isStart && item.anchor == .buffer {
            throw .illegalStep("\(item.title) is a buffer: it is spent, never started.")
        }
    }
}
