/// What becomes of an alert, from its raising to its end.
public enum AlertChange: Sendable, Equatable {
    case raise(Alert)
    case acknowledge(AlertID, zone: ZoneID?)
    case escalate(AlertID, Escalation)
    case update(AlertID)
    /// What was told to a few is told to everyone from here on.
    case broadcast(AlertID)
    case assign(AlertID, PersonID)
    case resolve(AlertID)
    /// The cause went away by itself.
    case causeGone(AlertID)
    case shelve(AlertID, until: Timestamp)
    case unshelve(AlertID)
    case cancel(AlertID)
    case allClear(AlertID)

    /// Which alert it is about; one that is raised names itself.
    public var subject: AlertID? {
        switch self {
        case .raise: nil
        case .acknowledge(let id, _), .escalate(let id, _), .update(let id), .broadcast(let id),
            .assign(let id, _), .resolve(let id), .causeGone(let id), .shelve(let id, _),
            .unshelve(let id), .cancel(let id), .allClear(let id):
            id
        }
    }
}

extension AlertChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case raise = "alert.raise"
        case acknowledge = "alert.ack"
        case escalate = "alert.escalate"
        case update = "alert.update"
        case assign = "alert.assign"
        case resolve = "alert.resolve"
        case shelve = "alert.shelve"
        case cancel = "alert.cancel"
        case allClear = "alert.allclear"
    }

    package var kind: Kind {
        switch self {
        case .raise: .raise
        case .acknowledge: .acknowledge
        case .escalate: .escalate
        case .update, .broadcast: .update
        case .assign: .assign
        case .resolve, .causeGone: .resolve
        case .shelve, .unshelve: .shelve
        case .cancel: .cancel
        case .allClear: .allClear
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        if kind == .raise {
            self = try .raise(body.need(.raised))
            return
        }
        let id: AlertID = try body.need(.alert)
        switch kind {
        case .raise, .acknowledge: self = try .acknowledge(id, zone: body.get(.zone))
        case .escalate: self = try .escalate(id, body.need(.escalation))
        case .update: self = try body.get(.isForAll) == true ? .broadcast(id) : .update(id)
        case .assign: self = try .assign(id, body.need(.person))
        case .resolve: self = try body.get(.isCauseGone) == true ? .causeGone(id) : .resolve(id)
        case .shelve:
            let until: Timestamp? = try body.get(.until)
            self = until.map { .shelve(id, until: $0) } ?? .unshelve(id)
        case .cancel: self = .cancel(id)
        case .allClear: self = .allClear(id)
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        try body.put(subject, .alert)
        switch self {
        case .raise(let alert):
            try body.put(alert, .raised)
            try body.put(alert.kind, .type)
        case .acknowledge(_, let zone): try body.put(zone, .zone)
        case .escalate(_, let escalation): try body.put(escalation, .escalation)
        case .broadcast: try body.put(true, .isForAll)
        case .assign(_, let person): try body.put(person, .person)
        case .causeGone: try body.put(true, .isCauseGone)
        case .shelve(_, let until): try body.put(until, .until)
        case .update, .resolve, .unshelve, .cancel, .allClear: break
        }
    }
}
