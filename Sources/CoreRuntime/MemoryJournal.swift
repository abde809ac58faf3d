import RealtimeCore
import Wedding

/// A log that lives as long as the process: for the demo and for tests.
public struct MemoryJournal: JournalStore {
    public private(set) var entries: [JournalEntry] = []

    public init() {}

    public mutating func append(_ entries: [JournalEntry]) -> Int? {
        self.entries += entries
        return entries.last?.event.offset
    }

    public mutating func keep(_ note: JournalNote) {}
}
