/// Edits, what they met, and what waits for a person.
extension DayState {
    /// The last accepted edit of a field. Revisions start at 1 and grow by one an edit.
    public struct Revision: Sendable, Equatable, Codable {
        public var number = 1
        public var last: Conflict.Side?
        /// What stood there before that edit.
        public var before: FieldValue?
        /// Of a text: the last operations, oldest first, each on the revision before it.
        public var operations: [TextOperation] = []
        /// Of a set: the revision in which each element was last added.
        public var added: [String: Addition] = [:]
    }

    /// The last time an element was put into a set.
    public struct Addition: Sendable, Equatable, Codable {
        public let revision: Int
        public let side: Conflict.Side
    }

    /// An item that was taken out, for an edit that did not know.
    public struct DeletedItem: Sendable, Equatable, Codable {
        public let item: TimelineItem
        public let by: Actor
        public let at: Timestamp
    }

    mutating func apply(_ change: EditChange, by event: LogEvent) {
        switch change {
        case .field(let entity, let edit, _): apply(edit, to: entity, by: event)
        case .text(let entity, let field, let operation, _):
            apply(operation, to: FieldKey(entity, field), by: event)
        case .propose(let proposal):
            proposals.append(proposal)
            if proposals.count > Limits.proposalsMax * 2,
                let oldest = proposals.firstIndex(where: { $0.answer != nil })
            {
                proposals.remove(at: oldest)
            }
        case .accept(let id): answer(by: event, isAccepted: true) { $0.id == id }
        case .decline(let id): answer(by: event, isAccepted: false) { $0.id == id }
        case .settle(let conflict):
            conflicts.append(conflict)
            if conflicts.count > Limits.conflictsMax,
                let oldest = conflicts.firstIndex(where: { !$0.isOpen })
            {
                conflicts.remove(at: oldest)
            }
            // A proposal that lost to somebody with more to say is answered.
            answer(by: event, isAccepted: false) {
                $0.side == conflict.loser && $0.key == conflict.key
            }
        case .resolve(let id, let decision):
            guard let index = conflicts.firstIndex(where: { $0.id == id }) else { return }
            conflicts[index].decision = decision
        case .add(let item): bringBack(item)
        case .delete(let id):
            guard let item = day.items[id] else { return }
            deletedItems[id] = DeletedItem(item: item, by: event.by, at: event.saidAt)
            day.items.remove(id)
        case .move(let id, _, let order): day.items.update(id) { $0.order = order }
        }
    }

    /// Puts an item there, whether it was before or not.
    public mutating func bringBack(_ item: TimelineItem) {
        day.items.insert(item)
        deletedItems[item.id] = nil
    }

    private mutating func answer(
        by event: LogEvent, isAccepted: Bool, _ isMeant: (Proposal) -> Bool
    ) {
        for index in proposals.indices
        where proposals[index].answer == nil && isMeant(proposals[index]) {
            proposals[index].answer = Proposal.Answer(
                isAccepted: isAccepted, by: event.by, text: event.text)
        }
    }

    /// Proposals that wait for somebody who may decide.
    public var openProposals: [Proposal] { proposals.filter { $0.answer == nil } }

    private mutating func apply(_ edit: FieldEdit, to entity: Entity, by event: LogEvent) {
        let before = value(FieldKey(entity, edit.field))
        set(entity, edit)
        bump(FieldKey(entity, edit.field), edit, before: before, by: event)
        guard case .item(let id) = entity, edit.field == .start else { return }
        proposal = proposal?.without(id)
    }

    mutating func bump(
        _ key: FieldKey, _ value: FieldEdit, before: FieldValue?, by event: LogEvent
    ) {
        var revision = revisions[key] ?? Revision()
        revision.number += 1
        // On the hybrid clock: after what stood there, and not from the future.
        let said = max(min(event.saidAt, event.at), (revision.last?.at ?? .zero) + .milliseconds(1))
        revision.last = Conflict.Side(by: event.by, value: value, at: said, text: event.text)
        revision.before = before
        if case .adding(let element) = value.value, let side = revision.last {
            revision.added[element] = Addition(revision: revision.number, side: side)
        }
        revisions[key] = revision
    }

    private mutating func apply(
        _ operation: TextOperation, to key: FieldKey, by event: LogEvent
    ) {
        let old = text(key)
        guard let new = try? operation.apply(to: old) else { return }
        set(key.entity, FieldEdit(key.field, .text(new)))
        var revision = revisions[key] ?? Revision()
        revision.number += 1
        revision.operations.append(operation)
        if revision.operations.count > Limits.textOperationsMax {
            revision.operations.removeFirst(Limits.textOperationsMax / 4)
        }
        revision.last = Conflict.Side(
            by: event.by, value: FieldEdit(key.field, .nothing), at: event.saidAt)
        revisions[key] = revision
    }

    /// The text that several people write at.
    public func text(_ key: FieldKey) -> String { value(key)?.text ?? "" }

