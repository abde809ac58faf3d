import RealtimeCore
import Wedding

/// A log that lives as long as the process: for the demo and for tests.
public struct MemoryJournal: JournalStore {
    public private(set) var events: [LogEvent] = []

    public init() {}

    public mutating func append(_ events: [LogEvent]) -> Int? {
        self.events += events
        return events.last?.offset
    }
}
