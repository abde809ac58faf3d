extension EventWords {
    func words(
        _ change: AccessChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .grant(let grant):
            let name = state.day.name(of: grant.to)
            guard grant.extendedAt == nil else {
                return ("access", "\(name) has emergency access until \(clock(grant.until))" + said)
            }
            return (
                "access",
                grant.needsAgreement
                    ? "\(name) asks for emergency access" + said
                    : "\(name) has emergency access for \(grant.minutes) min" + said
            )
        case .agree(let id):
            let name = state.grant(id).map { state.day.name(of: $0.to) } ?? "Somebody"
            return ("access", "\(name) has emergency access, agreed by \(actor(event.by))" + said)
        case .end(let id):
            let name = state.grant(id).map { state.day.name(of: $0.to) } ?? "Somebody"
            return ("access", "\(name) no longer has emergency access" + said)
        }
    }
}
