extension EventWords {
    func words(
        _ change: AlertChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .raise(let alert):
            let words = alert.text.isEmpty ? alert.kind.words : alert.text
            return (alert.priority.word, "\(words) [\(alert.id)]")
        case .acknowledge(let id, let zone):
            return (
                "ack",
                "\(actor(event.by))\(zone.map { " for " + state.day.name(of: $0) } ?? "")" + said
                    + " [\(id)]"
            )
        case .escalate(let id, let escalation):
            let called = escalation.people.isEmpty ? "louder" : "to \(names(escalation.people))"
            return ("escalate", "\(text(event, or: called)) [\(id)]")
        case .update(let id):
            return ("update", "\(text(event, or: "raised again by \(actor(event.by))")) [\(id)]")
        case .broadcast(let id):
            return ("update", "told to everyone by \(actor(event.by))" + said + " [\(id)]")
        case .assign(let id, let person): return ("assign", "\(name(person)) [\(id)]")
        case .resolve(let id): return ("resolve", "\(actor(event.by))" + said + " [\(id)]")
        case .causeGone(let id):
            let isReturned = state.alert(id)?.state == .returned
            let words = text(event, or: "the cause is gone")
            return (isReturned ? "returned" : "resolve", "\(words) [\(id)]")
        case .shelve(let id, let until): return ("shelve", "until \(clock(until)) [\(id)]")
        case .unshelve(let id):
            return ("unshelve", "\(text(event, or: actor(event.by))) [\(id)]")
        case .cancel(let id):
            return ("cancel", "raised in error, \(actor(event.by))" + said + " [\(id)]")
        case .allClear(let id): return ("ALL CLEAR", "\(actor(event.by))" + said + " [\(id)]")
        }
    }
}
