import RealtimeProtocol
import Wedding

/// A request as it would be written, complete but for what its place in the log gives.
struct Wanted {
    let id: String
    /// One change, or those of a unit.
    let parts: [Change]
    /// What must still hold for a unit.
    let conditions: [Precondition]
    let isUnit: Bool
    let actor: Actor
    let via: Medium
    let saidAt: Timestamp
    var text: String
    let priority: Priority?
    /// Words of its author for who should hear it.
    let audience: [AudienceWord]

    /// What it comes to where it is one change.
    var change: Change? { isUnit ? nil : parts.first }

    /// The alert that it raises.
    var raised: Alert? { if case .alert(.raise(let alert))? = change { alert } else { nil } }
}
