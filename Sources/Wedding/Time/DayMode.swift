/// How closely a wedding is watched at a moment. Each wedding has its own.
public enum DayMode: String, Sendable, CaseIterable, Codable {
    case normal
    /// Saturday, or the wedding's own day whatever weekday it is.
    case weddingDay

    /// Between two beats of a device.
    public var heartbeat: Duration { self == .normal ? .seconds(30) : .seconds(10) }

    /// Connections admitted, before what the machine itself allows.
    public var connectionsMax: Int { self == .normal ? 10_000 : 20_000 }

    /// A last sighting older than this means absent.
    public var absenceTolerance: Duration { self == .normal ? .minutes(30) : .minutes(5) }

    /// How long a dropped connection is held before its person counts as gone.
    public var dropHold: Duration { self == .normal ? .seconds(15) : .seconds(30) }

    public var watchesBatteries: Bool { self == .weddingDay }
}

extension WeddingDay {
    /// Saturday in the venue's time zone, or this wedding's day from 06:00 to 03:00 the next day,
    /// plus whatever still runs.
    public func mode(at now: Timestamp) -> DayMode {
        if clock.local(now).date.weekday == 6 { return .weddingDay }
        let opens = clock.moment(date, hour: 6, minute: 0)
        let closes = clock.moment(endDate.adding(days: 1), hour: 3, minute: 0)
        guard now >= opens else { return .normal }
        let isOn = now < closes || items.contains { $0.status == .running }
        return isOn ? .weddingDay : .normal
    }

    /// From half an hour before the ceremony to its end: only what is urgent makes itself heard.
    package func isCeremony(at now: Timestamp) -> Bool {
        guard let ceremony = ceremonyItem else { return false }
        if ceremony.isOver { return false }
        if ceremony.status == .running { return true }
        // One that is late is still to come; one that nobody ever starts must not hold the day.
        return now >= ceremony.start - .minutes(30) && now < ceremony.end + .hours(1)
    }
}
