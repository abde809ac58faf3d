import Wedding

/// How a host serves. Every bound has its unit and reason.
package struct ServerSettings: Sendable {
    package var host = "127.0.0.1"
    package var port = 7440
    /// Opens the echo door for conformance tools.
    package var hasDiagnostics = false
    /// Before any refusal of a socket or a token: cheap damping of guessing. Stock clients wait for
    /// five seconds.
    package var refusalDelay: Duration = .seconds(1)
    /// Before a failed join is answered.
    package var joinRefusalDelay: Duration = .seconds(1)
    /// A connection that has not said what it wants is closed.
    package var requestPatience: Duration = .seconds(3)
    /// So is one whose request is not answered.
    package var httpPatience: Duration = .seconds(10)
    /// Connections that are not sockets yet.
    package var httpConnectionsMax = 1_024
    /// Of them, those of one address.
    package var httpConnectionsPerAddressMax = 256
    /// Joins of one socket a second, on average.
    package var joinsPerSecond = 20
    /// Resumes and tokens of one socket a second, on average.
    package var resumesPerSecond = 5
    /// Alarms, acknowledgements, all clears and beats of one socket a second that never wait.
    package var urgentPerSecond = 20
    /// Units of work of one principal a second, over all sockets (`Purse.Cost`): a fiftieth of the
    /// loop's time. Whoever wants more waits.
    package var workPerSecond = 2_000
    /// Units that may be used at once: a console that comes back with all it kept.
    package var workAtOnce = 30_000
    /// Bytes of one principal's words a second, to all who hear them together; twice as many at
    /// once. A sentence to a thousand readers is half a megabyte.
    package var wordBytesPerSecond = 8 << 20
    /// Frames of one socket that wait for its principal's purse; then its reading pauses.
    package var heldFramesMax = 1_000
    package var heldBytesMax = 256 * 1024
    /// Messages of one HTTP post.
    package var postMessagesMax = 20
    /// Side rooms that one principal may keep open.
    package var roomsMax = 50
    /// Row filters of one join.
    package var rowFiltersMax = 20
    /// A socket without a channel is closed.
    package var idleSocketMax: Duration = .minutes(10)
    /// A reader that takes nothing for so long is closed.
    package var stalledMax: Duration = .seconds(10)
    /// Entries of the log kept for those who come back.
    package var logEntriesMax = 50_000
    /// Places in the log remembered for those who do not remember them.
    package var cursorsMax = 20_000
    /// Ephemeral messages one socket may send in a second, on average; twice as many at once.
    package var broadcastsPerSecond = 100
    /// Ahead of a token's end its holder is told.
    package var expiryNotice: Duration = .seconds(60)

    package init() {}
}
