import Wedding

extension Presence {
    /// Where and when somebody was seen, as every screen tells it: since when they are at their
    /// place, and of whom is missing the last sign of any kind.
    func shownSighting(_ status: PresenceStatus) -> (zone: ZoneID?, at: Timestamp)? {
        if status == .missing, let seen = lastSeen { return (lastSeenZone ?? zone, seen) }
        guard let zone, let zoneAt else { return lastSeen.map { (lastSeenZone, $0) } }
        return (zone, zoneAt)
    }
}
