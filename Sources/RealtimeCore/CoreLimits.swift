import Wedding

/// Every bound of the core, with unit and reason.
package struct CoreLimits: Sendable {
    /// Scalars and bytes of a text from outside. Longer ones are cut: a radio message is a
    /// sentence.
    package var textScalarsMax = 500
    package var textBytesMax = 2_000
    /// Scalars of a name, a title, a word. Longer ones are cut.
    package var nameScalarsMax = 120
    /// Bytes of an id that somebody chooses: a UUID has 36.
    package var idBytesMax = 64
    /// Tags of one item.
    package var tagsMax = 20
    /// How far back somebody can say that something was said: as long as a console keeps it.
    package var saidBeforeMax: Duration = .hours(48)
    /// Letters that wait for one person. Beyond it the oldest of the lowest priority dies, visibly.
    package var lettersPerPersonMax = 1_000
    /// Letters that are looked at in one event: the rest in the next.
    package var lettersLookedAtMax = 500
    /// Events kept to send again before those that nobody waits for are dropped.
    package var keptEventsMax = 1_000
    /// Dead letters kept for the coordinators.
    package var deadLettersMax = 2_000
    /// Audit rows kept in memory; all are sent to the log.
    package var auditRowsMax = 5_000
    /// Events that wait to become durable. More means the disk is gone: refuse.
    package var uncommittedMax = 10_000
    /// Letters that go into people's boxes in one event; an entry counts as one more.
    package var lettersPostedAtOnceMax = 150
    /// Emergencies one principal may raise in a minute; more are added to the one that is open.
    package var emergenciesPerMinuteMax = 10
    /// Calls for help of one station in a minute: somebody stands there and presses the key.
    package var stationCallsPerMinuteMax = 6
    /// Answers and whereabouts of one principal in a minute: what no limit of words counts.
    package var answersPerMinuteMax = 240
    /// Entries of the log that one principal may cause in a minute; those who run the day, or pay
    /// for it, may more, because a unit of theirs moves the whole day.
    package var entriesPerMinuteMax = 300
    package var entriesPerMinuteOfDecidersMax = 2_000
    /// Bytes of what one principal may add to the log in a minute, likewise.
    package var bytesPerMinuteMax = 128 * 1024
    package var bytesPerMinuteOfDecidersMax = 1024 * 1024
    /// The same emergency again within this is the same emergency.
    package var repeatWindow: Duration = .minutes(2)
    /// Between two entries that say how often an open emergency was raised again.
    package var repeatInterval: Duration = .seconds(5)
    /// Refusals of one kind that a principal earns within this stand in the audit log as one row.
    package var refusalInterval: Duration = .minutes(1)
    /// Sockets of one address. A venue's Wi-Fi hides everybody behind one.
    package var connectionsPerAddressMax = 512
    /// Sockets of one device: a console, and what is left of it after a break.
    package var connectionsPerDeviceMax = 8
    /// Sockets that the machine allows this process, whatever the mode promises.
    package var connectionsMax = Int.max
    /// Between counters sent to consoles.
    package var statsInterval: Duration = .seconds(5)

    package init() {}
}
