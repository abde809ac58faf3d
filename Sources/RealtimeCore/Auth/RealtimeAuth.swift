import RealtimeProtocol
import Wedding

/// Whether a submission may be carried out: what `Rights` says, as the wire knows it.
struct RealtimeAuth {
    enum Permission: Equatable {
        case allowed
        /// Waits for somebody who may decide.
        case proposal
        /// Only this may be said of it.
        case sighting(Change)
    }

    let state: DayState
    let now: Timestamp

    func check(_ wanted: Wanted, by user: Person) throws(ProtocolError) -> Permission {
        let rights = Rights(state: state, now: now)
        let verdict =
            wanted.change.map { rights.verdict($0, by: user, reason: wanted.text) }
            ?? rights.verdict(unit: wanted.parts, by: user, reason: wanted.text)
        switch verdict {
        case .allowed: return .allowed
        case .proposal: return .proposal
        case .sighting(let change): return .sighting(.presence(change))
        case .refused(let refusal): throw ProtocolError(refusal)
        }
    }
}
