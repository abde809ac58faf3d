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

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        guard kind != .raise else {
            self = .raise(body.raised(try body.need(\.type, "type")))
            return
        }
        let id = try body.need(\.alert, "alert")
        switch kind {
        case .raise, .acknowledge: self = .acknowledge(id, zone: body.zone)
        case .escalate: self = .escalate(id, try body.need(\.escalation, "escalation"))
        case .update: self = body.isForAll == true ? .broadcast(id) : .update(id)
        case .assign: self = .assign(id, try body.need(\.person, "person"))
        case .resolve: self = body.isCauseGone == true ? .causeGone(id) : .resolve(id)
        case .shelve: self = body.until.map { .shelve(id, until: $0) } ?? .unshelve(id)
        case .cancel: self = .cancel(id)
        case .allClear: self = .allClear(id)
        }
    }

    package func write(to body: inout ChangeBody) {
        body.alert = subject
        switch self {
        case .raise(let alert): (body.raised, body.type) = (alert, alert.kind)
        case .acknowledge(_, let zone): body.zone = zone
        case .escalate(_, let escalation): body.escalation = escalation
        case .broadcast: body.isForAll = true
        case .assign(_, let person): body.person = person
        case .causeGone: body.isCauseGone = true
        case .shelve(_, let until): body.until = until
        case .update, .resolve, .unshelve, .cancel, .allClear: break
        }
    }
}

extension ChangeReader {
    /// The log has the whole alert; whoever raises one says only what they know.
    fileprivate func raised(_ type: AlertKind) -> Alert {
        if let raised = body.raised { return raised }
        return Alert(
            id: "", kind: type, rule: "", about: (body.about ?? "").sanitised,
            priority: body.priority ?? type.defaultPriority, text: "", raisedAt: .zero,
            raisedBy: .system, zone: body.zone, audience: body.to ?? [],
            isDrill: body.isDrill ?? false)
    }
}
