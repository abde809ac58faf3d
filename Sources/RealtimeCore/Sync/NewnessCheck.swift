import RealtimeProtocol
import Wedding

/// Whether whatever a change adds is not there yet. Asked after the rights: that something is there
/// already is for those who may add it.
struct NewnessCheck {
    let state: DayState
    let now: Timestamp

    func check(_ change: Change) throws(ProtocolError) {
        let day = state.day
        switch change.law(in: state, at: now).adds {
        case .guest(let id): if day.guests[id] != nil { throw .taken("guest \(id)") }
        case .task(let id): if day.duties[id] != nil { throw .taken("task \(id)") }
        // An item that was taken out may come back.
        case .item, .person, .zone, .alert, .table, .vendor, .thing, .payment, .piece, .message,
            .proposal,
            .conflict, .grant, nil:
            break
        }
    }
}
