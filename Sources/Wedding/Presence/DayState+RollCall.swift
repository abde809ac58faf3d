/// The roll call before a hard item: its times, whom it asks for, and who needs no asking.
public enum RollCall {
    /// Before the moment: when its list opens, when whoever is left on it is an alert, and when
    /// that is critical.
    public static func opens(isCeremony: Bool) -> Duration { .minutes(isCeremony ? 40 : 20) }
    public static func isDue(isCeremony: Bool) -> Duration { .minutes(isCeremony ? 30 : 10) }
    public static func isCritical(isCeremony: Bool) -> Duration { .minutes(isCeremony ? 15 : 5) }
}

extension TimelineItem {
    /// The task of confirming those whom it needs, for the time it is planned at.
    public var rollCall: DutyID { Duty.rollCall(of: id, at: start) }
}

extension DayState {
    /// Everyone with a part in an item; before the ceremony also whoever is key to the day.
    public func neededPeople(for item: TimelineItem) -> [Person] {
        let key = item.id == day.ceremony ? day.people.filter(\.isKey).map(\.id) : []
        return (item.everyone + key).unique.compactMap { day.people[$0] }
    }

    /// Whether somebody is at the place of an item.
    public func isAtPlace(_ person: PersonID, of item: TimelineItem) -> Bool {
        let places = [item.zone, item.alternativeZone].compactMap { $0 }
        return presence[person]?.lastSeenZone.map(places.contains) ?? false
    }

    /// Whether a roll call need not ask for somebody: their device is heard, they are at the place,
    /// or were seen since its list opened.
    public func isConfirmed(_ person: PersonID, for item: TimelineItem) -> Bool {
        guard let presence = presence[person], presence.isCheckedIn else { return false }
        let opens = item.start - RollCall.opens(isCeremony: item.id == day.ceremony)
        return presence.link.isConnected || isAtPlace(person, of: item)
            || presence.lastSeen ?? .zero >= opens
    }

    /// Whether people are here and no device of anybody could say where.
    public var hearsNobody: Bool {
        presence.values.contains(where: \.isCheckedIn)
            && !presence.keys.contains(where: hasDevice)
    }

    /// Whether any device of theirs was heard.
    public func hasDevice(_ person: PersonID) -> Bool {
        presence[person].map { $0.link != .none } ?? false
    }

    /// The hard item that comes next.
    public func nextRollCall(at now: Timestamp) -> TimelineItem? {
        day.runOfShow.first {
            ($0.anchor == .hard || $0.id == day.ceremony) && $0.status == .planned && $0.start > now
        }
    }
}