    /// `operation`, made on revision `base`, as it is on the text that stands.
    public func rebased(
        _ operation: TextOperation, _ key: FieldKey, from base: Int
    ) throws(TextProblem) -> TextOperation {
        let revision = revisions[key] ?? Revision()
        let known = revision.number - revision.operations.count...revision.number
        guard known.contains(base) else {
            throw .unknownRevision(base, head: revision.number)
        }
        let missed = revision.number - base
        var result = operation
        for other in revision.operations.suffix(missed) {
            result = result.transformed(over: other, .right)
        }
        let text = try result.apply(to: Array(text(key).unicodeScalars))
        guard text.count <= Limits.textCharactersMax else {
            throw .tooLong(max: Limits.textCharactersMax)
        }
        return result
    }

    public func conflict(_ id: Conflict.ID) -> Conflict? { conflicts.last { $0.id == id } }

    /// Counts edits as another copy does.
    public mutating func takeRevisions(of other: DayState) { revisions = other.revisions }

    /// Conflicts that wait for a person.
    public var openConflicts: [Conflict] { conflicts.filter(\.isOpen) }

    /// New places for items that begin at one moment, so that `moved` comes after `id`, or first:
    /// one where there is room between two neighbours, else all of them anew.
    public func places(
        of moved: ItemID, after id: ItemID?
    ) -> [(item: ItemID, after: ItemID?, order: Int)] {
        guard let start = day.items[moved]?.start else { return [] }
        var others = day.runOfShow.filter { $0.start == start && $0.id != moved }
        let index = id.flatMap { id in others.firstIndex { $0.id == id } }.map { $0 + 1 } ?? 0
        let step = TimelineItem.orderStep
        let low = index > 0 ? others[index - 1].order : nil
        let high = index < others.count ? others[index].order : nil
        let isRising = zip(others, others.dropFirst()).allSatisfy { $0.order < $1.order }
        let order: Int? =
            switch (low, high) {
            case (nil, nil): 0
            case (let low?, nil): low < 1 << 40 ? low + step : nil
            case (nil, let high?): high > -(1 << 40) ? high - step : nil
            case (let low?, let high?): high - low > 1 ? low + (high - low) / 2 : nil
            }
        if isRising, let order { return [(moved, id, order)] }
        guard let item = day.items[moved] else { return [] }
        others.insert(item, at: index)
        return others.enumerated().map { place, item in
            (item.id, place > 0 ? others[place - 1].id : nil, place * step)
        }
    }

    /// A value as people read it.
    public func words(_ value: FieldValue?, _ key: FieldKey) -> String {
        switch value {
        case nil, .nothing: return "none"
        case .adding(let element): return "with \(words(.text(element), key))"
        case .removing(let element): return "without \(words(.text(element), key))"
        case .moment(let moment): return day.clock.local(moment).hourMinute
        case .number(let number):
            if case .payment(let id) = key.entity, key.field == .amount,
                var payment = day.payments[id]
            {
                payment.amountMinor = number
                return payment.amountWords
            }
            return "\(number)"
        case .text(let text):
            switch FieldRule.of(key)?.value {
            case .one(let subject): return name(of: text, subject)
            case .set(let subject) where !text.isEmpty:
                return text.split(separator: ",").map {
                    name(of: String($0).trimmedSpaces, subject)
                }
                .joined(separator: ", ")
            case .line, .prose, .word, .number, .money, .moment, .set, nil:
                return text.isEmpty ? "none" : text.replacing("_", with: " ")
            }
        }
    }

    private func name(of id: String, _ subject: FieldKind.Subject) -> String {
        switch subject {
        case .zone: day.name(of: ZoneID(id))
        case .person: day.name(of: PersonID(id))
        case .table: day.tables[TableID(id)].map { "table \($0.number)" } ?? id
        case .item: day.items[ItemID(id)]?.title ?? id
        case .word: id.replacing("_", with: " ")
        }
    }

    /// What an entity is called.
    public func name(of entity: Entity) -> String {
        switch entity {
        case .item(let id):
            (day.items[id] ?? deletedItems[id]?.item)?.title.sentenceCase ?? id.rawValue
        case .vendor(let id): day.vendors[id]?.name ?? id.rawValue
        case .person(let id): day.name(of: id)
        case .task(let id): day.duties[id]?.title ?? id.rawValue
        case .guest(let id): day.guests[id]?.name ?? id.rawValue
        case .table(let id): day.tables[id].map { "Table \($0.number)" } ?? id.rawValue
        case .payment(let id):
            day.payments[id].map { payment in
                "\(day.vendors[payment.vendor]?.name ?? payment.vendor.rawValue), "
                    + payment.kind.replacing("_", with: " ")
            } ?? id.rawValue
        case .custody(let id): day.custody[id]?.name ?? id.rawValue
        case .wedding: "Shared brief"
        }
    }
}
