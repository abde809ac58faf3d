import Wedding

/// Where the log is kept.
public protocol JournalStore: Sendable {
    /// Writes one unit: all of it, or nothing.
    ///
    /// - Returns: the last offset that is durable by now, or nil when that is told later.
    mutating func append(_ events: [LogEvent]) throws -> Int?
}
