import Wedding

/// What met: the queue of what waits for a person, and what was settled.
struct ConflictsModel {
    enum Row: Equatable {
        case conflict(Conflict)
        case proposal(Proposal)

        var id: String {
            switch self {
            case .conflict(let conflict): conflict.id.rawValue
            case .proposal(let proposal): proposal.id.rawValue
            }
        }

        var key: FieldKey {
            switch self {
            case .conflict(let conflict): conflict.key
            case .proposal(let proposal): proposal.key
            }
        }
    }

    let day: DayState
    /// What waits, the oldest first.
    let open: [Row]
    /// What is settled, the newest first.
    let settled: [Row]

    init(_ day: DayState) {
        self.day = day
        open =
            day.openConflicts.map(Row.conflict) + day.openProposals.map(Row.proposal)
        settled =
            day.conflicts.filter { !$0.isOpen }.reversed().map(Row.conflict)
            + day.proposals.filter { $0.answer != nil }.filter { proposal in
                // One that lost to somebody stands there as a conflict already.
                !day.conflicts.contains { $0.loser == proposal.side && $0.key == proposal.key }
            }.reversed().map(Row.proposal)
    }

    var rows: [Row] { open + settled }

    func title(_ row: Row) -> String {
        "\(day.name(of: row.key.entity)), \(row.key.field.words)"
    }

    /// Both sides as they are shown: A is who spoke first.
    func sheet(_ row: Row) -> ConflictSheet { ConflictSheet(row, day) }
}

/// One conflict with its sides in the order they were said.
struct ConflictSheet {
    enum Side: Int, Sendable, Equatable { case a, b }

    let row: ConflictsModel.Row
    let day: DayState
    let key: FieldKey
    let before: FieldValue?
    let a: Conflict.Side
    let b: Conflict.Side
    /// What stands now; nil while nobody has decided and no rule suggests it.
    let taken: Side?
    let isOpen: Bool
    let rule: String

    init(_ row: ConflictsModel.Row, _ day: DayState) {
        (self.row, self.day, key) = (row, day, row.key)
        switch row {
        case .conflict(let conflict):
            let isWinnerFirst = conflict.winner.at <= conflict.loser.at
            (a, b) =
                isWinnerFirst
                ? (conflict.winner, conflict.loser) : (conflict.loser, conflict.winner)
            before = conflict.before
            isOpen = conflict.isOpen
            let standing = conflict.standing
            taken = standing == a.value ? .a : standing == b.value ? .b : nil
            rule =
                conflict.decision.map { decision in
                    let name = decision.by.person.map { day.day.givenName(of: $0) } ?? ""
                    let why = decision.text.isEmpty ? "" : ": \(decision.text)"
                    return "\(name) decided at \(day.day.clock.local(decision.at).hourMinute)\(why)"
                }
                ?? (conflict.isOpen
                    ? "No rule decides this: a person must. Until then, the first value stays."
                    : conflict.rule.words.capitalizedFirst
                        + ". You can choose the other side, with a reason.")
        case .proposal(let proposal):
            // Answered, it stands against what was there when it was made.
            let standing = proposal.answer == nil ? day.value(proposal.key) : proposal.before
            a = Conflict.Side(
                by: .system, value: FieldEdit(proposal.key.field, standing ?? .nothing),
                at: proposal.at)
            b = proposal.side
            before = proposal.before
            isOpen = proposal.answer == nil
            taken = proposal.answer.map { $0.isAccepted ? .b : .a }
            rule =
                proposal.answer.map { answer in
                    let name = answer.by.person.map { day.day.givenName(of: $0) } ?? "A rule"
                    return "\(name) \(answer.isAccepted ? "accepted" : "declined") the proposal."
                } ?? "The author takes part but cannot decide: accept or decline."
        }
    }

    /// What Enter would let stand: a proposal, or what stands already.
    var suggestion: Side? {
        if case .proposal = row, isOpen { return .b }
        return taken
    }

    func side(_ side: Side) -> Conflict.Side { side == .a ? a : b }

    func words(_ side: Side) -> String { words(self.side(side).value) }

