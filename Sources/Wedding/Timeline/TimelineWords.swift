extension EventWords {
    func words(
        _ change: TimelineChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .start(let id): return ("start", title(id) + drift(id) + said)
        case .end(let id): return ("end", title(id) + drift(id) + said)
        case .skip(let id): return ("skip", title(id) + said)
        case .reopen(let id):
            let status = state.day.items[id]?.status ?? .planned
            return ("taken back", "\(title(id)) is \(status.rawValue) again" + said)
        case .standby(let id, let people):
            return ("standby", "\(title(id)), \(names(people))" + said)
        case .go(let id, let people): return ("GO", "\(title(id)), \(names(people))" + said)
        case .ready(let id): return ("ready", "\(actor(event.by)) for \(title(id))" + said)
        case .decide(let id, let decision):
            return ("decision", "\(title(id)): \(spaced(decision))" + said)
        case .shift(let ids, let minutes):
            let sign = minutes < 0 ? "" : "+"
            return (
                "shift",
                "\(ids.count == 1 ? title(ids[0]) : "\(ids.count) items") \(sign)\(minutes) min, v\(state.day.version)"
                    + said
            )
        case .publish(let version): return ("version", "run of show v\(version)")
        case .ripple(let ripple):
            return (
                "ripple",
                "\(title(ripple.cause)): \(ripple.moves.count) \(ripple.moves.count == 1 ? "move" : "moves") to approve"
                    + said
            )
        }
    }
}
