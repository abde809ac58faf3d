import RealtimeProtocol
import Wedding

/// Whether an alert may take a step.
extension WeddingDataSync {
    func drafts(_ change: AlertChange, _ asked: Asked) throws(ProtocolError) -> [Draft] {
        switch change {
        case .acknowledge(let id, let zone):
            try checkMove(.acknowledge, of: id)
            try checkCaptain(asked.user, asked.wanted.actor, of: zone)
        case .resolve(let id):
            if state.alert(id)?.asksZones == true {
                throw .illegalStep("Everyone was told of this alert: end it with all clear.")
            }
            try checkMove(.resolve, of: id)
            if asked.user != nil, asked.wanted.text.trimmedSpaces.isEmpty {
                throw .invalid("Say why the alert is over: the log keeps the reason.")
            }
        case .cancel(let id): try checkMove(.cancel, of: id)
        case .allClear(let id): try checkMove(.allClear, of: id)
        case .shelve(let id, let until): try checkShelf(id, until, asked.wanted)
        case .raise(let alert):
            return [
                Draft(
                    change: asked.draft.change, by: asked.draft.by, text: alert.text,
                    priority: alert.priority)
            ]
        case .escalate, .update, .broadcast, .assign, .causeGone, .unshelve: break
        }
        return [asked.draft]
    }

    /// A zone is answered for by its captains, or by those who run the emergency.
    private func checkCaptain(
        _ user: Person?, _ actor: Actor, of id: ZoneID?
    ) throws(ProtocolError) {
        guard let id, let zone = state.day.zones[id], let user else { return }
        let runsIt = user.role.level(.emergency) >= .manage
        guard runsIt || actor.person.map(zone.captains.contains) == true else {
            throw .forbidden("\(user.name) is not a captain of \(zone.plainName).")
        }
    }

    private func checkMove(_ move: AlertMove, of id: AlertID) throws(ProtocolError) {
        guard let alert = state.alert(id) else { throw .notFound("alert \(id)") }
        do { _ = try alert.state.after(move, priority: alert.priority) } catch {
            throw .illegalStep("\(error)")
        }
    }

    private func checkShelf(
        _ id: AlertID, _ until: Timestamp, _ wanted: Wanted
    ) throws(ProtocolError) {
        try checkMove(.shelve(until: until), of: id)
        let isCritical = state.alert(id)?.priority == .critical
        let longest = AlertPolicy.shelfMax(state.alert(id)?.priority)
        guard until > now, until - now <= longest else {
            throw .invalid("An alert of this priority can be shelved for \(longest.words) at most.")
        }
        guard !isCritical || !wanted.text.trimmedSpaces.isEmpty else {
            throw .invalid("Say why a critical alert may wait: the log keeps the reason.")
        }
    }
}
