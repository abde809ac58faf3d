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
        try NewnessCheck(day: state.day).check(submission.change)
        let draft = Draft(
            change: submission.change, by: actor, text: submission.text, priority: priority)
        switch submission.change {
        case .edit(let entity, let edit, let base):
            return try drafts(
                edit, of: entity, base: base, draft, submission, isProposal: isProposal)
        case .text(let entity, let field, let operation, let base):
            return try drafts(text: operation, of: FieldKey(entity, field), base: base, draft)
        case .atomic(let changes, let conditions):
            return try drafts(
                unit: changes, conditions, submission, by: actor, user: user, priority: priority)
        case .publish(let version):
            guard version == state.day.version + 1 else {
                throw .stale("The run of show is at v\(state.day.version) already. Look again.")
            }
        case .acceptProposal(let id): return try drafts(accepting: id, draft, submission)
        case .declineProposal(let id):
            guard state.openWishes.contains(where: { $0.id == id }) else {
                throw .notFound("proposal \(id) that waits")
            }
        case .resolveConflict(let id, let decision):
            return try drafts(resolving: id, decision, draft, submission)
        case .addItem(let item): try FieldCheck(state: state).check(item)
        case .deleteItem(let id): return try drafts(deleting: id, draft, submission)
        case .moveItem(let id, let after, _):
            guard state.day.items[id] != nil, id != after else { throw .notFound("item \(id)") }
            if let after, state.day.items[after] == nil { throw .notFound("item \(after)") }
            return state.places(of: id, after: after).map { place in
                var moved = draft
                moved.change = .moveItem(place.item, after: place.after, order: place.order)
                return moved
            }
        case .shift(let ids, let minutes):
            guard (-1440...1440).contains(minutes) else {
                throw .invalid("A shift is a day at most.")
            }
            guard Set(ids).count == ids.count else {
                throw .invalid("An item moves once in a shift: one is named twice.")
            }
            for item in ids.compactMap({ state.day.items[$0] }) {
                try FieldCheck(state: state).checkMoved(item, by: .minutes(minutes))
            }
            if let item = ids.lazy.compactMap({ state.day.items[$0] })
                .first(where: { $0.status != .planned })
            {
                throw .illegalStep(
                    "\(item.title) is \(item.status.rawValue): it stays where it is.")
            }
            return [draft]
        case .addGuest(let guest):
            if let table = guest.table, guest.rsvp.isExpected {
                try FieldCheck(state: state).checkRoom(for: guest.id, table)
            }
        case .seat(let guest, let table): try FieldCheck(state: state).checkSeat(guest, table)
        case .battery(_, let percent, _):
            guard (0...100).contains(percent) else {
                throw .invalid("A battery has 0 to 100 percent.")
            }
        case .rsvp(let id, let answer):
            try checkAnswer(id, answer)
            let edit = FieldEdit(.rsvp, .text(answer.rawValue))
            let (key, mine) = (FieldKey(.guest(id), .rsvp), side(edit, draft, submission))
            if let standing = state.revisions[key]?.last, standing.value != edit,
                !judge(standing, mine, key).incomingWins
            {
                return [
                    settled(winner: standing, loser: mine, key, .later, before: state.value(key))
                ]
            }
        case .decide(let id, let words):
            if let meeting = try meeting(decision: words, on: id, draft, submission) {
                return meeting
            }
        case .pay(let id, let status):
            if let meeting = try meeting(status, of: id, draft, submission) { return meeting }
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
        case .confirm(let id):
            // Of others' messages nobody learns even that they are there.
            let message = state.messages.last { $0.id == id }
            guard message?.recipients.contains(where: { .person($0) == actor }) == true else {
                throw .notFound("message \(id) to confirm")
            }
        case .cancel(let id): try checkMove(.cancel, of: id)
        case .allClear(let id): try checkMove(.allClear, of: id)
        case .shelve(let id, let until): try checkShelf(id, until, submission)
        case .startItem(let id), .endItem(let id), .skipItem(let id): try checkStep(id, submission)
        case .grantAccess(let grant):
            let speakers = [user?.id, actor.person].compactMap { $0 }
            try GrantCheck(state: state, now: now).check(grant, by: speakers, submission)
        default: break
        }
        return [draft]
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
        try FieldCheck(state: state).checkSeat(id, table)
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
