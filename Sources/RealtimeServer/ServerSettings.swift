import Wedding

/// How a host serves. Every bound has its unit and reason.
public struct ServerSettings: Sendable {
    public var host = "127.0.0.1"
    public var port = 7440
    /// Opens the echo door for conformance tools.
    public var hasDiagnostics = false
    /// Before any refusal of a socket or a token: cheap damping of guessing.
    public var refusalDelay: Duration = .seconds(2)
    /// Before a failed join is answered.
    public var joinRefusalDelay: Duration = .seconds(5)
    /// A connection that has not said what it wants is closed.
    public var doorPatience: Duration = .seconds(10)
    /// Connections that are not sockets yet.
    public var doorsMax = 1_024
    /// Of them, those of one address.
    public var doorsPerAddressMax = 256
    /// Joins of one socket a second, on average.
    public var joinsPerSecond = 20
    /// Resumes and tokens of one socket a second, on average.
    public var workPerSecond = 5
    /// Row filters of one join.
    public var rowFiltersMax = 20
    /// A socket without a channel is closed.
    public var idleSocketMax: Duration = .minutes(10)
    /// Bytes that wait for one reader. More, and it gets nothing that is not in the log.
    public var queueBytesMax = 1 << 20
    /// A reader that takes nothing for so long is closed.
    public var stalledMax: Duration = .seconds(10)
    /// Entries of the log kept for those who come back.
    public var logEntriesMax = 50_000
    /// Places in the log remembered for those who do not remember them.
    public var cursorsMax = 20_000
    /// Ephemeral messages one socket may send in a second, on average; twice as many at once.
    public var broadcastsPerSecond = 100
    /// Ahead of a token's end its holder is told.
    public var expiryNotice: Duration = .seconds(60)

    public init() {}
}
