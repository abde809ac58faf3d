/// Who may do something about an alert.
extension Rights {
    func alert(_ id: AlertID, _ step: Right.AlertStep, by user: Person) -> Verdict {
        guard let alert = state.alert(id) else { return .refused(.notFound("alert \(id)")) }
        guard state.level(.emergency, of: user) < .manage else { return .allowed }
        let isTheirs = alert.owner == user.id || alert.raisedBy == .person(user.id)
        switch step {
        case .acknowledge:
            let isAddressed =
                isTheirs || alert.called.contains(user.id)
                || state.day.people(for: state.audience(of: alert), alert.context)
                    .contains(user.id)
            return isAddressed ? .allowed : manage(user, "acknowledge this alert")
        // What everyone was told is nobody's own any more.
        case .cancel where alert.isEmergency && (alert.asksZones || alert.history.count > 1):
            return manage(user, "cancel this alert")
        // Nor is an emergency to which others were called, or which others raised too.
        case .resolve
        where alert.isEmergency && alert.raisedBy == .person(user.id) && !alert.called.isEmpty:
            return manage(user, "end an alert that others raised too")
        case .change, .cancel, .resolve:
            return isTheirs ? .allowed : manage(user, "change this alert")
        }
    }

    private func manage(_ user: Person, _ doing: String) -> Verdict {
        need(.emergency, .manage, user, doing)
    }
}
