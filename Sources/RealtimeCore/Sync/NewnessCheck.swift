import RealtimeProtocol
import Wedding

/// Whether whatever a change adds is not there yet. Asked after the rights: that something is there
/// already is for those who may add it.
struct NewnessCheck {
    let day: WeddingDay

    func check(_ change: Change) throws(ProtocolError) {
        switch change {
        case .addGuest(let guest):
            if day.guests[guest.id] != nil { throw .taken("guest \(guest.id)") }
        case .addDuty(let duty):
            if day.duties[duty.id] != nil { throw .taken("task \(duty.id)") }
        default: break
        }
    }
}
