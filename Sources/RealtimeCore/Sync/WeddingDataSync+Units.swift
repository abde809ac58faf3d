import RealtimeProtocol
import Wedding

/// Texts, whole items, what a person decides, and units of several changes.
extension WeddingDataSync {
    func drafts(
        text operation: TextOperation, of key: FieldKey, base: Int, _ draft: Draft
    ) throws(ProtocolError) -> [Draft] {
        guard FieldRule.of(key)?.strategy == .text else {
            throw .invalid("\(key.field.words.capitalizedFirst) is not a shared text.")
        }
        guard state.value(key) != nil else {
            throw .notFound("\(key.entity.kind.rawValue) \(key.entity.id)")
        }
        for case .insert(let inserted) in operation.components
        where inserted.contains(where: { !$0.isWritable }) {
            throw .invalid("A text cannot contain control characters.")
        }
        do {
            let placed = try state.rebased(operation, key, from: base)
            var draft = draft
            draft.change = .edit(.text(key.entity, key.field, placed, base: state.revision(key)))
            return [draft]
        } catch .unknownRevision {
            throw .stale("\(TextProblem.unknownRevision(base, head: state.revision(key)))")
        } catch { throw .invalid("\(error)") }
    }

    /// Taking out what somebody edited meanwhile: the edit stays if its author is as strong.
    func drafts(deleting id: ItemID, _ draft: Draft, _ wanted: Wanted)
        throws(ProtocolError) -> [Draft]
    {
        try checkRemoval(of: id)
        let mine = Conflict.Side(
            by: draft.by, value: FieldEdit(.existence, .nothing),
            at: min(wanted.saidAt, now), text: wanted.text)
        let unseen = state.revisions.filter { key, revision in
            guard key.entity == .item(id), let last = revision.last else { return false }
            return last.at > mine.at && last.by != draft.by
        }
        guard
            let (key, revision) = unseen.min(by: { $0.key.field.rawValue < $1.key.field.rawValue }),
            let standing = revision.last
        else { return [draft] }
        let people = [standing.by, draft.by].map { $0.person.flatMap { state.day.people[$0] } }
        let isStrong = people[0]?.role.rank ?? .max <= people[1]?.role.rank ?? .max
        return [
            settled(
                winner: standing, loser: mine, key, isStrong ? .editOverDelete : .manual,
                before: revision.before)
        ]
    }

    private func checkRemoval(of id: ItemID) throws(ProtocolError) {
        guard let item = state.day.items[id] else { throw .notFound("item \(id)") }
        guard id != state.day.ceremony else {
            throw .invalid("The ceremony cannot be removed. Move it, or close the day.")
        }
        guard item.status == .planned else {
            throw .illegalStep("\(item.title) is \(item.status.rawValue): it cannot be removed.")
        }
        if let other = state.day.items.first(where: { $0.dependsOn.contains(id) }) {
            throw .invalid("\(other.title) waits for this item. Change that first.")
        }
    }

    func drafts(
        accepting id: Proposal.ID, _ draft: Draft, _ wanted: Wanted
    ) throws(ProtocolError) -> [Draft] {
        guard let proposal = state.openProposals.first(where: { $0.id == id }) else {
            throw .notFound("pending proposal \(id)")
        }
        guard state.value(proposal.key) != nil else {
            throw .notFound("\(proposal.entity.kind.rawValue) \(proposal.entity.id) any more")
        }
        var edit = draft
        edit.change = .edit(.field(proposal.entity, proposal.edit, base: nil))
        edit.text = proposal.text
        try FieldCheck(state: state).check(proposal.entity, proposal.edit)
        return [draft, edit] + notices(of: proposal.edit, proposal.entity, by: draft.by)
    }

