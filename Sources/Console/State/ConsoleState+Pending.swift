import RealtimeProtocol
import Wedding

/// What this console's user submitted and the host has not answered: shown at once, taken back when
/// it is refused, undone when asked.
extension ConsoleState {
    /// Submissions that wait for the host.
    var waitingCount: Int { optimism?.waiting.count ?? kept.count }

    /// Since when the oldest of them waits.
    var waitingSince: Timestamp? { optimism?.waiting.first?.saidAt }

    /// The log as far as it is here, without what is only hoped for.
    var confirmedOffset: Int? { (optimism?.confirmed ?? day)?.offset }

    mutating func showAtOnce(_ submission: Submission) {
        guard let day, let me else { return }
        if optimism == nil { optimism = OptimisticDay(day, user: me) }
        optimism?.showAtOnce(submission)
        self.day = optimism?.shown
    }

    mutating func begin(_ day: DayState) {
        let waiting = optimism?.waiting ?? kept
        kept = []
        self.day = day
        guard !waiting.isEmpty, let me else { return optimism = nil }
        optimism = OptimisticDay(day, user: me, waiting: waiting)
        self.day = optimism?.shown
    }

    /// An entry in its place.
    mutating func fold(_ event: LogEvent) {
        hybrid.heard(event.at)
        guard optimism != nil else {
            day?.apply(event)
            return
        }
        optimism?.apply(event)
        showHoped()
    }

    /// - Parameter offset: nil when it was refused, or another took its place.
    mutating func answered(_ id: String, offset: Int?) {
        guard optimism != nil else { return }
        if let offset, offset > 0 {
            optimism?.accept(id, offset: offset)
        } else {
            optimism?.drop(id)
        }
        showHoped()
    }

    /// What is not of the log.
    mutating func changeDay(_ edit: (inout DayState) -> Void) {
        guard optimism != nil else {
            if day != nil { edit(&day!) }
            return
        }
        optimism?.change(edit)
        day = optimism?.shown
    }

    private mutating func showHoped() {
        day = optimism?.shown
        if optimism?.waiting.isEmpty == true { optimism = nil }
    }

    /// Something of one's own that can be taken back while nobody has changed it since.
    package struct Step: Sendable, Equatable {
        /// nil: it cannot be taken back, and hides what was done before it.
        let undo: Request?
        let redo: Request
        let about: String
        var holds: [Hold] = []
        /// For whom it was typed in, and how it came.
        var actor: PersonID?
        var via = Medium.console
        /// After it others have gone by what was said.
        var until: Timestamp?
    }

    /// What must still stand in a field for either.
    struct Hold: Sendable, Equatable {
        let key: FieldKey
        let mine: FieldValue
        let before: FieldValue
    }

    static let stepsMax = 50
    /// How long what was said of people and items can be taken back.
    static let undoTime = Duration.minutes(5)

    /// Remembers how a change is taken back, if it can be.
    mutating func remember(
        _ request: Request, _ about: String, by actor: PersonID?, _ via: Medium
    ) {
        var step = step(for: request, about) ?? Step(undo: nil, redo: request, about: about)
        (step.actor, step.via) = (actor, via)
        undoSteps.append(step)
        redoSteps = []
        if undoSteps.count > Self.stepsMax { undoSteps.removeFirst() }
    }

    private func step(for request: Request, _ about: String) -> Step? {
        guard let day else { return nil }
        switch request {
        case .write(let change): return step(for: change, about, day)
        case .decide(let id, _):
            guard let conflict = day.conflict(id) else { return nil }
            return Step(undo: .decide(id, conflict.standing), redo: request, about: about)
        case .unit(let parts, _):
            // In the same order: a start keeps the duration, and the end comes after it.
            let steps = parts.compactMap { self.step(for: $0, about) }
            guard !steps.isEmpty else { return nil }
            return Step(
                undo: .unit(steps.compactMap(\.undo), []), redo: request, about: about,
                holds: steps.flatMap(\.holds))
        case .raise, .escalate, .send, .lend: return nil
        }
    }

    private func step(for change: Change, _ about: String, _ day: DayState) -> Step? {
        func step(_ key: FieldKey, _ edit: FieldEdit, _ undo: Change?) -> Step? {
            guard let before = day.value(key) else { return nil }
            let inverse = FieldEdit(key.field, edit.value.inverse ?? before)
            return Step(
                undo: .write(undo ?? .edit(.field(key.entity, inverse, base: nil))),
                redo: .write(change), about: about,
                holds: edit.value.inverse == nil
                    ? [Hold(key: key, mine: edit.value, before: before)] : [])
        }
        /// Of what is so, not of the plan: soon others go by it.
        func slip(_ undo: Change) -> Step {
            Step(
                undo: .write(undo), redo: .write(change), about: about,
                until: now + Self.undoTime)
        }
        switch change {
        case .edit(.field(let entity, let edit, _)):
            return step(FieldKey(entity, edit.field), edit, nil)
        case .guest(.seat(let id, let table)):
            let edit = FieldEdit(.table, .text(table.rawValue))
            return step(FieldKey(.guest(id), .table), edit, nil)
        case .guest(.rsvp(let id, let answer)):
            guard let before = day.day.guests[id]?.rsvp else { return nil }
            return step(
                FieldKey(.guest(id), .rsvp), FieldEdit(.rsvp, .text(answer.rawValue)),
                .guest(.rsvp(id, before)))
        case .edit(.add(let item)):
            return Step(
                undo: .write(.edit(.delete(item.id))), redo: .write(change), about: about)
        case .timeline(.shift(let ids, let minutes)):
            return Step(
                undo: .write(.timeline(.shift(ids, minutes: -minutes))), redo: .write(change),
                about: about)
        case .presence(let change):
            let before = (day.presence[change.person] ?? Presence()).whereabouts
            return slip(.presence(.correct(change.person, before)))
        case .timeline(.start(let id)), .timeline(.end(let id)), .timeline(.skip(let id)),
            .timeline(.standby(let id, _)):
            return slip(.timeline(.reopen(id)))
        case .task(.custody(let id, _)):
            guard let holder = day.day.custody[id]?.holder else { return nil }
            return slip(.task(.custody(id, holder)))
        case .task(.piece(let id, _)):
            guard let stage = day.day.pieces[id]?.stage else { return nil }
            return slip(.task(.piece(id, stage)))
        case .message(.confirm(let id)): return slip(.message(.retract(id)))
        case .guest(.arrive(let ids, _)), .guest(.leave(let ids)):
            let before = ids.compactMap { id -> Request? in
                guard let rsvp = day.day.guests[id]?.rsvp else { return nil }
                return .write(
                    rsvp.isHere
                        ? .guest(.arrive([id], zone: day.zone(of: id))) : .guest(.rsvp(id, rsvp)))
            }
            return Step(
                undo: .unit(before, []), redo: .write(change), about: about,
                until: now + Self.undoTime)
        case .timeline, .edit, .alert, .guest, .task, .message, .access, .day: return nil
        }
    }
}

extension FieldValue {
    /// Of a set: what takes it back.
    fileprivate var inverse: FieldValue? {
        switch self {
        case .adding(let element): .removing(element)
        case .removing(let element): .adding(element)
        case .text, .number, .moment, .nothing: nil
        }
    }
}
