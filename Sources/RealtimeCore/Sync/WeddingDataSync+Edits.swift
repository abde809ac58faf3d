import RealtimeProtocol
import Wedding

/// Edits of fields: what they meet, and who prevails.
extension WeddingDataSync {
    func drafts(
        _ edit: FieldEdit, of entity: Entity, base: Int?, _ draft: Draft,
        _ wanted: Wanted, isProposal: Bool
    ) throws(ProtocolError) -> [Draft] {
        let key = FieldKey(entity, edit.field)
        if case .item(let id) = entity, let deleted = state.deletedItems[id] {
            return try meet(deleted, edit, key, draft, wanted, isProposal: isProposal)
        }
        guard state.value(key) != nil else {
            throw .notFound("\(entity.kind.rawValue) \(entity.id)")
        }
        try FieldCheck(state: state).check(entity, edit)
        let head = state.revision(key)
        if let base, base > head || base < 1 {
            throw .invalid("There is no revision \(base) of this field; the newest is \(head).")
        }
        let mine = side(edit, draft, wanted)
        if let base, let standing = standing(against: edit, key, base: base, by: draft.by) {
            let verdict = judge(standing, mine, key)
            // A proposal does not decide, even where it would prevail.
            if !verdict.incomingWins || !isProposal {
                if verdict.rule == .manual { try checkQueue() }
                return settle(standing, against: mine, key, verdict, draft)
            }
        }
        guard isProposal else {
            return [draft] + notices(of: edit, entity, by: draft.by) + answered(by: mine, key)
        }
        guard state.openProposals.count < DayState.Limits.proposalsMax else {
            throw .invalid("Too many proposals are already waiting. Call a coordinator.")
        }
        var proposal = Proposal(
            entity: entity, edit: edit, base: base ?? head, by: draft.by, at: mine.at,
            text: wanted.text)
        proposal.before = state.value(key)
        let words = "\(givenName(draft.by)) proposes: \(state.name(of: entity)) \(words(edit, key))"
        return [
            Draft(change: .edit(.propose(proposal)), by: draft.by, text: words, priority: .high)
        ]
    }

    /// What waits for a person is kept until one decides: so no more than they can see.
    func checkQueue() throws(ProtocolError) {
        guard state.openConflicts.count < DayState.Limits.openConflictsMax else {
            throw .invalid("Too many conflicts wait for a person. Settle some first.")
        }
    }

    func side(_ edit: FieldEdit, _ draft: Draft, _ wanted: Wanted) -> Conflict.Side {
        // Nobody speaks from the future: a clock that runs ahead must not always win.
        Conflict.Side(
            by: draft.by, value: edit, at: min(wanted.saidAt, now), text: wanted.text)
    }

    /// What stands there that the author of `edit` did not see; nil when the two can be merged.
    private func standing(
        against edit: FieldEdit, _ key: FieldKey, base: Int, by author: Actor
    ) -> Conflict.Side? {
        guard let revision = state.revisions[key], base < revision.number else { return nil }
        switch edit.value {
        // Two additions both stay; so does a removal of what nobody added meanwhile.
        case .adding: return nil
        case .removing(let element):
            guard let added = revision.added[element], added.revision > base,
                added.side.by != author
            else { return nil }
            return added.side
        case .text, .number, .moment, .nothing:
            guard let last = revision.last, last.by != author, last.value != edit else {
                return nil
            }
            return last
        }
    }

    func judge(
        _ standing: Conflict.Side, _ incoming: Conflict.Side, _ key: FieldKey
    ) -> (incomingWins: Bool, rule: Conflict.Rule) {
        Conflict.judge(
            standing: standing, incoming: incoming, state.day.strategy(key)
        ) { side in side.by.person.flatMap { state.day.people[$0] } }
    }

    /// Neither side saw the other.
    private func settle(
        _ standing: Conflict.Side, against mine: Conflict.Side, _ key: FieldKey,
        _ verdict: (incomingWins: Bool, rule: Conflict.Rule), _ draft: Draft
    ) -> [Draft] {
        let (winner, loser) = verdict.incomingWins ? (mine, standing) : (standing, mine)
        let settled = settled(
            winner: winner, loser: loser, key, verdict.rule,
            before: state.revisions[key]?.before)
        guard verdict.incomingWins else { return [settled] }
        return [draft] + notices(of: mine.value, key.entity, by: draft.by) + [settled]
            + answered(by: mine, key)
    }

    func settled(
        winner: Conflict.Side, loser: Conflict.Side, _ key: FieldKey, _ rule: Conflict.Rule,
        before: FieldValue?
    ) -> Draft {
        let conflict = Conflict(
            entity: key.entity, field: key.field, winner: winner, loser: loser, rule: rule,
            settledAt: now, before: before)
        return Draft(
            change: .edit(.settle(conflict)), by: .system, text: words(conflict),
            priority: .critical)
    }

