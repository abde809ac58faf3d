import RealtimeProtocol
import Wedding

/// What a request becomes before anything is decided about it: the change that it would write, with
/// every text clean and short, and with all that only the core may say said by the core. Every kind
/// has its answer here; a new one compiles only with its own.
struct RequestDoor {
    let state: DayState
    let limits: CoreLimits
    let speaker: Speaker
    let now: Timestamp

    func admit(_ submission: Submission) throws(ProtocolError) -> Wanted {
        let actor = submission.actor ?? speaker.user.map { .person($0.id) } ?? .system
        let text = clean(submission.text)
        var (parts, conditions, isUnit): ([Change], [Precondition], Bool) = ([], [], false)
        if case .unit(_, let required) = submission.request {
            (conditions, isUnit) = (required, true)
        }
        for part in submission.request.parts {
            parts.append(try admit(part, by: actor, text: text))
        }
        guard !parts.isEmpty else { throw .malformed("A unit needs at least one change.") }
        return Wanted(
            id: submission.id, parts: parts, conditions: conditions, isUnit: isUnit, actor: actor,
            via: submission.via, saidAt: said(submission.saidAt), text: text,
            priority: submission.priority, audience: submission.audience)
    }

    /// Nobody speaks from the future, nor from before what a console keeps while it is offline.
    private func said(_ moment: Timestamp) -> Timestamp {
        max(min(moment, now), now - limits.saidBeforeMax)
    }

    private func admit(
        _ request: Request, by actor: Actor, text: String
    ) throws(ProtocolError) -> Change {
        switch request {
        case .write(let change): return try admit(change)
        case .raise(let call): return .alert(.raise(alert(call, by: actor, text)))
        case .escalate(let id, let loudness):
            return .alert(.escalate(id, try escalation(loudness, of: id)))
        case .send(let draft): return .message(.send(message(draft, by: actor, text)))
        case .lend(let loan):
            return .access(
                .grant(
                    AccessGrant(
                        id: "", to: loan.to, by: actor.person ?? "", minutes: loan.minutes,
                        reason: text, grantedAt: now,
                        // Without another it belongs to the emergency that is on.
                        alert: loan.alert.flatMap(state.alert)?.id ?? state.emergency?.id)))
        case .decide(let id, let edit):
            return .edit(
                .resolve(
                    id, Conflict.Decision(by: actor, at: now, value: clean(edit), text: text)))
        case .unit: throw .malformed("A unit cannot be part of a unit.")
        }
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
        case .message(let change): return .message(try admit(change))
        case .access(let change): return .access(try admit(change))
        case .day(let change): return .day(admit(change))
        }
    }

    private func admit(_ change: PresenceChange) -> PresenceChange {
        switch change {
        case .checkIn(let person, let zone, let crew):
            // Only a company has a crew.
            let isCompany = state.day.people[person]?.vendor != nil
            return .checkIn(person, zone: zone, crew: isCompany ? crew : nil)
        case .move, .activity, .eta, .battery, .correct: return change
        }
    }

    private func admit(_ change: TimelineChange) throws(ProtocolError) -> TimelineChange {
        switch change {
        case .decide(let item, let words): return .decide(item, clean(words))
        case .start, .end, .skip, .reopen, .ready, .standby, .go, .shift, .publish: return change
        case .ripple: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: EditChange) throws(ProtocolError) -> EditChange {
        switch change {
        case .field(let entity, let edit, let base):
            return .field(entity, clean(edit), base: base)
        case .propose:
            throw .forbidden(
                "Send an edit instead: without the right, the edit becomes a proposal.")
        case .add(let item): return .add(try admit(item))
        case .move(let item, let after, _): return .move(item, after: after, order: 0)
        case .text, .accept, .decline, .delete: return change
        case .settle, .resolve: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: AlertChange) throws(ProtocolError) -> AlertChange {
        switch change {
        case .acknowledge, .update, .broadcast, .assign, .resolve, .shelve, .unshelve, .cancel,
            .allClear:
            return change
        case .raise, .escalate, .causeGone: throw hostOnly(change.kind.rawValue)
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
        case .finish, .custody, .custodyCheck, .pay, .piece: change
        }
    }

    private func admit(_ change: MessageChange) throws(ProtocolError) -> MessageChange {
        switch change {
        case .note(let subject): return .note(subject: name(subject))
        case .confirm, .retract: return change
        case .send: throw hostOnly(change.kind.rawValue)
        }
    }

    private func admit(_ change: AccessChange) throws(ProtocolError) -> AccessChange {
        switch change {
        case .agree, .end: return change
        case .grant: throw hostOnly(change.kind.rawValue)
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

    private func clean(_ edit: FieldEdit) -> FieldEdit {
        let value: FieldValue =
            switch edit.value {
            case .text(let text): .text(clean(text))
            case .adding(let element): .adding(name(element))
            case .removing(let element): .removing(name(element))
            case .number, .moment, .nothing: edit.value
            }
        return FieldEdit(edit.field, value)
    }
}
