import RealtimeProtocol
import Wedding

/// What an entry gets with its place in the log.
extension RealtimeCore {
    mutating func stamped(
        _ draft: WeddingDataSync.Draft, place: Int, at now: Timestamp
    ) -> WeddingDataSync.Draft {
        var draft = draft
        switch draft.change {
        case .alert(let change): draft.change = .alert(stamped(change))
        case .edit(let change): draft.change = .edit(stamped(change, place))
        case .message(let change) where draft.by != .system:
            draft.change = .message(stamped(change, place, at: now))
        case .access(let change): draft.change = .access(stamped(change, place))
        case .presence, .timeline, .guest, .task, .message, .day: break
        }
        return draft
    }

    private mutating func stamped(_ change: AlertChange) -> AlertChange {
        switch change {
        case .raise(var alert):
            alert.id = alertEngine.newID()
            return .raise(alert)
        case .acknowledge, .escalate, .update, .broadcast, .assign, .resolve, .causeGone, .shelve,
            .unshelve, .cancel, .allClear:
            return change
        }
    }

    private func stamped(_ change: EditChange, _ place: Int) -> EditChange {
        switch change {
        case .settle(var conflict):
            conflict.id = Conflict.ID("c-\(place)")
            return .settle(conflict)
        case .propose(var proposal):
            proposal.id = Proposal.ID("w-\(place)")
            return .propose(proposal)
        case .field, .text, .accept, .decline, .add, .delete, .move, .resolve: return change
        }
    }

    /// Whom a message is for is settled here, by where they are now: live, on coming back, in the
    /// snapshot and in receipts it is the same people.
    private func stamped(
        _ change: MessageChange, _ place: Int, at now: Timestamp
    ) -> MessageChange {
        switch change {
        case .send(var message):
            message.id = MessageID("m-\(place)")
            message.recipients = RealtimeMessageRouter(state: state, now: now)
                .people(to: message.to, near: message.near, message.priority)
                .filter { $0 != message.from.person }
            return .send(message)
        case .confirm, .retract, .note: return change
        }
    }

    private func stamped(_ change: AccessChange, _ place: Int) -> AccessChange {
        switch change {
        // One that is extended keeps its own.
        case .grant(var grant) where grant.id.rawValue.isEmpty:
            grant.id = AccessGrant.ID("g-\(place)")
            return .grant(grant)
        case .grant, .agree, .end: return change
        }
    }
}
