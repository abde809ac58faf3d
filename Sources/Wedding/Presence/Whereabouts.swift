/// Where somebody was and what they did, as it was said: what a slip of the finger is set back to.
public struct Whereabouts: Sendable, Equatable, Codable {
    var checkedInAt: Timestamp?
    var zone: ZoneID?
    var zoneAt: Timestamp?
    var activity: Activity
    var activityAt: Timestamp?
    var eta: Timestamp?
    var etaAt: Timestamp?
    var reportedBy: PersonID?
    var crew: Int?
    var lastSeen: Timestamp?
    var lastSeenZone: ZoneID?

    /// Whether they were here.
    package var isCheckedIn: Bool { checkedInAt != nil && activity != .departed }
    /// Where they were.
    package var place: ZoneID? { zone }

    /// Of nobody more than a company has.
    package var isBounded: Bool { crew.map { (1...Presence.crewMax).contains($0) } ?? true }
}

extension Presence {
    package var whereabouts: Whereabouts {
        Whereabouts(
            checkedInAt: checkedInAt, zone: zone, zoneAt: zoneAt, activity: activity,
            activityAt: activityAt, eta: eta, etaAt: etaAt, reportedBy: reportedBy, crew: crew,
            lastSeen: lastSeen, lastSeenZone: lastSeenZone)
    }

    mutating func restore(_ before: Whereabouts) {
        (checkedInAt, zone, zoneAt) = (before.checkedInAt, before.zone, before.zoneAt)
        (activity, activityAt) = (before.activity, before.activityAt)
        (eta, etaAt, crew) = (before.eta, before.etaAt, before.crew)
        (reportedBy, lastSeen, lastSeenZone) = (
            before.reportedBy, before.lastSeen, before.lastSeenZone
        )
    }
}
