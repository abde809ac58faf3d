import Wedding

/// Every bound of the core, with unit and reason.
public struct CoreLimits: Sendable {
    /// Scalars and bytes of a text from outside. Longer ones are cut: a radio message is a
    /// sentence.
    public var textScalarsMax = 500
    public var textBytesMax = 2_000
    /// Scalars of a name, a title, a word. Longer ones are cut.
    public var nameScalarsMax = 120
    /// Bytes of an id that somebody chooses: a UUID has 36.
    public var idBytesMax = 64
    /// Tags of one item.
    public var tagsMax = 20
    /// How far back somebody can say that something was said: as long as a console keeps it.
    public var saidBeforeMax: Duration = .hours(48)
    /// Letters that wait for one person. Beyond it the oldest of the lowest priority dies, visibly.
    public var lettersPerPersonMax = 1_000
    /// Letters that are looked at in one event: the rest in the next.
    public var lettersLookedAtMax = 500
    /// Events kept to send again before those that nobody waits for are dropped.
    public var keptEventsMax = 1_000
    /// Dead letters kept for the desk.
    public var deadLettersMax = 2_000
    /// Audit rows kept in memory; all are sent to the log.
    public var auditRowsMax = 5_000
    /// Events that wait to become durable. More means the disk is gone: refuse.
    public var uncommittedMax = 10_000
    /// Letters that go into people's boxes in one event; an entry counts as one more.
    public var lettersPostedAtOnceMax = 150
    /// Emergencies one principal may raise in a minute; more are added to the one that is open.
    public var emergenciesPerMinuteMax = 10
    /// Calls for help of one station in a minute: somebody stands there and presses the key.
    public var stationCallsPerMinuteMax = 6
    /// Answers and whereabouts of one principal in a minute: what no limit of words counts.
    public var answersPerMinuteMax = 240
    /// Entries of the log that one principal may cause in a minute; those who run the day, or pay
    /// for it, may more, because a unit of theirs moves the whole day.
    public var entriesPerMinuteMax = 300
    public var entriesPerMinuteOfDecidersMax = 2_000
    /// Bytes of what one principal may add to the log in a minute, likewise.
    public var bytesPerMinuteMax = 128 * 1024
    public var bytesPerMinuteOfDecidersMax = 1024 * 1024
    /// The same emergency again within this is the same emergency.
    public var repeatWindow: Duration = .minutes(2)
    /// Between two entries that say how often an open emergency was raised again.
    public var repeatInterval: Duration = .seconds(5)
    /// Refusals of one kind that a principal earns within this stand in the audit log as one row.
    public var refusalInterval: Duration = .minutes(1)
    /// Sockets of one address. A venue's Wi-Fi hides everybody behind one.
    public var connectionsPerAddressMax = 512
    /// Sockets of one device: a console, and what is left of it after a break.
    public var connectionsPerDeviceMax = 8
    /// Sockets that the machine allows this process, whatever the mode promises.
    public var connectionsMax = Int.max
    /// Between counters sent to consoles.
    public var statsInterval: Duration = .seconds(5)

    public init() {}
}