    /// What a person decides stands, whatever a rule said before.
    func drafts(
        resolving id: Conflict.ID, _ decision: Conflict.Decision, _ draft: Draft,
        _ wanted: Wanted
    ) throws(ProtocolError) -> [Draft] {
        guard let conflict = state.conflict(id) else { throw .notFound("conflict \(id)") }
        let value = decision.value
        let isDeletion =
            value.field == .existence
            && [conflict.winner, conflict.loser].contains { $0.value.field == .existence }
        guard value.field == conflict.field || isDeletion else {
            throw .invalid("This conflict is about \(conflict.field.words).")
        }
        guard conflict.isOpen || !wanted.text.trimmedSpaces.isEmpty else {
            throw .invalid("A rule settled this. Say why you change it: the log keeps the reason.")
        }
        var first = draft
        first.change = .edit(
            .resolve(
                id, Conflict.Decision(by: draft.by, at: now, value: value, text: wanted.text)))
        if isDeletion {
            guard let item = conflict.item, state.day.items[item] != nil else { return [first] }
            try checkRemoval(of: item)
            var removal = draft
            removal.change = .edit(.delete(item))
            return [first, removal]
        }
        var drafts = [first]
        if let item = conflict.item, let deleted = state.deletedItems[item] {
            var back = draft
            back.change = .edit(.add(deleted.item))
            drafts.append(back)
            var there = state
            there.bringBack(deleted.item)
            try FieldCheck(state: there).check(conflict.entity, value)
        } else if case (.guest(let guest), .rsvp, let word?) = (
            conflict.entity, value.field, value.value.text
        ) {
            guard let answer = Guest.Answer(rawValue: word) else {
                throw .invalid("\(word) is not an answer.")
            }
            var said = draft
            said.change = .guest(.rsvp(guest, answer))
            return drafts + [said]
        } else if case (.item(let item), .decision, let words?) = (
            conflict.entity, value.field, value.value.text
        ) {
            var said = draft
            said.change = .timeline(.decide(item, words))
            return drafts + [said]
        } else {
            try FieldCheck(state: state).check(conflict.entity, value)
            if state.revisions[conflict.key]?.last?.value == value { return drafts }
        }
        var edit = draft
        edit.change = .edit(.field(conflict.entity, value, base: nil))
        return drafts + [edit] + notices(of: value, conflict.entity, by: draft.by)
    }

    /// All or nothing: each change is checked on what the ones before it make of the day.
    ///
    /// - Parameter asked: Each change of a unit, or the one.
    func drafts(for wanted: Wanted, _ asked: (Change) -> Asked) throws(ProtocolError) -> [Draft] {
        if let change = wanted.change { return try drafts(for: asked(change)) }
        for condition in wanted.conditions
        where state.revision(condition.key) != condition.revision {
            throw .stale(
                "\(state.name(of: condition.entity)), \(condition.field.words): the newest revision is "
                    + "\(state.revision(condition.key)), not \(condition.revision). Check it again."
            )
        }
        var after = state.withoutHistory
        var drafts: [Draft] = []
        for (index, change) in wanted.parts.enumerated() {
            // Its words stand once, and in what it says to others.
            let isSaid = if case .message(.send) = change { true } else { index == 0 }
            var part = asked(change)
            if !isSaid { part.wanted.text = "" }
            let made = try WeddingDataSync(state: after, now: now).drafts(for: part)
            for draft in made {
                if case .edit(.settle(let conflict)) = draft.change,
                    conflict.loser.by == wanted.actor
                {
                    throw .stale(
                        "\(after.name(of: conflict.entity)), \(conflict.field.words): somebody else changed it first. Nothing was saved."
                    )
                }
                after.apply(
                    LogEvent(
                        offset: after.offset + 1, id: "", at: now, saidAt: now, by: draft.by,
                        via: wanted.via, change: draft.change, text: "",
                        priority: draft.priority))
            }
            drafts += made
        }
        return drafts
    }
}

extension Unicode.Scalar {
    /// May stand in a text that several write at. What could disturb a terminal is taken out where
    /// it is drawn; this keeps out what nobody types.
    var isWritable: Bool {
        switch value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
