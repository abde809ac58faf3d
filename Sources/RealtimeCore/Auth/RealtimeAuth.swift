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

    func check(
        _ change: Change, by user: Person, reason: String
    ) throws(ProtocolError) -> Permission {
        switch Rights(state: state, now: now).verdict(change, by: user, reason: reason) {
        case .allowed: return .allowed
        case .proposal: return .proposal
        case .sighting(let change): return .sighting(.presence(change))
        case .refused(let refusal): throw ProtocolError(refusal)
        }
    }
}
