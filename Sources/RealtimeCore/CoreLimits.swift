import Wedding

/// Every bound of the core, with unit and reason.
public struct CoreLimits: Sendable {
    /// Characters of a text from outside. Longer ones are cut: a radio message is a sentence.
    public var textCharactersMax = 500
    /// Letters that wait for one person. Beyond it the oldest of the lowest priority dies, visibly.
    public var lettersPerPersonMax = 1_000
    /// Events kept to send again before those that nobody waits for are dropped.
    public var keptEventsMax = 1_000
    /// Dead letters kept for the desk.
    public var deadLettersMax = 2_000
    /// Audit rows kept in memory; all are sent to the log.
    public var auditRowsMax = 5_000
    /// Events that wait to become durable. More means the disk is gone: refuse.
    public var uncommittedMax = 10_000
    /// Frames one connection may have waiting, in all lanes.
    public var outboxFramesMax = 4_096
    /// Emergencies one person may raise in a minute; more are added to the one that is open.
    public var emergenciesPerMinuteMax = 10
    /// Answers and whereabouts of one person in a minute: what no limit of words counts.
    public var answersPerMinuteMax = 240
    /// The same emergency again within this is the same emergency.
    public var repeatWindow: Duration = .minutes(2)
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
