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

    /// A change whose author has the right to it.
    struct Asked {
        var wanted: Wanted
        let change: Change
        /// Whose rights apply; nil for what no person said.
        let user: Person?
        /// The sender takes part but may not decide.
        let isProposal: Bool
        let priority: Priority

        var draft: Draft {
            Draft(change: change, by: wanted.actor, text: wanted.text, priority: priority)
        }
    }

    let state: DayState
    let now: Timestamp

    /// What becomes of a submission whose author has the right.
    func drafts(for asked: Asked) throws(ProtocolError) -> [Draft] {
        try NewnessCheck(state: state, now: now).check(asked.change)
        switch asked.change {
        case .presence(let change): return try drafts(change, asked)
        case .timeline(let change): return try drafts(change, asked)
        case .edit(let change): return try drafts(change, asked)
        case .alert(let change): return try drafts(change, asked)
        case .guest(let change): return try drafts(change, asked)
        case .task(let change): return try drafts(change, asked)
        case .message(let change): return try drafts(change, asked)
        case .access(let change): return try drafts(change, asked)
        case .day: return [asked.draft]
        }
    }

    private func drafts(_ change: PresenceChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .battery(_, let percent, _):
            guard (0...100).contains(percent) else {
                throw .invalid("A battery level must be from 0 to 100 percent.")
            }
        case .correct(_, let before):
            guard before.isBounded else { throw .invalid("That crew is larger than any company.") }
        case .checkIn, .move, .activity, .eta: break
        }
        return [asked.draft]
    }

    private func drafts(_ change: TimelineChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .publish(let version):
            guard version == state.day.version + 1 else {
                throw .stale("The run of show is already at v\(state.day.version). Check it again.")
            }
        case .shift(let ids, let minutes): try checkShift(ids, minutes)
        case .decide(let id, let words):
            if let meeting = try meeting(decision: words, on: id, asked.draft, asked.wanted) {
                return meeting
            }
        case .start(let id): try checkStep(id, isStart: true)
        case .end(let id), .skip(let id): try checkStep(id, isStart: false)
        case .reopen(let id): try checkReopening(id)
        case .ready(let id):
            // Of others' cues nobody learns even that they are called.
            let isCalled = state.day.items[id]?.calledFor?.contains {
                .person($0) == asked.draft.by
            }
            guard isCalled == true else { throw .notFound("standby for item \(id)") }
        case .standby, .go, .ripple: break
        }
        return [asked.draft]
    }

    private func checkShift(_ ids: [ItemID], _ minutes: Int) throws(ProtocolError) {
        guard TimelineChange.shiftMinutes.contains(minutes) else {
            throw .invalid("A shift can be at most one day.")
        }
        guard Set(ids).count == ids.count else {
            throw .invalid("A shift can name each item only once.")
        }
        for item in ids.compactMap({ state.day.items[$0] }) {
            try FieldCheck(state: state).checkMoved(item, by: .minutes(minutes))
        }
        if let item = ids.lazy.compactMap({ state.day.items[$0] })
            .first(where: { $0.status != .planned })
        {
            throw .illegalStep("\(item.title) is \(item.status.rawValue): it cannot be moved.")
        }
    }

    private func drafts(_ change: EditChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        let (draft, wanted) = (asked.draft, asked.wanted)
        switch change {
        case .field(let entity, let edit, let base):
            return try drafts(
                edit, of: entity, base: base, draft, wanted, isProposal: asked.isProposal)
        case .text(let entity, let field, let operation, let base):
            return try drafts(text: operation, of: FieldKey(entity, field), base: base, draft)
        case .accept(let id): return try drafts(accepting: id, draft, wanted)
        case .decline(let id):
            guard state.openProposals.contains(where: { $0.id == id }) else {
                throw .notFound("pending proposal \(id)")
            }
        case .resolve(let id, let decision):
            return try drafts(resolving: id, decision, draft, wanted)
        case .add(let item): try FieldCheck(state: state).check(item)
        case .delete(let id): return try drafts(deleting: id, draft, wanted)
        case .move(let id, let after, _):
            guard state.day.items[id] != nil, id != after else { throw .notFound("item \(id)") }
            if let after, state.day.items[after] == nil { throw .notFound("item \(after)") }
            return state.places(of: id, after: after).map { place in
                var moved = draft
                moved.change = .edit(.move(place.item, after: place.after, order: place.order))
                return moved
            }
        case .propose, .settle: break
        }
        return [draft]
    }

    private func drafts(_ change: GuestChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .add(let guest):
            if let table = guest.table, guest.rsvp.isExpected {
                try FieldCheck(state: state).checkRoom(for: guest.id, table)
            }
        case .seat(let guest, let table): try FieldCheck(state: state).checkSeat(guest, table)
        case .rsvp(let id, let answer):
            try checkAnswer(id, answer)
            let edit = FieldEdit(.rsvp, .text(answer.rawValue))
            let key = FieldKey(.guest(id), .rsvp)
            let mine = side(edit, asked.draft, asked.wanted)
            if let standing = state.revisions[key]?.last, standing.value != edit,
                !judge(standing, mine, key).incomingWins
            {
                return [
                    settled(winner: standing, loser: mine, key, .later, before: state.value(key))
                ]
            }
        case .arrive, .leave: break
        }
        return [asked.draft]
    }

    private func drafts(_ change: TaskChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .pay(let id, let status):
            return try meeting(status, of: id, asked.draft, asked.wanted) ?? [asked.draft]
        case .add, .finish, .custody, .custodyCheck, .piece: return [asked.draft]
        }
    }

    private func drafts(_ change: MessageChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .send(let message):
            guard !message.text.trimmedSpaces.isEmpty else {
                throw .invalid("A message needs text.")
            }
        case .confirm(let id), .retract(let id):
            // Of others' messages nobody learns even that they are there.
            let message = state.messages.last { $0.id == id }
            let isTheirs = message?.recipients.contains { .person($0) == asked.draft.by }
            guard isTheirs == true else { throw .notFound("message \(id) to confirm") }
        case .note: break
        }
        return [asked.draft]
    }

    private func drafts(_ change: AccessChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .grant(let grant):
            let speakers = [asked.user?.id, asked.draft.by.person].compactMap { $0 }
            try GrantCheck(state: state, now: now).check(grant, by: speakers)
            guard let open = state.openGrant(for: grant.to) else { break }
            var longer = asked.draft
            longer.change = .access(
                .grant(open.extended(by: grant.minutes, reason: grant.reason, at: now)))
            return [longer]
        case .agree, .end: break
        }
        return [asked.draft]
    }

    /// Who comes after all needs the chair that was theirs.
    private func checkAnswer(_ id: GuestID, _ answer: Guest.Answer) throws(ProtocolError) {
        guard let guest = state.day.guests[id] else { throw .notFound("guest \(id)") }
        guard answer.isExpected, !guest.rsvp.isExpected, let table = guest.table else { return }
        try FieldCheck(state: state).checkSeat(id, table)
    }

    private func checkReopening(_ id: ItemID) throws(ProtocolError) {
        guard let item = state.day.items[id] else { throw .notFound("item \(id)") }
        guard item.status != .planned || item.standbyAt != nil else {
            throw .illegalStep("\(item.title) has not begun: there is nothing to take back.")
        }
    }

    private func checkStep(_ id: ItemID, isStart: Bool) throws(ProtocolError) {
        guard let item = state.day.items[id] else { throw .notFound("item \(id)") }
        if item.isOver { throw .illegalStep("\(item.title) is already \(item.status.rawValue).") }
        if isStart && item.status == .running {
            throw .illegalStep("\(item.title) is already running.")
        }
        if isStart && item.anchor == .buffer {
            throw .illegalStep("\(item.title) is a buffer: it cannot be started.")
        }
    }
}
