import RealtimeProtocol
import Wedding

/// What a submission becomes before anything is decided about it: every text clean and short, and
/// nothing left that only the core may say. Every kind has its answer here; a new one compiles only
/// with its own.
struct RequestDoor {
    let state: DayState
    let limits: CoreLimits

    /// A feed's alarms keep the name of what measured them; people's are known by their kind.
    let isFeed: Bool

    init(state: DayState, limits: CoreLimits, isFeed: Bool = false) {
        (self.state, self.limits, self.isFeed) = (state, limits, isFeed)
    }

    func admit(
        _ submission: Submission, at now: Timestamp
    ) throws(ProtocolError) -> Submission {
        Submission(
            id: submission.id, change: try admit(submission.change), actor: submission.actor,
            via: submission.via, saidAt: said(submission.saidAt, at: now),
            text: clean(submission.text), priority: submission.priority,
            audience: submission.audience)
    }

    /// Nobody speaks from the future, nor from before what a console keeps while it is offline.
    private func said(_ moment: Timestamp, at now: Timestamp) -> Timestamp {
        max(min(moment, now), now - limits.saidBeforeMax)
    }

    func clean(_ text: String) -> String {
        text.sanitised.bounded(scalars: limits.textScalarsMax, bytes: limits.textBytesMax)
    }

    /// A name, a title, a word: shorter than a sentence.
    func name(_ text: String) -> String {
        text.sanitised.bounded(scalars: limits.nameScalarsMax, bytes: limits.nameScalarsMax * 4)
    }

    private func admit(_ change: Change) throws(ProtocolError) -> Change {
        switch change {
        case .presence(let change): return .presence(admit(change))
        case .timeline(let change): return .timeline(try admit(change))
        case .edit(let change): return .edit(try admit(change))
        case .alert(let change): return .alert(try admit(change))
        case .guest(let change): return .guest(try admit(change))
        case .task(let change): return .task(try admit(change))
        case .message(let change): return .message(admit(change))
        case .access(let change): return .access(admit(change))
        case .day(let change): return .day(admit(change))
        case .atomic(let parts, let conditions):
            var admitted: [Change] = []
            for part in parts { admitted.append(try admit(part)) }
            return .atomic(admitted, conditions)
        }
    }

    private func admit(_ change: PresenceChange) -> PresenceChange {
        switch change {
        case .checkIn(let person, let zone, let crew):
            // Only a company has a crew.
            let isCompany = state.day.people[person]?.vendor != nil
            return .checkIn(person, zone: zone, crew: isCompany ? crew : nil)
        case .move, .activity, .eta, .battery: return change
        }
    }

    private func admit(_ change: TimelineChange) throws(ProtocolError) -> TimelineChange {
        switch change {
        case .decide(let item, let words): return .decide(item, clean(words))
        case .start, .end, .skip, .standby, .go, .shift, .publish: return change
        case .ripple: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: EditChange) throws(ProtocolError) -> EditChange {
        switch change {
        case .field(let entity, let edit, let base):
            return .field(entity, FieldEdit(edit.field, clean(edit.value)), base: base)
        case .propose:
            throw .forbidden(
                "Send an edit instead: without the right, the edit becomes a proposal.")
        case .add(let item): return .add(try admit(item))
        case .move(let item, let after, _): return .move(item, after: after, order: 0)
        case .resolve(let id, let decision):
            let value = FieldEdit(decision.value.field, clean(decision.value.value))
            return .resolve(
                id, Conflict.Decision(by: .system, at: .zero, value: value, text: ""))
        case .text, .accept, .decline, .delete: return change
        case .settle: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: AlertChange) throws(ProtocolError) -> AlertChange {
        switch change {
        case .raise(let alert): return .raise(admit(alert))
        case .escalate(let id, let step): return .escalate(id, try admit(step, of: id))
        case .acknowledge, .update, .broadcast, .assign, .resolve, .shelve, .unshelve, .cancel,
            .allClear:
            return change
        case .causeGone: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: GuestChange) throws(ProtocolError) -> GuestChange {
        switch change {
        case .add(let guest): .add(try admit(guest))
        case .rsvp, .arrive, .leave, .seat: change
        }
    }

    private func admit(_ change: TaskChange) throws(ProtocolError) -> TaskChange {
        switch change {
        case .add(let duty): .add(try admit(duty))
        case .finish, .custody, .custodyCheck, .pay: change
        }
    }

    private func admit(_ change: MessageChange) -> MessageChange {
        switch change {
        case .send(let message): .send(admit(message))
        case .note(let subject): .note(subject: name(subject))
        case .confirm: change
        }
    }

    private func admit(_ change: AccessChange) -> AccessChange {
        switch change {
        case .grant(let grant):
            .grant(AccessGrant(to: grant.to, minutes: grant.minutes, alert: grant.alert))
        case .agree, .end: change
        }
    }

    private func admit(_ change: DayChange) -> DayChange {
        switch change {
        case .weather(let notice): .weather(admit(notice))
        case .close: change
        }
    }

    private func hostOnly(_ kind: String) -> ProtocolError {
        .forbidden("Only the host can send \(kind) in this form.")
    }

    private func clean(_ value: FieldValue) -> FieldValue {
        switch value {
        case .text(let text): .text(clean(text))
        case .adding(let element): .adding(name(element))
        case .removing(let element): .removing(name(element))
        case .number, .moment, .nothing: value
        }
    }
}