    func words(_ edit: FieldEdit) -> String {
        edit.field == .existence ? "removed" : day.words(edit.value, key)
    }

    func who(_ side: Side) -> String {
        guard let person = self.side(side).by.person.flatMap({ day.day.people[$0] }) else {
            return "the plan"
        }
        let part: String =
            person.role == .coordinator ? (person.isLead ? "lead" : "assistant") : person.title
        return part.isEmpty ? person.givenName : "\(person.givenName), \(part)"
    }

    /// Why the two could meet.
    var why: String {
        let clock = day.day.clock
        func said(_ side: Side) -> String {
            let name = self.side(side).by.person.map { day.day.givenName(of: $0) } ?? "The plan"
            return "\(name) at \(clock.local(self.side(side).at).hourMinute)"
        }
        if case .proposal(let proposal) = row {
            let name = proposal.by.person.map { day.day.givenName(of: $0) } ?? ""
            return "\(name) proposed this at \(clock.local(proposal.at).hourMinute)."
        }
        return "\(said(.a)), \(said(.b)); neither saw the other's change."
    }

    /// The other fields of the same thing: the same on both sides.
    var context: [(name: String, value: String)] {
        guard case .item(let id) = key.entity, day.day.items[id] != nil else { return [] }
        return [Field.start, .zone, .owner].filter { $0 != key.field }.map { field in
            let other = FieldKey(key.entity, field)
            let value = day.value(other)
            let given =
                field == .owner ? value?.text.map { day.day.givenName(of: PersonID($0)) } : nil
            return (field.words.capitalizedFirst, given ?? day.words(value, other))
        }
    }

    /// What guests will be told with a side; only a new time of the ceremony is.
    func guestNotice(_ side: Side) -> String {
        guard key.entity.item == day.day.ceremony, key.field == .start,
            let start = self.side(side).value.value.moment
        else { return "none" }
        return "ceremony \(day.day.clock.local(start).hourMinute)"
    }

    /// What the day looks like with a value: the change, what follows, and who is told.
    func outcome(_ value: FieldEdit, at now: Timestamp) -> Outcome { Outcome(self, value, now) }

    struct Outcome {
        var headline = ""
        var then: [String] = []
        var told: [PersonID] = []

        init(_ sheet: ConflictSheet, _ value: FieldEdit, _ now: Timestamp) {
            let (day, key) = (sheet.day, sheet.key)
            headline = "\(day.name(of: key.entity)) \(sheet.words(value))"
            guard case .item(let id) = key.entity, let item = day.day.items[id] else {
                told = [sheet.a, sheet.b].compactMap(\.by.person).unique
                return
            }
            if key.field == .start, let moment = value.value.moment {
                let drift = (moment - item.originalStart).signedMinutes
                let plan = day.day.clock.local(item.originalStart).hourMinute
                headline += " (plan \(plan), \(drift))"
            }
            headline += item.zone.map { " · \(day.day.name(of: $0))" } ?? ""
            headline += item.owner.map { " · owner \(day.day.givenName(of: $0))" } ?? ""
            let after = day.day
            let moved = key.field == .start ? value.value.moment.map { (id, $0) } : nil
            let (old, new) = (
                Forecast(after, at: now), Forecast(after, at: now, moved: moved)
            )
            for other in after.runOfShow where other.id != id && other.status == .planned {
                guard let start = new.starts[other.id], start != old.starts[other.id] else {
                    continue
                }
                then.append("\(other.title) \(after.clock.local(start).hourMinute)")
                told += other.everyone
            }
            for missed in new.missed where missed.by >= .minutes(1) {
                let title = after.items[missed.item]?.title ?? ""
                then.append("\(title) ◆ missed by \(missed.by.words)")
            }
            if new.missed.isEmpty, let hard = after.runOfShow.last(where: { $0.anchor == .hard }) {
                then.append("\(hard.title) \(after.clock.local(hard.start).hourMinute) ◆ ok")
            }
            told = (item.everyone + told + [sheet.a, sheet.b].compactMap(\.by.person)).unique
        }
    }
}