    /// Proposals for the field that somebody with more to say has just changed.
    private func answered(by mine: Conflict.Side, _ key: FieldKey) -> [Draft] {
        // Of a set, only what is done to the same element meets.
        let isSet = state.day.strategy(key) == .addWins
        return state.openProposals.filter {
            $0.key == key && $0.by != mine.by && $0.edit != mine.value
        }
        .filter { !isSet || $0.edit.value.element == mine.value.value.element }
        .compactMap { proposal in
            let verdict = judge(proposal.side, mine, key)
            guard verdict.incomingWins else { return nil }
            return settled(
                winner: mine, loser: proposal.side, key, verdict.rule, before: state.value(key))
        }
    }

    /// An edit of an item that was taken out meanwhile brings it back, if its author is at least
    /// as strong as whoever took it out; else a person decides.
    private func meet(
        _ deleted: DayState.DeletedItem, _ edit: FieldEdit, _ key: FieldKey, _ draft: Draft,
        _ wanted: Wanted, isProposal: Bool
    ) throws(ProtocolError) -> [Draft] {
        var back = state
        back.bringBack(deleted.item)
        try FieldCheck(state: back).check(key.entity, edit)
        guard !isProposal else { throw .notFound("item \(key.entity.id) (it was removed)") }
        let mine = side(edit, draft, wanted)
        let gone = Conflict.Side(
            by: deleted.by, value: FieldEdit(.existence, .nothing), at: deleted.at)
        guard rank(draft.by) <= rank(deleted.by) else {
            try checkQueue()
            return [settled(winner: gone, loser: mine, key, .manual, before: nil)]
        }
        let addition = Draft(
            change: .edit(.add(deleted.item)), by: draft.by,
            text: "\(deleted.item.title) is back: somebody is still working on it", priority: .high)
        return [
            addition, draft,
            settled(winner: mine, loser: gone, key, .editOverDelete, before: nil),
        ]
    }

    private func rank(_ actor: Actor) -> Int {
        actor.person.flatMap { state.day.people[$0] }?.role.rank ?? Int.max
    }

    func givenName(_ actor: Actor) -> String {
        actor.person.map { state.day.givenName(of: $0) } ?? actor.word
    }

    func words(_ conflict: Conflict) -> String {
        let name = state.name(of: conflict.entity)
        let (won, lost) = (
            words(conflict.winner.value, conflict.key), words(conflict.loser.value, conflict.key)
        )
        guard conflict.rule != .manual else {
            let sides = "\(givenName(conflict.winner.by)) \(won), \(givenName(conflict.loser.by)) "
            return "\(name): \(sides)\(lost). A person must decide."
        }
        let loser =
            conflict.loser.by.person.map { state.day.givenName(of: $0) } ?? "the other side"
        return "\(name) \(won) (\(reason(conflict))), not \(lost). \(loser) notified."
    }

    private func words(_ edit: FieldEdit, _ key: FieldKey) -> String {
        edit.field == .existence ? "removed" : state.words(edit.value, key)
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

    /// What leaves with a new ceremony time, in the same unit: to those who work on it, to guests.
    func notices(of edit: FieldEdit, _ entity: Entity, by actor: Actor) -> [Draft] {
        guard let item = entity.item.flatMap({ state.day.items[$0] }),
            item.id == state.day.ceremony,
            edit.field == .start, let start = edit.value.moment
        else { return [] }
        let new = state.day.clock.local(start)
        let old = state.day.clock.local(item.start)
        let crew = notice(
            "n-\(state.offset + 1)-crew", to: [.vendors, .venue],
            "Ceremony moves to \(new.hourMinute) (was \(old.hourMinute)).", .critical)
        let invited = state.day.people.filter { $0.role == .guest }.map(\.id)
        let guests = notice(
            "n-\(state.offset + 1)-guests", to: [.weddingParty] + invited.map(AudienceWord.person),
            "The ceremony begins at \(new.twelveHour) \(new.meridiem).", .high)
        return [crew, guests] + left(by: item, at: start)
    }

    /// What waits for the ceremony and now overlaps it: proposed in the same unit, for whoever
    /// moves the day to approve. Nothing that others planned moves by itself.
    private func left(by item: TimelineItem, at start: Timestamp) -> [Draft] {
        guard let ripple = state.ripple(moving: item.id, to: start, at: now),
            let rest = ripple.without(item.id), !rest.moves.isEmpty || !rest.missed.isEmpty
        else { return [] }
        let names = rest.moves.prefix(3).compactMap { move in
            state.day.items[move.item].map {
                "\($0.title) \(state.day.clock.local(move.start).hourMinute)"
            }
        }
        return [
            Draft(
                change: .timeline(.ripple(rest)), by: .system,
                text: "After the ceremony's new time: \(names.spoken(limit: 3))", priority: .high)
        ]
    }

    private func notice(
        _ id: String, to: [AudienceWord], _ text: String, _ priority: Priority
    ) -> Draft {
        let message = Message(
            id: MessageID(id), from: .system, to: to, text: text, priority: priority, sentAt: now,
            recipients: state.day.people(for: to, AudienceContext()))
        return Draft(change: .message(.send(message)), by: .system, text: text, priority: priority)
    }
}
